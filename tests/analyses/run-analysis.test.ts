import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analysis } from "../../src/analyses/analysis.ts";
import type { ComputeSlot } from "../../src/analyses/compute-slot.ts";
import { planRuns, toQueue } from "../../src/analyses/plan.ts";
import { analyses, identityOf, wantedOf } from "../../src/analyses/registry.ts";
import { runAnalysis } from "../../src/analyses/run-analysis.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { claimRun, enqueueRuns } from "../../src/read/run-queue.ts";
import { fetchRunStates } from "../../src/read/run-states.ts";
import { failedSubjects, takeExpiredRuns } from "../../src/read/runs.ts";
import { fetchTrialInput } from "../../src/read/trial-table.ts";
import { sessionMeasures } from "../../src/science/session-measures.ts";
import { sessionStarted, subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";
import { begin, type Derivation, derivation } from "./derivation.ts";

const log = givenLog();
let runs: Derivation;
beforeAll(() => {
  runs = derivation(log.pool("worker"));
});
afterAll(() => runs.close());

const home = (subject: string) => `lab/study/${subject}`;
const derive = (subject: string, slot?: ComputeSlot) => runs.run("session-measures", home(subject), slot);
const segments = (subject: string) => runs.run("strategy-segments", home(subject));
const unchanged = expect.objectContaining({ state: "unchanged" });

/** Subjects whose session measures are not of their present trials. */
async function stale(...wanted: Parameters<typeof wantedOf>): Promise<readonly string[]> {
  const states = await fetchRunStates(runs.db, wanted.map(wantedOf));
  return states.filter(({ answer }) => !answer?.isPresent).map((state) => state.home);
}

async function given(...events: Parameters<typeof append>[1]): Promise<void> {
  await append(log.pool("ingest"), events);
  await catchUp(log.pool("worker"));
}

async function runsOf(subject: string) {
  const { rows } = await log
    .pool("reader")
    .query(
      "select state, error, input_position, finished_at from derived.run where home = $1 and state <> 'superseded' order by run_id",
      [home(subject)],
    );
  return rows;
}

test("a run is made once for the same trials, and again when they change, whatever else was appended", async () => {
  await given(...trials("A", 1, 1, 30));
  const position = await headOf(log.pool("reader"));
  expect(await derive("A")).toMatchObject({ state: "succeeded" });
  expect(await derive("A")).toEqual(unchanged);
  await given(...trials("other", 1, 1, 5), subjectRegistered("A", { sex: "male" }));
  expect(await derive("A")).toEqual(unchanged);
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
  expect(await derive("B")).toEqual(unchanged);
  await given(sessionStarted("B", 1, { boundariesKnown: false }));
  expect(await derive("B")).toMatchObject({ state: "succeeded" });
});

test("a subject without trials, or that does not exist, has nothing to derive", async () => {
  await given(subjectRegistered("C"), sessionStarted("C", 1));
  expect(await derive("C")).toEqual(unchanged);
  expect(await derive("nobody")).toEqual(unchanged);
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
  const input = await fetchTrialInput(runs.db, home("D"));
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
  const failed = await runs.run(model, home("E"));
  expect(failed).toMatchObject({ state: "failed", error: { code: expect.any(String), expected: true } });
  expect(await runs.run(model, home("E"))).toEqual(unchanged);
  expect(await failedSubjects(runs.db, model)).toEqual([
    { home: home("E"), error: expect.objectContaining({ expected: true, message: expect.any(String) }) },
  ]);
  // Its measures do not depend on it.
  expect(await derive("E")).toMatchObject({ state: "succeeded" });
  await given(trial("E", 1, 61, { choice: "left" }));
  const plan = await planRuns(runs.db);
  expect(plan).toContainEqual(expect.objectContaining({ analysis: model, scope: home("E") }));
});

test("an analysis waits for those that it needs, on the present trials, and fails for their reason", async () => {
  await given(
    ...Array.from({ length: 60 }, (_, i) =>
      trial("I", 1, i + 1, {
        contrastLeft: i % 3 === 0 ? 0.5 : 0,
        contrastRight: i % 3 === 1 ? 0.5 : 0,
        choice: i % 5 < 2 ? "left" : "right",
      }),
    ),
  );
  expect(await segments("I")).toMatchObject({ state: "waiting", for: "decision-model" });
  expect(await runsOf("I")).toMatchObject([{ state: "pending", finished_at: null }]);
  expect(await runs.run("decision-model", home("I"))).toMatchObject({ state: "succeeded" });
  expect(await segments("I")).toMatchObject({ state: "succeeded" });
  await given(trial("I", 1, 61));
  expect(await segments("I")).toMatchObject({ state: "waiting", for: "decision-model" });

  await given(...trials("J", 1, 1, 60));
  const failed = await runs.run("decision-model", home("J"));
  if (failed.state !== "failed") throw new Error("J chose right alone");
  expect(await segments("J")).toMatchObject({
    state: "failed",
    error: { code: failed.error.code, message: failed.error.message, expected: true },
  });
  expect(await segments("J")).toEqual(unchanged);
});

/** A slot that answers otherwise. */
const slotOf = (run: ComputeSlot["run"]): ComputeSlot => ({ run, close: async () => {} });

test("any other failure is recorded and tried again after growing pauses, then parked with its error", async () => {
  await given(...trials("F", 1, 1, 30));
  const broken = slotOf(() => Promise.reject(new Error("the thread is gone")));
  const error = { code: "UNEXPECTED_ERROR", message: "the thread is gone", expected: false };
  const pauses: unknown[] = [];
  for (let attempt = 1; attempt < 5; attempt++) {
    const outcome = await derive("F", broken);
    expect(outcome).toMatchObject({ state: "retrying", error });
    pauses.push(outcome.state === "retrying" && outcome.inMs);
    expect(await runsOf("F")).toMatchObject([{ state: "pending", error }]);
  }
  expect(pauses).toEqual([5_000, 20_000, 80_000, 320_000]);
  expect(await stale("session-measures")).toContain(home("F"));
  expect(await derive("F", broken)).toMatchObject({ state: "failed", error });
  expect(await runsOf("F")).toMatchObject([{ state: "failed", error, finished_at: expect.any(Date) }]);
  // Parked: it is planned again when its data change, or somebody asks.
  expect(await stale("session-measures")).not.toContain(home("F"));
  await given(trial("F", 1, 31));
  expect(await stale("session-measures")).toContain(home("F"));
  expect(await derive("F")).toMatchObject({ state: "succeeded" });
});

test("results that cannot be inserted whole are not inserted at all", async () => {
  await given(...trials("G", 1, 1, 30));
  const doubled = slotOf(async () => {
    const row = { session: 1, nTrials: 1, nUsed: 1, nZeroContrast: 0, carried: false, counts: [] };
    const undefinedMeasures = { leftSlope: null, rightSlope: null, bias: null, accuracy: null };
    const measure = { ...row, ...undefinedMeasures };
    return { outcome: { ok: true, result: [measure, measure] }, usage: { cpuS: 0, peakMemoryBytes: 0 } };
  });
  expect(await derive("G", doubled)).toMatchObject({ state: "retrying" });
  const { rows } = await log
    .pool("reader")
    .query("select from derived.session_measure where home = $1", [home("G")]);
  expect(rows).toEqual([]);
  expect(await derive("G")).toMatchObject({ state: "succeeded" });
});

test("a run whose worker died is taken over, and the dead one, should it come back, inserts nothing", async () => {
  await given(...trials("H", 1, 1, 30));
  const dead = await begin(runs.db, "session-measures", home("H"), 0);
  expect(await takeExpiredRuns(runs.db, { maxAttempts: 3 })).toEqual([
    { runId: dead.runId, analysis: "session-measures", scope: home("H"), state: "pending" },
  ]);
  const second = await begin(runs.db, "session-measures", home("H"));
  expect(second).toMatchObject({ runId: dead.runId, attempts: dead.attempts + 1 });
  let computed = 0;
  const counted = slotOf(async (...task) => {
    computed++;
    return await (await import("../../src/analyses/compute-slot.ts")).createComputeSlot().run(...task);
  });
  const context = {
    db: runs.db,
    pool: log.pool("worker"),
    slot: counted,
    signal: new AbortController().signal,
  };
  expect(await runAnalysis(context, dead)).toMatchObject({ state: "released" });
  expect(await runAnalysis(context, second)).toMatchObject({ state: "succeeded" });
  expect(computed).toBe(1);
  expect(await runAnalysis(context, dead)).toMatchObject({ state: "unchanged" });
  const { rows } = await log
    .pool("reader")
    .query("select count(*)::int as n from derived.session_measure where home = $1", [home("H")]);
  expect(rows).toEqual([{ n: 1 }]);
});

test("a cohort waits for subjects whose worker died, and for those that are all tried again", async () => {
  await given(...trials("M", 1, 1, 30).map((event) => ({ ...event, project: "alone" })));
  const alone = "lab/alone/M";
  await begin(runs.db, "session-measures", alone, 0);
  expect(await takeExpiredRuns(runs.db, { maxAttempts: 3 })).toMatchObject([{ state: "pending" }]);
  const [planned] = await planRuns(runs.db, { analyses: ["cohort-statistics"] }).then((plan) =>
    plan.filter(({ scope }) => scope === "lab/alone"),
  );
  await enqueueRuns(runs.db, [toQueue(planned)], { cause: "night", priority: 20, inputPosition: 0 });
  const next = () =>
    claimRun(runs.db, {
      ...{ worker: "test", host: "test", environment: {}, leaseMs: 60_000, maxNightRuns: null },
      known: [{ name: "cohort-statistics", version: 1 }],
      causes: ["night"],
    });
  expect(await next()).toBeNull();
  // An error of its own is no reason to wait; but of nobody there is nothing to tell yet.
  await log
    .pool("migrator")
    .query('update derived.run set error = \'{"code": "X", "expected": false}\' where scope = $1', [alone]);
  const run = await next();
  if (run === null) throw new Error("the cohort's run is due");
  const context = { db: runs.db, pool: log.pool("worker"), signal: new AbortController().signal };
  const slot = slotOf(() => Promise.reject(new Error("nothing is computed")));
  expect(await runAnalysis({ ...context, slot }, run)).toMatchObject({ state: "waiting", for: alone });
  expect(await runs.run("session-measures", alone)).toMatchObject({ state: "succeeded" });
  expect(await runs.run("cohort-statistics", "lab/alone")).toMatchObject({ state: "succeeded" });
});

test("a run whose workers keep dying is parked", async () => {
  await given(...trials("K", 1, 1, 30));
  await begin(runs.db, "session-measures", home("K"), 0);
  expect(await takeExpiredRuns(runs.db, { maxAttempts: 1 })).toMatchObject([{ state: "failed" }]);
  expect(await runsOf("K")).toMatchObject([{ state: "failed", error: { code: "WORKER_DIED" } }]);
});

test("a subject whose trials are all gone has no present result", async () => {
  await given(...trials("L", 1, 1, 30));
  expect(await derive("L")).toMatchObject({ state: "succeeded" });
  const { payload: _, ...session } = sessionStarted("L", 1);
  await given({ ...session, type: "SessionVoided", payload: { reason: "the wrong mouse" } });
  expect(await stale("session-measures")).toContain(home("L"));
  expect(await derive("L")).toMatchObject({ state: "failed", error: { code: "NOTHING_TO_DERIVE" } });
  expect(await stale("session-measures")).not.toContain(home("L"));
});

test("the identity of an analysis holds its version, every parameter, and what it stands on", () => {
  for (const analysis of analyses) {
    const own = identityOf(analysis);
    expect(own).toEqual(
      identityOf({ ...analysis, parameters: structuredClone(analysis.parameters) } as Analysis),
    );
    const parameters = { ...(analysis.parameters as object), extra: 1 };
    const changed = identityOf({ ...analysis, parameters } as Analysis);
    expect(changed.parametersHash).not.toEqual(own.parametersHash);
    const otherwise = identityOf({ ...analysis, needs: [...analysis.needs, "session-measures"] } as Analysis);
    expect(otherwise.parametersHash).not.toEqual(own.parametersHash);
  }
});
