import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { createComputeSlot } from "../../analyses/compute-slot.ts";
import { makePlan } from "../../analyses/plan.ts";
import { planByAnalysis } from "../../analyses/plan-cost.ts";
import { analyses, withFoundations } from "../../analyses/registry.ts";
import { sampleRuns, type VerifiedRun, verifyRun } from "../../analyses/verify-runs.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { fetchRunCosts } from "../../read/run-costs.ts";
import { type CliContext, withContext } from "../context.ts";
import { makeRuns, queueAsked } from "../make-runs.ts";
import { positiveInteger, wholeNumber } from "../options.ts";
import { type Output, output } from "../output.ts";

interface Options {
  readonly dryRun?: boolean;
  readonly enqueue?: boolean;
  readonly verify?: boolean;
  readonly sample?: number;
  readonly seed: number;
  readonly analysis: readonly string[];
  readonly concurrency: number;
  readonly json?: boolean;
}

export function reanalyseCommand(): Command {
  return new Command("reanalyse")
    .description("Derive anew what is not of the present data; or say what that is, or check what is there")
    .option("--dry-run", "derive nothing: say what has to be done, and what it would take")
    .option("--enqueue", "leave the work to the workers: queue it and end")
    .option(
      "--verify",
      "compute what is up to date again from nothing, and compare the bytes; exit 1 where they differ",
    )
    .option("--sample <n>", "with --verify: only so many results, by chance", positiveInteger)
    .option("--seed <n>", "with --sample: another seed takes others", wholeNumber, 1)
    .option("--analysis <name>", "only this analysis, and what it stands on; repeatable", analysisName, [])
    .option("--concurrency <n>", "runs at the same time", positiveInteger, availableParallelism())
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
The time that --dry-run tells is the median of each analysis's earlier runs, one run after the other on one core.
What failed on the present data is left alone: \`npx saddlepoint runs retry\` tries it again.

  npx saddlepoint reanalyse --dry-run
  npx saddlepoint reanalyse
  npx saddlepoint reanalyse --verify --sample 20 --json`,
    )
    .action(async (options: Options, command: Command) => {
      const chosen = [options.dryRun, options.enqueue, options.verify].filter((each) => each === true);
      if (chosen.length > 1) command.error("error: give one of --dry-run, --enqueue and --verify");
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        if (options.verify) await verify(context, out, options);
        else await derive(context, out, options);
      });
    });
}

function analysisName(value: string, so: readonly string[]): readonly string[] {
  if (analyses.some(({ name }) => name === value)) return [...so, value];
  throw new InvalidArgumentError(`It must be one of ${analyses.map(({ name }) => name).join(", ")}.`);
}

async function derive(context: CliContext, out: Output, options: Options): Promise<void> {
  const db = context.db("reader");
  const asked = options.analysis;
  const {
    runs: plan,
    fresh,
    parked,
  } = await makePlan(db, asked.length === 0 ? {} : { analyses: withFoundations(asked) });
  const costs = await fetchRunCosts(db, [...new Set(plan.map(({ analysis }) => analysis))]);
  const planned = planByAnalysis(plan, costs);
  const document = { nRuns: plan.length, analyses: planned, fresh, parked };
  const foundations = planned.map(({ analysis }) => analysis).filter((name) => !asked.includes(name));
  if (asked.length > 0 && foundations.length > 0) {
    out.progress(`note: ${foundations.join(", ")} too: ${asked.join(", ")} cannot do without`);
  }
  const level = "Everything is of the present data.";
  if (options.dryRun) {
    out.answer(document, () =>
      plan.length === 0
        ? level
        : planned
            .map(({ analysis, subjects, estimatedS }) => {
              const time = estimatedS === null ? "no run to estimate from" : `${estimatedS.toFixed(1)} s`;
              return `${analysis}: ${time}\n${subjects.map((home) => `  ${home}`).join("\n")}`;
            })
            .join("\n"),
    );
    return;
  }
  if (options.enqueue) {
    const nQueued = await queueAsked(context, plan);
    out.answer({ ...document, nQueued }, () =>
      plan.length === 0 ? level : `${nQueued} runs queued, ${plan.length - nQueued} waited already.`,
    );
    return;
  }
  const outcomes = await makeRuns(context, out, plan, options.concurrency);
  const states: Record<string, number> = {};
  for (const { state } of outcomes) states[state] = (states[state] ?? 0) + 1;
  const failures = outcomes
    .filter(({ state }) => state === "failed")
    .map(({ runId, analysis, scope, error }) => ({ runId, analysis, scope, error }));
  out.answer({ ...document, states, failures }, () =>
    plan.length === 0
      ? level
      : [
          `${plan.length} runs: ${Object.entries(states)
            .map(([state, n]) => `${n} ${state}`)
            .join(", ")}.`,
          ...failures.map(
            ({ runId, analysis, scope, error }) =>
              `  run ${runId}, ${analysis} of ${scope}: ${error?.code}: ${error?.message}`,
          ),
        ].join("\n"),
  );
}

async function verify(context: CliContext, out: Output, options: Options): Promise<void> {
  const db = context.db("worker");
  const { freshRuns } = await makePlan(
    db,
    options.analysis.length === 0 ? {} : { analyses: options.analysis },
  );
  const sampled = sampleRuns(freshRuns, options.sample ?? freshRuns.length, options.seed);
  const verified: VerifiedRun[] = [];
  const waiting = [...sampled];
  const work = async () => {
    const slot = createComputeSlot();
    try {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
        const result = await verifyRun({ db, pool: context.pool("worker"), slot }, run);
        verified.push(result);
        out.progress(
          `${verified.length} of ${sampled.length}: ${run.analysis} of ${run.scope} ${result.state}`,
        );
      }
    } finally {
      await slot.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, sampled.length) }, work));
  const of = (state: VerifiedRun["state"]) =>
    verified.filter((run) => run.state === state).sort((a, b) => a.runId - b.runId);
  const [same, different, failed, skipped] = [of("same"), of("different"), of("failed"), of("skipped")];
  const wrong = [...different, ...failed];
  out.answer(
    { nFresh: freshRuns.length, nVerified: verified.length, nSame: same.length, different, failed, skipped },
    () =>
      [
        `${same.length} of ${verified.length} results came out the same to the byte; ${skipped.length} could not be compared.`,
        ...wrong.map((run) => {
          const how = run.state === "failed" ? `${run.code}: ${run.message}` : "other bytes";
          return `  run ${run.runId}, ${run.analysis} of ${run.scope}: ${how}; see \`npx saddlepoint runs show ${run.runId}\``;
        }),
      ].join("\n"),
  );
  if (wrong.length > 0) process.exitCode = 1;
}
