import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { NightReport } from "../../src/analyses/night-report.ts";
import { beginTonight } from "../../src/analyses/nights.ts";
import { planRuns } from "../../src/analyses/plan.ts";
import { analyses, cohortAnalyses } from "../../src/analyses/registry.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { append } from "../../src/log/append.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchReport } from "../../src/read/nights.ts";
import { projectedPosition } from "../../src/read/run-states.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { type Program, startSaddlepoint } from "../support/program.ts";
import { bar, machine } from "./measure.ts";

const MICE = Number(process.env.SADDLEPOINT_BENCH_MICE ?? 1_000);
const SESSIONS = 10;
const TRIALS_PER_SESSION = 200;
/** Mice that are really derived; the others are their twins, with the same trials and copies of their results. */
const DERIVED = Math.min(MICE, Number(process.env.SADDLEPOINT_BENCH_DERIVED ?? 100));
const CHANGED = Math.max(1, Math.round(MICE / 100));
const PLANNING_S = 2;
const NIGHT_OVER_COMPUTE = 1.3;
const EMPTY_NIGHT_S = 5;
const TWO_OVER_ONE = 1.7;
const LAB = "bench";
const PROJECT = "simulated";

/**
 * A night with 1 % of the mice changed, a night with nothing changed, and two workers against one.
 * Deriving all mice once takes long: SADDLEPOINT_BENCH_FOLDER names a folder that keeps them for the next time.
 */
export async function benchNightly(): Promise<void> {
  const kept = process.env.SADDLEPOINT_BENCH_FOLDER;
  if (kept !== undefined) await mkdir(kept, { recursive: true });
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "saddlepoint-nightly-")));
  // The server runs as another user where we are root.
  await chmod(folder, 0o755);
  const server = await acquireEmbedded({ folder });
  await migrate(server.url);
  const owner = createPool(server.url, "migrator", { max: 4 });
  const workers: Program[] = [];
  const bench = { url: server.url, owner, workers };
  console.log(`${machine()}; PostgreSQL as the embedded server sets it`);
  try {
    await appendMice(bench, 0, DERIVED);
    await startWorkers(bench, 2);
    await deriveAll(bench);
    await startWorkers(bench, 0);
    await appendMice(bench, DERIVED, MICE);
    await copyResults(bench);
    await startWorkers(bench, 2);
    await night(bench);
    if (process.env.SADDLEPOINT_BENCH_PREPARE !== "1") await measure(bench);
  } finally {
    for (const worker of workers) await worker.stop();
    await owner.end();
    await server.release();
    if (kept === undefined)
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

interface Bench {
  readonly url: string;
  readonly owner: pg.Pool;
  readonly workers: Program[];
}

const subjectOf = (mouse: number) =>
  `SIM${String(mouse + 1).padStart(Math.max(3, String(MICE).length), "0")}`;
const homeOf = (mouse: number) => `${LAB}/${PROJECT}/${subjectOf(mouse)}`;

/** Mice from one number to before another; those beyond the derived ones have the trials of their twins. */
async function appendMice({ url, owner }: Bench, from: number, to: number): Promise<void> {
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from projection.subject where to_position is null",
  );
  if (rows[0].n >= to) return;
  const ingest = createPool(url, "ingest", { max: 4 });
  const worker = createPool(url, "worker", { max: 2 });
  const size = { mice: DERIVED, seed: 8, sessions: SESSIONS, trialsPerSession: TRIALS_PER_SESSION };
  let twin = 0;
  for (const mouse of simulateCohort({ rule: "tutor-executor", ...size })) {
    for (let k = twin; k < to; k += DERIVED) {
      if (k < from) continue;
      const named = { ...mouse, subject: subjectOf(k) };
      await appendSimulatedMouse(ingest, named, { lab: LAB, project: PROJECT, actor: "bench" });
    }
    twin++;
  }
  await catchUp(worker);
  await Promise.all([ingest.end(), worker.end()]);
}

