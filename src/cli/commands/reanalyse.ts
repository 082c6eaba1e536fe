import { Command } from "commander";
import { planRuns } from "../../analyses/plan.ts";
import { planByAnalysis } from "../../analyses/plan-cost.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { fetchRunCosts } from "../../read/run-costs.ts";
import { withContext } from "../context.ts";
import { output } from "../output.ts";

export function reanalyseCommand(): Command {
  return new Command("reanalyse")
    .description("Say what has to be derived anew, and what it would take")
    .requiredOption("--dry-run", "derive nothing: `npx saddlepoint up` does")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
The time is the median of each analysis's earlier runs, one run after the other on one core.

  npx saddlepoint reanalyse --dry-run
  npx saddlepoint reanalyse --dry-run --json`,
    )
    .action(async (options: { json?: boolean }) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const db = context.db("reader");
        const plan = await planRuns(db);
        const costs = await fetchRunCosts(db, [...new Set(plan.map(({ analysis }) => analysis))]);
        const analyses = planByAnalysis(plan, costs);
        out.answer({ nRuns: plan.length, analyses }, () =>
          plan.length === 0
            ? "Everything is of the present data."
            : analyses
                .map(({ analysis, subjects, estimatedS }) => {
                  const time = estimatedS === null ? "no run to estimate from" : `${estimatedS.toFixed(1)} s`;
                  return `${analysis}: ${time}\n${subjects.map((home) => `  ${home}`).join("\n")}`;
                })
                .join("\n"),
        );
      });
    });
}
