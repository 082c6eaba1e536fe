import { beforeAll, expect, test } from "vitest";
import { startWorker } from "../../jobs/worker.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();

beforeAll(async () => {
  const size = ["--mice", "1", "--sessions", "3", "--trials", "80"];
  await saddlepoint(log.url, "simulate", ...size, "--append", "--json", "--stimulation", "--project", "lit");
}, 60_000);

const reanalyse = (...more: readonly string[]) => saddlepoint(log.url, "reanalyse", "--json", ...more);

interface Plan {
  readonly nRuns: number;
  readonly analyses: readonly { readonly analysis: string }[];
}

test("what an analysis stands on is derived with it, and said to be", async () => {
  const effects = ["--analysis", "stimulation-effects"];
  const plan = await reanalyse(...effects, "--dry-run");
  expect(plan.json<Plan>().analyses.map(({ analysis }) => analysis)).toEqual([
    "decision-model",
    "stimulation-effects",
  ]);
  const run = await reanalyse(...effects);
  expect(run.stderr).toContain("decision-model too: stimulation-effects cannot do without");
  expect(run.json()).toMatchObject({ nRuns: 2, states: { succeeded: 2 }, failures: [] });
  const again = await reanalyse(...effects);
  expect(again.stderr).toBe("");
  expect(again.json()).toMatchObject({ nRuns: 0 });
}, 30_000);

test("so are the subjects' analyses that a cohort's stands on, those that are there being left alone", async () => {
  const run = await reanalyse("--analysis", "cohort-statistics");
  expect(run.stderr).toContain("note: session-measures, strategy-segments too");
  expect(run.json()).toMatchObject({ nRuns: 3 });
  const { rows } = await log
    .pool("reader")
    .query("select analysis, scope from derived.run where state in ('pending', 'running') order by run_id");
  expect(rows).toEqual([]);
}, 30_000);

test("what is checked is what was asked for alone", async () => {
  const { nFresh } = (await reanalyse("--verify", "--analysis", "stimulation-effects")).json<{
    nFresh: number;
  }>();
  expect(nFresh).toBe(1);
});

test("with a worker that runs elsewhere, both share the work and the command ends", async () => {
  const errors: unknown[] = [];
  const worker = await startWorker({
    url: log.url,
    concurrency: 1,
    onError: (error) => errors.push(error),
  });
  try {
    const size = ["--mice", "1", "--sessions", "3", "--trials", "80", "--seed", "3"];
    const at = ["--stimulation", "--project", "other", "--append", "--json"];
    await saddlepoint(log.url, "simulate", ...size, ...at);
    const run = await reanalyse("--analysis", "stimulation-cohort");
    expect(run.json()).toMatchObject({ failures: [] });
    const { rows } = await log
      .pool("reader")
      .query("select scope from derived.current_run where analysis = 'stimulation-cohort' order by scope");
    expect(rows).toContainEqual({ scope: "simulated/other" });
    expect(errors).toEqual([]);
  } finally {
    await worker.stop();
  }
}, 60_000);