/** Gives every mouse without results those of its twin, as runs of its own on its own data. */
async function copyResults({ url, owner }: Bench): Promise<void> {
  const worker = createPool(url, "worker", { max: 2 });
  const db = openDatabase(worker);
  const plan = (await planRuns(db)).filter(({ granularity }) => granularity === "subject");
  const inputPosition = await projectedPosition(db);
  await worker.end();
  if (plan.length === 0) return;
  const mouseOf = new Map(Array.from({ length: MICE }, (_, k) => [homeOf(k), k]));
  const twins = plan.map(({ scope }) => homeOf((mouseOf.get(scope) ?? 0) % DERIVED));
  const client = await owner.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<{ n: number }>(
      `with twin as (
         select q.analysis, q.home, q.input_hash, c.run_id as of
         from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) as q(analysis, home, twin, input_hash)
         join derived.current_run c on c.analysis = q.analysis and c.scope = q.twin
       ), made as (
         insert into derived.run (analysis, analysis_version, home, parameters, parameters_hash, input_hash,
           input_position, state, worker, started_at, finished_at, duration_s, cpu_s, environment, attempts, log,
           result_digest)
         select r.analysis, r.analysis_version, t.home, r.parameters, r.parameters_hash, t.input_hash, $5, 'succeeded',
           r.worker, r.started_at, r.finished_at, r.duration_s, r.cpu_s, r.environment, 1, t.of::text, r.result_digest
         from twin t join derived.run r on r.run_id = t.of
         returning run_id
       ) select count(*)::int as n from made`,
      [
        plan.map(({ analysis }) => analysis),
        plan.map(({ scope }) => scope),
        twins,
        plan.map(({ inputHash }) => inputHash),
        inputPosition,
      ],
    );
    for (const table of new Set(analyses.flatMap(({ tables }) => tables))) {
      // The log of a copy is the number of the run that it copies.
      await client.query(
        `insert into derived.${table}
         select (jsonb_populate_record(null::derived.${table},
           to_jsonb(t) || jsonb_build_object('run_id', m.run_id, 'home', m.home))).*
         from derived.run m
         join derived.${table} t on t.run_id = m.log::bigint
         where m.log ~ '^\\d+$'`,
      );
    }
    await client.query("commit");
    await client.query("analyze");
    console.log(`${rows[0].n} results of ${MICE - DERIVED} mice are copies of their twins'`);
  } finally {
    client.release();
  }
}

/** Workers of one slot each, that leave new data to the night. */
async function startWorkers({ url, workers }: Bench, n: number): Promise<void> {
  while (workers.length < n) {
    const args = ["up", "--worker", "--concurrency", "1", "--debounce", "36000", "--json"];
    workers.push(startSaddlepoint(args, { env: { DATABASE_URL: url } }));
  }
  while (workers.length > n) await workers.pop()?.stop();
  while (workers.some((worker) => !worker.stdout.join("").includes('"worker": true'))) {
    const ended = workers.find((worker) => worker.exitCode() !== null);
    if (ended !== undefined) throw new Error(`a worker ended:\n${ended.stderr.join("\n")}`);
    await pause(50);
  }
}

async function deriveAll(bench: Bench): Promise<void> {
  const open = async () =>
    (
      await bench.owner.query(
        "select count(*)::int as n from derived.run where state in ('pending', 'running')",
      )
    ).rows[0].n;
  const started = performance.now();
  await pause(500);
  for (let left = await open(); left > 0; left = await open()) {
    if (left % 50 === 0) console.error(`${left} runs are left`);
    await pause(500);
  }
  await night(bench);
  console.log(
    `${DERIVED} mice of ${SESSIONS * TRIALS_PER_SESSION} trials, all that was not derived: ${since(started)} s`,
  );
}

const since = (started: number) => ((performance.now() - started) / 1000).toFixed(1);

