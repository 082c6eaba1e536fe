import { Command } from "commander";
import { analysisGraph, drawGraph } from "../../analyses/graph.ts";
import { output } from "../output.ts";

export function runsCommand(): Command {
  return new Command("runs").description("What is derived, and how").addCommand(graphCommand());
}

function graphCommand(): Command {
  return new Command("graph")
    .description("Draw which analysis needs the results of which, in the order of work")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\n  npx saddlepoint runs graph\n  npx saddlepoint runs graph --json")
    .action((options: { json?: boolean }) => {
      const analyses = analysisGraph();
      output(options.json ?? false).answer({ analyses }, () => drawGraph(analyses));
    });
}
