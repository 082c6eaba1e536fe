import { afterEach, expect, test, vi } from "vitest";
import { startWorker, type Worker, type WorkerOptions } from "../../jobs/worker.ts";
import { decisionModelAnalysis } from "../../src/analyses/decision-model.ts";
import { type PlannedRun, planRuns } from "../../src/analyses/plan.ts";
import { strategySegmentsAnalysis } from "../../src/analyses/strategy-segments.ts";
import type { DerivedStrategies } from "../../src/analyses/subject-strategies.ts";
import { importTrialCsv } from "../../src/ingest/import-trial-csv.ts";
import { append } from "../../src/log/append.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchTrialInput } from "../../src/read/trial-table.ts";
import { seenWorkers } from "../../src/read/workers.ts";
import { analysesOfTrials } from "../analyses/derivation.ts";
import { trial } from "../events/given-events.ts";
import { givenTable, HEADER, mouseLines } from "../ingest/given-tables.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();
const db = () => openDatabase(log.pool("worker"));
const running: Worker[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});

interface Observed {
  readonly worker: Worker;
  readonly plan: readonly PlannedRun[];
  /** "analysis home state" of each run that ended, but those that were unchanged. */
  readonly runs: string[];
  readonly errors: unknown[];
}

async function start(options: Partial<WorkerOptions> = {}): Promise<Observed> {
  const plan: PlannedRun[] = [];
  const runs: string[] = [];
  const errors: unknown[] = [];
  const worker = await startWorker({
    url: log.url,
    concurrency: 2,
    debounceMs: 50,
    onPlan: (planned) => plan.push(...planned),
    onRun: (analysis, home, { state }) => {
      if (state !== "unchanged") runs.push(`${analysis} ${home} ${state}`);
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  running.push(worker);
  return { worker, plan, runs, errors };
}

const names = analysesOfTrials.map((analysis) => analysis.name);

/** What is observed of a mouse whose analyses all succeed. */
const all = (subject: string) => names.map((name) => `${name} lab/study/${subject} succeeded`).sort();

/** What is observed of a mouse whose choices are all the same: a decision model and what stands on it fail. */
const unfittable = (subject: string) =>
  names
    .map((name) => `${name} lab/study/${subject} ${name.startsWith("session-") ? "succeeded" : "failed"}`)
    .sort();

const level = () =>
  vi.waitFor(async () => expect(await planRuns(db(), { timing: "change" })).toEqual([]), {
    timeout: 40_000,
    interval: 100,
  });

test("a worker derives everything once; what cannot be fitted fails once and blocks nothing else", async () => {
  const mice = [
    ...mouseLines({ subject: "M1", sessions: 9, trials: 80, seed: 1 }),
    ...mouseLines({ subject: "M2", sessions: 2, trials: 80, seed: 2 }),
    ...mouseLines({ subject: "M3", sessions: 2, trials: 80, seed: 3, pRight: () => 1 }),
  ];
  await importTrialCsv(log.pool("ingest"), givenTable("mice.csv", [HEADER, ...mice]), {
    lab: "lab",
    project: "study",
    actor: "tester",
  });
  const { plan, runs, errors, worker } = await start();
  expect(plan).toHaveLength(3 * analysesOfTrials.length);
  await level();
  expect(runs.sort()).toEqual([...all("M1"), ...all("M2"), ...unfittable("M3")].sort());
  expect(errors).toEqual([]);
  expect(await seenWorkers(db())).toMatchObject([
    { version: expect.any(String), silentS: expect.any(Number) },
  ]);
  await worker.stop();
  running.length = 0;
  expect(await seenWorkers(db())).toEqual([]);
});

test("fit, segments and strategies are what the pure science gives for the same trials", async () => {
  const input = await fetchTrialInput(db(), "lab/study/M1");
  if (input === null) throw new Error("M1 has trials");
  const { trials } = input;
  const current = async (columns: string, table: string) =>
    (
      await log
        .pool("reader")
        .query(
          `select ${columns} from derived.${table} d join derived.current_run r using (run_id) where r.home = $1`,
          ["lab/study/M1"],
        )
    ).rows;

  const fit = decisionModelAnalysis.compute(
    { trials, results: {}, data: undefined },
    decisionModelAnalysis.parameters,
  );
  const [{ run_id }] = await current("run_id", "decision_model_fit");
  expect(await decisionModelAnalysis.load?.(db(), run_id)).toEqual(fit);

  const { segments, earlyLate, trajectoryClass, ...strategy } = strategySegmentsAnalysis.compute(
    { trials, results: { [decisionModelAnalysis.name]: fit }, data: undefined },
    strategySegmentsAnalysis.parameters,
  ) as DerivedStrategies;
  const stored = await current(
    `label, probability, n_trials as "nTrials", association_left as "associationLeft",
     association_right as "associationRight", bias,
     first_row as "firstTrial", last_row as "lastTrial",
     json_build_object('session', first_session, 'trial', first_trial) as first,
     json_build_object('session', last_session, 'trial', last_trial) as last`,
    "strategy_segment",
  );
  expect(stored.length).toBeGreaterThan(0);
  expect(segments).toHaveLength(stored.length);
  expect(segments).toMatchObject(stored);
  expect(
    await current(
      `early_strategy as "earlyStrategy", late_strategy as "lateStrategy",
       early_bias as "earlyBias", late_left_slope as "lateLeftSlope", late_right_slope as "lateRightSlope",
       trajectory_class as class, slope_difference as "slopeDifference", excluded_code as excluded`,
      "subject_strategy",
    ),
  ).toEqual([
    {
      earlyStrategy: strategy.earlyStrategy,
      lateStrategy: strategy.lateStrategy,
      earlyBias: earlyLate.early?.bias,
      lateLeftSlope: earlyLate.late?.leftSlope,
      lateRightSlope: earlyLate.late?.rightSlope,
      class: trajectoryClass.name,
      slopeDifference: trajectoryClass.slopeDifference,
      excluded: null,
    },
  ]);
});

test("a second start recomputes nothing; a new trial marks its own subject's analyses, exactly", async () => {
  const { plan, runs } = await start();
  expect(plan).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(runs).toEqual([]);
  await append(log.pool("ingest"), [trial("M2", 2, 81, {}, { source: "rig" })]);
  await vi.waitFor(() => expect(runs).toHaveLength(analysesOfTrials.length), { timeout: 20_000 });
  await level();
  expect(runs.sort()).toEqual(all("M2"));
});

test("a stream of new trials is derived when it pauses, not at every trial", async () => {
  const { runs } = await start({ debounceMs: 1_000 });
  for (let i = 0; i < 10; i++) {
    await append(log.pool("ingest"), [trial("M3", 2, 81 + i, { choice: "right" })]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await vi.waitFor(() => expect(runs).toHaveLength(analysesOfTrials.length), { timeout: 20_000 });
  await level();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(runs.sort()).toEqual(unfittable("M3"));
});

test("two workers share the work: each analysis of each subject is run once", async () => {
  const mice = [11, 12, 13, 14].flatMap((seed) =>
    mouseLines({ subject: `N${seed}`, sessions: 1, trials: 80, seed }),
  );
  const wanted = 4 * analysesOfTrials.length;
  const both = await Promise.all([start(), start()]);
  await importTrialCsv(log.pool("ingest"), givenTable("more.csv", [HEADER, ...mice]), {
    lab: "lab",
    project: "study",
    actor: "tester",
  });
  await vi.waitFor(() => expect(both.flatMap(({ runs }) => runs)).toHaveLength(wanted), { timeout: 30_000 });
  await level();
  const { rows } = await log
    .pool("reader")
    .query<{ n: number }>(
      "select count(*) as n from derived.run where home like 'lab/study/N%' group by analysis, home",
    );
  expect(rows.map((row) => row.n)).toEqual(Array.from({ length: wanted }, () => 1));
  expect(both.flatMap(({ errors }) => errors)).toEqual([]);
});
