import { afterEach, expect, test, vi } from "vitest";
import { startWorker, type Worker, type WorkerOptions } from "../../jobs/worker.ts";
import { type PlannedRun, planRuns } from "../../src/analyses/plan.ts";
import { strategySegmentsAnalysis } from "../../src/analyses/strategy-segments.ts";
import { importTrialCsv } from "../../src/ingest/import-trial-csv.ts";
import { append } from "../../src/log/append.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchTrialInput } from "../../src/read/trial-table.ts";
import { seenWorkers } from "../../src/read/workers.ts";
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

const level = () =>
  vi.waitFor(async () => expect(await planRuns(db())).toEqual([]), { timeout: 40_000, interval: 100 });

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
  expect(plan).toHaveLength(6);
  await level();
  expect(runs.sort()).toEqual([
    "session-measures lab/study/M1 succeeded",
    "session-measures lab/study/M2 succeeded",
    "session-measures lab/study/M3 succeeded",
    "strategy-segments lab/study/M1 succeeded",
    "strategy-segments lab/study/M2 succeeded",
    "strategy-segments lab/study/M3 failed",
  ]);
  expect(errors).toEqual([]);
  expect(await seenWorkers(db())).toMatchObject([
    { version: expect.any(String), silentS: expect.any(Number) },
  ]);
  await worker.stop();
  running.length = 0;
  expect(await seenWorkers(db())).toEqual([]);
});

test("segments, strategies and fit are what the pure science gives for the same trials", async () => {
  const input = await fetchTrialInput(db(), "lab/study/M1");
  if (input === null) throw new Error("M1 has trials");
  const { compute, parameters } = strategySegmentsAnalysis;
  const expected = compute(input.trials, parameters) as {
    readonly fit: object;
    readonly segments: readonly object[];
    readonly strategy: object;
  };
  const one = async (columns: string, table: string) =>
    (
      await log
        .pool("api")
        .query(
          `select ${columns} from derived.${table} d join derived.current_run r using (run_id) where r.home = $1`,
          ["lab/study/M1"],
        )
    ).rows;
  const segments = await one(
    `label, probability, n_trials as "nTrials", association_left as "associationLeft",
     association_right as "associationRight", bias,
     json_build_object('session', first_session, 'trial', first_trial) as first,
     json_build_object('session', last_session, 'trial', last_trial) as last`,
    "strategy_segment",
  );
  expect(expected.segments).toHaveLength(segments.length);
  expect(expected.segments).toMatchObject(segments);
  expect(
    await one(
      `early_strategy as "earlyStrategy", late_strategy as "lateStrategy",
       case when excluded_code is not null then json_build_object('code', excluded_code, 'reason', excluded_reason) end
         as excluded`,
      "subject_strategy",
    ),
  ).toEqual([expected.strategy]);
  expect(
    await one(
      `model, param_names as "paramNames", n_trials as "nTrials", sigma, sigma_day as "sigmaDay",
       log_likelihood as "logLikelihood", log_evidence as "logEvidence", converged`,
      "decision_model_fit",
    ),
  ).toMatchObject([
    JSON.parse(
      JSON.stringify(expected.fit, (_key, value) =>
        ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value,
      ),
    ),
  ]);
});

test("a second start recomputes nothing; a new trial marks its own subject's analyses, exactly", async () => {
  const { plan, runs } = await start();
  expect(plan).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(runs).toEqual([]);
  await append(log.pool("ingest"), [trial("M2", 2, 81, {}, { source: "rig" })]);
  await vi.waitFor(() => expect(runs).toHaveLength(2), { timeout: 20_000 });
  await level();
  expect(runs.sort()).toEqual([
    "session-measures lab/study/M2 succeeded",
    "strategy-segments lab/study/M2 succeeded",
  ]);
});

test("a stream of new trials is derived when it pauses, not at every trial", async () => {
  const { runs } = await start({ debounceMs: 1_000 });
  for (let i = 0; i < 10; i++) {
    await append(log.pool("ingest"), [trial("M3", 2, 81 + i, { choice: "right" })]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await vi.waitFor(() => expect(runs).toHaveLength(2), { timeout: 20_000 });
  await level();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(runs.sort()).toEqual([
    "session-measures lab/study/M3 succeeded",
    "strategy-segments lab/study/M3 failed",
  ]);
});

test("two workers share the work: each analysis of each subject is run once", async () => {
  const mice = [11, 12, 13, 14].flatMap((seed) =>
    mouseLines({ subject: `N${seed}`, sessions: 1, trials: 80, seed }),
  );
  const both = await Promise.all([start(), start()]);
  await importTrialCsv(log.pool("ingest"), givenTable("more.csv", [HEADER, ...mice]), {
    lab: "lab",
    project: "study",
    actor: "tester",
  });
  await vi.waitFor(() => expect(both.flatMap(({ runs }) => runs)).toHaveLength(8), { timeout: 30_000 });
  await level();
  const { rows } = await log
    .pool("api")
    .query<{ n: number }>(
      "select count(*) as n from derived.run where home like 'lab/study/N%' group by analysis, home",
    );
  expect(rows.map((row) => row.n)).toEqual(Array.from({ length: 8 }, () => 1));
  expect(both.flatMap(({ errors }) => errors)).toEqual([]);
});