async function measure(bench: Bench): Promise<void> {
  const rounds = 3;
  const ofCohort = new Set(cohortAnalyses.map(({ name }) => name));
  for (let round = 0; round < rounds; round++) {
    const { planningS, report, computeS, cpuS } = await changedNight(bench, CHANGED, round);
    const cohortS = report.analyses
      .filter(({ analysis }) => ofCohort.has(analysis))
      .reduce((sum, { durationS }) => sum + durationS, 0);
    const limitS = (NIGHT_OVER_COMPUTE * computeS) / 2 + cohortS;
    console.log(
      `${CHANGED} mice changed: ${report.nRuns} runs, ${computeS.toFixed(1)} s of the mice's runs ` +
        `(${cpuS.toFixed(1)} s of processor time), ${cohortS.toFixed(2)} s for the cohort`,
    );
    bar(`planning, at most ${PLANNING_S} s`, `${planningS.toFixed(2)} s`, planningS <= PLANNING_S);
    bar(
      `a night with 1 % changed, at most 1.3 x compute / 2 + cohort = ${limitS.toFixed(1)} s`,
      `${report.durationS.toFixed(1)} s`,
      report.durationS <= limitS,
    );
    const empty = await night(bench);
    bar(
      `a night with nothing changed, at most ${EMPTY_NIGHT_S} s`,
      `${empty.tookS.toFixed(2)} s`,
      empty.tookS <= EMPTY_NIGHT_S,
    );
  }
  const two: number[] = [];
  const one: number[] = [];
  for (let round = 0; round < 2; round++) {
    await startWorkers(bench, 2);
    two.push((await changedNight(bench, CHANGED, 10 + round)).report.durationS);
    await startWorkers(bench, 1);
    one.push((await changedNight(bench, CHANGED, 20 + round)).report.durationS);
  }
  const ratio = sum(one) / sum(two);
  bar(
    `two workers over one, at least ${TWO_OVER_ONE}`,
    `${ratio.toFixed(2)} (${one.map((s) => s.toFixed(1)).join(", ")} s against ${two.map((s) => s.toFixed(1)).join(", ")} s)`,
    ratio >= TWO_OVER_ONE,
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** One trial of each of some mice is amended; then a night. */
async function changedNight(bench: Bench, changed: number, round: number) {
  const ingest = createPool(bench.url, "ingest", { max: 1 });
  const worker = createPool(bench.url, "worker", { max: 1 });
  const events = Array.from({ length: changed }, (_, k): NewEvent<"TrialAmended"> => {
    const mouse = Math.floor((k * MICE) / changed);
    return {
      type: "TrialAmended",
      schemaVersion: 1,
      lab: LAB,
      project: PROJECT,
      subject: subjectOf(mouse),
      session: 5,
      source: "bench",
      sourceEventId: `amended ${round} ${mouse} ${Date.now()}`,
      occurredAt: null,
      actor: "bench",
      payload: { trial: 3, reason: "bench", changes: { choice: round % 2 === 0 ? "left" : "right" } },
    };
  });
  await append(ingest, events);
  await catchUp(worker);
  await Promise.all([ingest.end(), worker.end()]);
  // The workers see the events too; what they queue is due in hours, or now by the night.
  await pause(1_000);
  const made = await night(bench);
  // Wall against wall: on a machine that others use too, processor time says nothing of how long a night takes.
  const { rows } = await bench.owner.query<{ computeS: number; cpuS: number }>(
    `select sum(duration_s) as "computeS", sum(cpu_s) as "cpuS" from derived.run
     where home is not null and night_id = (select max(night_id) from derived.night)`,
  );
  return { ...made, ...rows[0] };
}

/** Begins a night and waits for its end, which the workers tell. */
async function night({
  url,
  owner,
}: Bench): Promise<{ planningS: number; tookS: number; report: NightReport }> {
  // Each calendar day has one night: the others become those of long ago.
  await owner.query(
    "update derived.night set night = night - 1000 * night_id::int where night > current_date - 2",
  );
  const pool = createPool(url, "worker", { max: 2 });
  const db = openDatabase(pool);
  const started = performance.now();
  const begun = await beginTonight(db);
  if (begun === null) throw new Error("today had its night");
  if (begun.nPlanned === 0) {
    // No run ends it; the scheduler does, at its next look.
    const { finishNights } = await import("../../src/analyses/nights.ts");
    await finishNights(db);
  }
  for (;;) {
    const report = await fetchReport<NightReport>(db, begun.night);
    if (report !== null) {
      const tookS = (performance.now() - started) / 1000;
      await pool.end();
      return { planningS: begun.planningS, tookS, report };
    }
    await pause(20);
  }
}
