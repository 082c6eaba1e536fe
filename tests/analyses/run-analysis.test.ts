import { afterAll, beforeAll, expect, test } from "vitest";
import { type ComputePool, createComputePool } from "../../src/analyses/compute-pool.ts";
import { planRuns } from "../../src/analyses/plan.ts";
import { identityOf, subjectAnalyses } from "../../src/analyses/registry.ts";
import { runAnalysis } from "../../src/analyses/run-analysis.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { failedSubjects, staleSubjects, startRun } from "../../src/read/runs.ts";
import { fetchTrialInput } from "../../src/read/trial-table.ts";
import { sessionMeasures } from "../../src/science/session-measures.ts";
import { sessionStarted, subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";

const log = givenLog();
let compute: ComputePool;
let db: Db;
beforeAll(() => {
  compute = createComputePool(1);
  db = openDatabase(log.pool("worker"));
});
afterAll(() => compute.close());

const measures = subjectAnalyses.find((analysis) => analysis.name === "session-measures");
if (measures === undefined) throw new Error("session-measures is in the registry");
const identity = identityOf(measures);
const home = (subject: string) => `lab/study/${subject}`;
const derive = (subject: string, pool: ComputePool = compute) =>
  runAnalysis(db, pool, "session-measures", home(subject));

async function given(...events: Parameters<typeof append>[1]): Promise<void> {
  await append(log.pool("ingest"), events);
  await catchUp(log.pool("worker"));
}

async function runsOf(subject: string) {
  const { rows } = await log
    .pool("reader")
    .query(
      "select state, error, input_position, finished_at from derived.run where home = $1 order by run_id",
      [home(subject)],
    );
  return rows;
}

test("a run is made once for the same trials, and again when they change, whatever else was appended", async () => {
  await given(...trials("A", 1, 1, 30));
  const position = await headOf(log.pool("reader"));
  expect(await derive("A")).toMatchObject({ state: "succeeded" });
  expect(await derive("A")).toEqual({ state: "unchanged" });
  await given(...trials("other", 1, 1, 5), subjectRegistered("A", { sex: "male" }));
  expect(await derive("A")).toEqual({ state: "unchanged" });
  await given(trial("A", 1, 31));
  expect(await derive("A")).toMatchObject({ state: "succeeded" });
  expect(await runsOf("A")).toMatchObject([
    { state: "succeeded", input_position: position, error: null, finished_at: expect.any(Date) },
    { state: "succeeded", input_position: position + 7 },
  ]);
});

test("what is said of a session's boundaries is part of the input", async () => {
  await given(...trials("B", 1, 1, 30));
  await derive("B");
  await given(sessionStarted("B", 1, { rig: "box 1" }));
  expect(await derive("B")).toEqual({ state: "unchanged" });
  await given(sessionStarted("B", 1, { boundariesKnown: false }));
  expect(await derive("B")).toMatchObject({ state: "succeeded" });
});

test("a subject without trials, or that does not exist, has nothing to derive", async () => {
  await given(subjectRegistered("C"), sessionStarted("C", 1));
  expect(await derive("C")).toEqual({ state: "unchanged" });
  expect(await derive("nobody")).toEqual({ state: "unchanged" });
  expect(await runsOf("C")).toEqual([]);
});

test("what is inserted is what the pure science gives for the same trials", async () => {
  await given(
    ...Array.from({ length: 120 }, (_, i) =>
      trial("D", 1 + Math.floor(i / 40), (i % 40) + 1, {
        contrastLeft: i % 3 === 0 ? 0.5 : 0,
        contrastRight: i % 3 === 1 ? 0.25 : 0,
        choice: i % 7 < 3 ? "left" : "right",
        responseTimeS: 0.3 + ((i * 37) % 101) / 50,
      }),
    ),
  );
  await derive("D");
  const input = await fetchTrialInput(db, home("D"));
  const { rows } = await log.pool("reader").query(
    `select m.session, n_trials as "nTrials", n_used as "nUsed", n_zero_contrast as "nZeroContrast",
            left_slope as "leftSlope", right_slope as "rightSlope", bias, accuracy, carried, psychometric_counts as counts
     from derived.session_measure m join derived.current_run r using (run_id) where r.home = $1 order by session`,
    [home("D")],
  );
  expect(rows).toEqual(input === null ? null : sessionMeasures(input.trials));
});

test("data that an analysis cannot use make a failed run that says so, once", async () => {
  await given(...trials("E", 1, 1, 60));
  const model = "decision-model";
  const failed = await runAnalysis(db, compute, model, home("E"));
  expect(failed).toMatchObject({ state: "failed", error: { code: expect.any(String), expected: true } });
  expect(await runAnalysis(db, compute, model, home("E"))).toEqual({ state: "unchanged" });
  expect(await failedSubjects(db, model)).toEqual([
    { home: home("E"), error: expect.objectContaining({ expected: true, message: expect.any(String) }) },
  ]);
  // Its measures do not depend on it.
  expect(await derive("E")).toMatchObject({ state: "succeeded" });
  await given(trial("E", 1, 61, { choice: "left" }));
  const plan = await planRuns(db);
  expect(plan).toContainEqual({ analysis: model, home: home("E") });
});

test("an analysis waits for those that it needs, on the present trials, and fails for their reason", async () => {
  const segments = (subject: string) => runAnalysis(db, compute, "strategy-segments", home(subject));
  await given(
    ...Array.from({ length: 60 }, (_, i) =>
      trial("I", 1, i + 1, {
        contrastLeft: i % 3 === 0 ? 0.5 : 0,
        contrastRight: i % 3 === 1 ? 0.5 : 0,
        choice: i % 5 < 2 ? "left" : "right",
      }),
    ),
  );
  expect(await segments("I")).toEqual({ state: "waiting", for: "decision-model" });
  expect(await runsOf("I")).toEqual([]);
  expect(await runAnalysis(db, compute, "decision-model", home("I"))).toMatchObject({ state: "succeeded" });
  expect(await segments("I")).toMatchObject({ state: "succeeded" });
  await given(trial("I", 1, 61));
  expect(await segments("I")).toEqual({ state: "waiting", for: "decision-model" });

  await given(...trials("J", 1, 1, 60));
  const failed = await runAnalysis(db, compute, "decision-model", home("J"));
  if (failed.state !== "failed") throw new Error("J chose right alone");
  expect(await segments("J")).toMatchObject({
    state: "failed",
    error: { code: failed.error.code, message: failed.error.message, expected: true },
  });
  expect(await segments("J")).toEqual({ state: "unchanged" });
});

test("any other failure is recorded, thrown, and tried again", async () => {
  await given(...trials("F", 1, 1, 30));
  const broken: ComputePool = { ...compute, run: () => Promise.reject(new Error("the thread is gone")) };
  await expect(derive("F", broken)).rejects.toThrow("the thread is gone");
  expect(await runsOf("F")).toMatchObject([
    { state: "failed", error: { code: "UNEXPECTED_ERROR", message: "the thread is gone", expected: false } },
  ]);
  expect(await staleSubjects(db, identity, home("F"))).toEqual([home("F")]);
  expect(await derive("F")).toMatchObject({ state: "succeeded" });
  expect(await staleSubjects(db, identity, home("F"))).toEqual([]);
});

test("results that cannot be inserted whole are not inserted at all", async () => {
  await given(...trials("G", 1, 1, 30));
  const doubled: ComputePool = {
    ...compute,
    run: async (task) => {
      const outcome = await compute.run(task);
      return outcome.ok
        ? { ok: true, result: [...(outcome.result as object[]), ...(outcome.result as object[])] }
        : outcome;
    },
  };
  await expect(derive("G", doubled)).rejects.toMatchObject({ code: "23505" });
  const { rows } = await log
    .pool("reader")
    .query("select from derived.session_measure where home = $1", [home("G")]);
  expect(rows).toEqual([]);
  expect(await derive("G")).toMatchObject({ state: "succeeded" });
});

test("a run whose worker died counts for nothing", async () => {
  await given(...trials("H", 1, 1, 30));
  const input = await fetchTrialInput(db, home("H"));
  if (input === null) throw new Error("H has trials");
  await startRun(db, {
    ...identity,
    ...input,
    home: home("H"),
    parameters: {},
    worker: "dead",
    environment: {},
  });
  expect(await staleSubjects(db, identity, home("H"))).toEqual([home("H")]);
  expect(await derive("H")).toMatchObject({ state: "succeeded" });
});

test("a new version, or another parameter, makes every subject's result one of the past", async () => {
  const all = await staleSubjects(db, { ...identity, analysisVersion: identity.analysisVersion + 1 });
  expect(all).toEqual(["A", "B", "D", "E", "F", "G", "H", "I", "J", "other"].map(home));
  expect(await staleSubjects(db, { ...identity, parametersHash: Buffer.alloc(32) })).toEqual(all);
  // In order, and only those that wait: E has a new trial, of the others nobody derived measures.
  expect(await staleSubjects(db, identity)).toEqual(["E", "I", "J", "other"].map(home));
});

test("the identity of an analysis holds its version and every parameter", () => {
  for (const analysis of subjectAnalyses) {
    const own = identityOf(analysis);
    expect(own).toEqual(identityOf({ ...analysis, parameters: structuredClone(analysis.parameters) }));
    const changed = identityOf({ ...analysis, parameters: { ...(analysis.parameters as object), extra: 1 } });
    expect(changed.parametersHash).not.toEqual(own.parametersHash);
  }
});
