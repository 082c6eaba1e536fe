import { Command, Option } from "commander";
import { analysisGraph, drawGraph } from "../../analyses/graph.ts";
import { retryRuns } from "../../analyses/retry-runs.ts";
import { SaddlepointError } from "../../errors.ts";
import type { Db } from "../../read/database.ts";
import {
  cancelRuns,
  fetchRunDetail,
  listParkedRuns,
  listRuns,
  type RunDetail,
  type RunStateName,
  runStates,
} from "../../read/run-history.ts";
import { withContext } from "../context.ts";
import { defaultActor, positiveInteger } from "../options.ts";
import { output } from "../output.ts";
import { detailText, runLine } from "../runs-text.ts";
import { nightCommand, reportCommand, settingsCommand } from "./runs-night.ts";

export function runsCommand(): Command {
  return new Command("runs")
    .description("What is derived, how, and how it went")
    .addCommand(graphCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(retryCommand())
    .addCommand(cancelCommand())
    .addCommand(reportCommand())
    .addCommand(nightCommand())
    .addCommand(settingsCommand());
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

interface ListOptions {
  readonly state?: RunStateName;
  readonly analysis?: string;
  readonly scope?: string;
  readonly limit: number;
  readonly json?: boolean;
}

function listCommand(): Command {
  return new Command("list")
    .description("List runs, the newest first")
    .addOption(new Option("--state <state>", "only runs in this state").choices(runStates))
    .option("--analysis <name>", "only runs of this analysis")
    .option("--scope <scope>", "only runs of this subject (lab/project/subject) or cohort (lab/project)")
    .option("--limit <n>", "at most so many", positiveInteger, 50)
    .option("--json", "print one JSON document")
    .addHelpText("after", "\n  npx saddlepoint runs list --state failed")
    .action(async ({ json, ...selection }: ListOptions) => {
      await withContext(async (context) => {
        const runs = await listRuns(context.db("reader"), selection);
        output(json ?? false).answer({ runs }, () =>
          runs.length === 0 ? "No such run." : runs.map(runLine).join("\n"),
        );
      });
    });
}

function showCommand(): Command {
  return new Command("show")
    .description("Show one run: its input, its state, what it took, where it was made, and its log")
    .argument("<run>", "number of the run", positiveInteger)
    .option("--json", "print one JSON document")
    .action(async (runId: number, options: { json?: boolean }) => {
      await withContext(async (context) => {
        const run = await runNumbered(context.db("reader"), runId);
        output(options.json ?? false).answer(run, () => detailText(run));
      });
    });
}

function retryCommand(): Command {
  return new Command("retry")
    .description(
      "Put runs that failed, or were cancelled, back into the queue, with what failed because of them",
    )
    .argument("[runs...]", "numbers of runs", runNumbers)
    .option("--failed", "all that failed on the present data, or were cancelled")
    .option("--analysis <name>", "with --failed: only of this analysis")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nA worker makes them: `npx saddlepoint up`.\n\n  npx saddlepoint runs retry 1207\n  npx saddlepoint runs retry --failed --analysis decision-model",
    )
    .action(
      async (
        given: readonly number[] = [],
        options: { failed?: boolean; analysis?: string; json?: boolean },
        command: Command,
      ) => {
        if (given.length > 0 === (options.failed === true)) {
          command.error("error: give numbers of runs, or --failed");
        }
        await withContext(async (context) => {
          const db = context.db("worker");
          const asked = options.failed
            ? await listParkedRuns(db, options.analysis ?? null)
            : await Promise.all(given.map((each) => runNumbered(db, each)));
          const runs = await retryRuns(db, asked, defaultActor());
          output(options.json ?? false).answer({ nAsked: asked.length, runs }, () =>
            runs.length === 0
              ? "None of them has failed on the present data, or they wait already."
              : `${runs.length} runs wait now:\n${runs.map(runLine).join("\n")}`,
          );
        });
      },
    );
}

function cancelCommand(): Command {
  return new Command("cancel")
    .description(
      "End runs that wait or are at work; they are not tried again on the same data until somebody asks",
    )
    .argument("<runs...>", "numbers of runs", runNumbers)
    .option("--json", "print one JSON document")
    .action(async (asked: readonly number[], options: { json?: boolean }) => {
      await withContext(async (context) => {
        const db = context.db("worker");
        for (const runId of asked) await runNumbered(db, runId);
        const cancelled = await cancelRuns(db, asked, defaultActor());
        const ended = asked.filter((runId) => !cancelled.includes(runId));
        output(options.json ?? false).answer({ cancelled, endedBefore: ended }, () =>
          [
            ...(cancelled.length > 0 ? [`Cancelled: ${cancelled.join(", ")}.`] : []),
            ...(ended.length > 0 ? [`Ended before: ${ended.join(", ")}.`] : []),
          ].join("\n"),
        );
      });
    });
}

/** Reads one number after another, while the command line is still being read: there a wrong one is named. */
function runNumbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, positiveInteger(text)];
}

/** @throws SaddlepointError NO_SUCH_RUN */
async function runNumbered(db: Db, runId: number): Promise<RunDetail> {
  const run = await fetchRunDetail(db, runId);
  if (run !== null) return run;
  throw new SaddlepointError(
    "NO_SUCH_RUN",
    `there is no run ${runId}`,
    "See `npx saddlepoint runs list` for those that there are.",
  );
}
