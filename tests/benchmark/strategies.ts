import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pino } from "pino";
import { createComputePool } from "../../src/analyses/compute-pool.ts";
import { sessionMeasuresAnalysis } from "../../src/analyses/session-measures.ts";
import { strategiesOfSubjects } from "../../src/analyses/strategies-of-subjects.ts";
import type { TrialsStrategies } from "../../src/analyses/strategies-of-trials.ts";
import { strategySegmentsAnalysis } from "../../src/analyses/strategy-segments.ts";
import { defaultStrategyRules } from "../../src/analyses/subject-strategies.ts";
import { startApi } from "../../src/api/server.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { packageRoot } from "../../src/package-root.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { succeedRun } from "../../src/read/runs.ts";
import { createToken } from "../../src/read/tokens.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { begin } from "../analyses/derivation.ts";
import { dapNames } from "../science/dap-mice.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";
import { bar, machine, median, quantile, seconds } from "./measure.ts";

const REAL_MICE_S = 30;
const COHORT_P95_MS = 100;
const MICE = Number(process.env.SADDLEPOINT_BENCH_MICE ?? 1_000);
/** 25 sessions, as the simulator makes by default, of half as many trials: results are as many, and sooner there. */
const TRIALS_PER_SESSION = 100;
const REPEATS = 3;
const WARM_UP = 5;
const REQUESTS = 100;
const LAB = "bench";
const PROJECT = "simulated";

/** `strategies` on the real mice, and cohort queries over the stored results of simulated ones. */
export async function benchStrategies(): Promise<void> {
  console.log(`${machine()}; PostgreSQL as the embedded server sets it`);
  await realMice();
  await storedCohort();
}

async function realMice(): Promise<void> {
  if (!hasShared) {
    console.log(`strategies on the real mice${whySkipped}`);
    return;
  }
  const files = dapNames().map((name) => sharedPath("data/dap", `${name}.csv.gz`));
  const run = promisify(execFile);
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    times.push(
      await seconds(() =>
        run(process.execPath, [join(packageRoot, "bin/saddlepoint.js"), "strategies", ...files, "--json"], {
          maxBuffer: 2 ** 28,
        }),
      ),
    );
  }
  const middle = median(times);
  console.log(`strategies, ${files.length} real mice: ${times.map((time) => time.toFixed(1)).join(", ")} s`);
  bar(`strategies, real mice, at most ${REAL_MICE_S} s`, `${middle.toFixed(1)} s`, middle <= REAL_MICE_S);
}

/** What an analyst asks of a cohort. The last one asks for all of it. */
const queries: Readonly<Record<string, string>> = {
  "the trajectories of the mice that began left-biased": `{ cohort(filter: { earlyStrategy: LEFT_BIASED }) {
    size byEarlyStrategy { earlyStrategy n trajectory { points { at n leftSlope { mean ci { low high } }
      rightSlope { mean ci { low high } } } } }
    subjects(first: 50) { nodes { id lateStrategy } }
  } }`,
  "the same by ranges of measures": `{ cohort(filter: { ranges: [{ measure: EARLY_BIAS, max: -0.1 },
    { measure: LATE_SLOPE_DIFFERENCE, max: 0 }] }) { size n earlyBiasLateSlope { r ci { low high } p } } }`,
  "early against late, whole cohort": `{ cohort { n earlyBiasLateSlope { r ci { low high } p n }
    earlyLateBias { r p } earlyLateTable { n p cells { early late n proportion ci { low high } } } } }`,
  "every statistic, whole cohort": `{ cohort { size n excluded { exclusion { code } }
    meanTrajectory { session n nEnded bias { mean ci { low high } } accuracy { mean } }
    earlyLateTable { n p informationBits cells { early late n proportion } }
    earlyBiasLateSlope { r ci { low high } p n } earlyLateBias { r ci { low high } p n }
    transitions { n perSubject { mean } changes { from to n probability { proportion ci { low high } } } }
    timeInStrategies { strategy share { mean } everIn { proportion } }
    prediction { sessions n correct { proportion ci { low high } } baseRate { proportion } gain gainCi { low high } }
    timeToCriterion { n nReached nCensored medianSession steps { session reached } }
    byEarlyStrategy { earlyStrategy n early { bias { mean } } late { slopeDifference { mean } }
      trajectory(alignment: FRACTION) { points { at bias { mean ci { low high } } } } }
  } }`,
};

async function storedCohort(): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "saddlepoint-strategies-"));
  // The server may run as another user, who must be able to pass through.
  await chmod(parent, 0o755);
  const server = await acquireEmbedded({ folder: join(parent, "postgres") });
  try {
    await migrate(server.url);
    const storedS = await seconds(() => storeResults(server.url));
    console.log(`${MICE} simulated mice derived and stored in ${storedS.toFixed(0)} s`);
    const owner = createPool(server.url, "migrator", { max: 1 });
    await owner.query("vacuum analyze");
    const { token } = await createToken(owner, {
      name: "bench",
      labs: [LAB],
      person: null,
      scopes: ["read"],
      expiresAt: null,
      actor: "bench",
    });
    await owner.end();
    const api = await startApi({ databaseUrl: server.url, logger: pino({ level: "silent" }) });
    try {
      for (const [name, query] of Object.entries(queries)) await timeQuery(api.url, token, name, query);
    } finally {
      await api.close();
    }
  } finally {
    await server.release();
    await rm(parent, { recursive: true, force: true });
  }
}

async function timeQuery(url: string, token: string, name: string, query: string): Promise<void> {
  const times: number[] = [];
  let firstMs = 0;
  let bytes = 0;
  for (let i = 0; i < WARM_UP + REQUESTS; i++) {
    const started = performance.now();
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    const took = performance.now() - started;
    if (i === 0) firstMs = took;
    if (i >= WARM_UP) times.push(took);
    if (JSON.parse(text).errors) throw new Error(text);
    bytes = text.length;
  }
  const [p50, p95] = [0.5, 0.95].map((probability) => quantile(times, probability));
  const measured = `median ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms; first ${firstMs.toFixed(0)} ms (${(bytes / 1024).toFixed(0)} KiB)`;
  bar(`${name}, p95 at most ${COHORT_P95_MS} ms`, measured, p95 <= COHORT_P95_MS);
}

/** Subjects and sessions go through the log; results through the analyses' own inserts, as runs. */
async function storeResults(url: string): Promise<void> {
  const [ingest, worker] = [createPool(url, "ingest"), createPool(url, "worker")];
  const compute = createComputePool();
  const db = openDatabase(worker);
  const rules = {
    ...defaultStrategyRules,
    psychometric: { ...defaultStrategyRules.psychometric, nBootstrap: 0 },
  };
  try {
    await strategiesOfSubjects(
      compute,
      simulatedMice(),
      rules,
      ({ subject, result }) => ({ subject: subject.subject, result }),
      ({ subject }, nDone) => {
        if (nDone % 200 === 0) console.log(`  ${nDone} mice, last ${subject.subject}`);
      },
    ).then(async (mice) => {
      await appendBulk(ingest, async function* () {
        for (const { subject, result } of mice) yield { events: eventsOf(subject, result) };
      });
      await catchUp(worker);
      for (const { subject, result } of mice) await storeMouse(db, `${LAB}/${PROJECT}/${subject}`, result);
    });
  } finally {
    await compute.close();
    await ingest.end();
    await worker.end();
  }
}

async function* simulatedMice() {
  yield* simulateCohort({
    rule: "tutor-executor",
    mice: MICE,
    seed: 1,
    trialsPerSession: TRIALS_PER_SESSION,
  });
}

function eventsOf(subject: string, { measures }: TrialsStrategies): readonly NewEvent[] {
  const common = {
    schemaVersion: 1,
    lab: LAB,
    project: PROJECT,
    subject,
    source: "bench",
    actor: "bench",
  } as const;
  return [
    {
      ...common,
      type: "SubjectRegistered",
      sourceEventId: subject,
      occurredAt: null,
      payload: { simulated: true },
    },
    ...measures.map(
      ({ session }): NewEvent => ({
        ...common,
        session,
        type: "SessionStarted",
        sourceEventId: `${subject}/${session}`,
        occurredAt: null,
        payload: {},
      }),
    ),
  ];
}

async function storeMouse(db: Db, home: string, { measures, strategies }: TrialsStrategies): Promise<void> {
  if (strategies === null) throw new Error(`${home} cannot be fitted`);
  const results = [
    [sessionMeasuresAnalysis, measures],
    [strategySegmentsAnalysis, strategies],
  ] as const;
  for (const [analysis, result] of results) {
    const run = await begin(db, analysis.name, home);
    await db.transaction().execute(async (transaction) => {
      await analysis.insert(transaction, run.runId, home, result);
      await succeedRun(transaction, run, { cpuS: null, peakMemoryBytes: null });
    });
  }
}
