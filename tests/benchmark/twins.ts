import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { type PlanOptions, planRuns } from "../../src/analyses/plan.ts";
import { analyses } from "../../src/analyses/registry.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { projectedPosition } from "../../src/read/run-states.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { type Program, startSaddlepoint } from "../support/program.ts";
import { machine } from "./measure.ts";

/*
 * A cohort as large as benchmarks want it, sooner than it could be derived: the first mice are simulated and derived;
 * the others are their twins, with the same trials in the log and copies of their results.
 */

export const LAB = "bench";
export const PROJECT = "simulated";

export interface TwinSize {
  readonly mice: number;
  readonly derived: number;
  readonly sessions: number;
  readonly trialsPerSession: number;
}

export interface Twins extends TwinSize {
  readonly url: string;
  readonly owner: pg.Pool;
  readonly workers: Program[];
}

/**
 * Works on an embedded server for such a cohort; whatever it started has ended afterwards. The server lies in the folder
 * that SADDLEPOINT_BENCH_FOLDER names, and stays for the next time; without it in one that is removed.
 */
export async function withTwins(
  name: string,
  size: TwinSize,
  work: (twins: Twins) => Promise<void>,
): Promise<void> {
  const kept = process.env.SADDLEPOINT_BENCH_FOLDER;
  if (kept !== undefined) await mkdir(kept, { recursive: true });
  const folder = kept ?? (await mkdtemp(join(tmpdir(), `saddlepoint-${name}-`)));
  // The server runs as another user where we are root.
  await chmod(folder, 0o755);
  const server = await acquireEmbedded({ folder: join(folder, "postgres") });
  await migrate(server.url);
  const owner = createPool(server.url, "migrator", { max: 4 });
  const twins: Twins = { ...size, url: server.url, owner, workers: [] };
  console.log(`${machine()}; PostgreSQL as the embedded server sets it`);
  try {
    await work(twins);
  } finally {
    await startWorkers(twins, 0);
    await owner.end();
    await server.release();
    if (kept === undefined)
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** The mice that are derived. */
export function simulatedMice({ derived, sessions, trialsPerSession }: TwinSize) {
  return simulateCohort({ rule: "tutor-executor", mice: derived, seed: 8, sessions, trialsPerSession });
}

export const subjectOf = ({ mice }: Pick<Twins, "mice">, mouse: number) =>
  `SIM${String(mouse + 1).padStart(Math.max(3, String(mice).length), "0")}`;
export const homeOf = (twins: Pick<Twins, "mice">, mouse: number) =>
  `${LAB}/${PROJECT}/${subjectOf(twins, mouse)}`;

/** Mice from one number to before another; those beyond the derived ones have the trials of their twins. */
export async function appendMice(twins: Twins, from: number, to: number): Promise<void> {
  const { url, owner, derived } = twins;
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from projection.subject where to_position is null",
  );
  if (rows[0].n >= to) return;
  const ingest = createPool(url, "ingest", { max: 4 });
  const worker = createPool(url, "worker", { max: 2 });
  let twin = 0;
  for (const mouse of simulatedMice(twins)) {
    for (let k = twin; k < to; k += derived) {
      if (k < from) continue;
      const named = { ...mouse, subject: subjectOf(twins, k) };
      await appendSimulatedMouse(ingest, named, { lab: LAB, project: PROJECT, actor: "bench" });
    }
    twin++;
  }
  await catchUp(worker);
  await Promise.all([ingest.end(), worker.end()]);
}

/** Workers of one slot each; what they do with new data depends on the debounce, in seconds. */
export async function startWorkers({ url, workers }: Twins, n: number, debounceS = 36_000): Promise<void> {
  while (workers.length < n) {
    const args = ["up", "--worker", "--concurrency", "1", "--debounce", String(debounceS), "--json"];
    workers.push(startSaddlepoint(args, { env: { DATABASE_URL: url } }));
  }
  while (workers.length > n) await workers.pop()?.stop();
  while (workers.some((worker) => !worker.stdout.join("").includes('"worker": true'))) {
    const ended = workers.find((worker) => worker.exitCode() !== null);
    if (ended !== undefined) throw new Error(`a worker ended:\n${ended.stderr.join("\n")}`);
    await pause(50);
  }
}

/** Waits until the workers have made all that they found to make when they started. */
export async function waitForRuns({ owner }: Twins): Promise<void> {
  const open = async () =>
    (
      await owner.query<{ n: number }>(
        "select count(*)::int as n from derived.run where state in ('pending', 'running')",
      )
    ).rows[0].n;
  await pause(500);
  for (let left = await open(); left > 0; left = await open()) {
    if (left % 50 === 0) console.error(`${left} runs are left`);
    await pause(500);
  }
}

/** Gives every mouse without results those of its twin, as runs of its own on its own data. */
export async function copyResults(twins: Twins, options: PlanOptions = {}): Promise<void> {
  const { url, owner, mice, derived } = twins;
  const worker = createPool(url, "worker", { max: 2 });
  const db = openDatabase(worker);
  const plan = (await planRuns(db, options)).filter(({ granularity }) => granularity === "subject");
  const inputPosition = await projectedPosition(db);
  await worker.end();
  if (plan.length === 0) return;
  const mouseOf = new Map(Array.from({ length: mice }, (_, k) => [homeOf(twins, k), k]));
  const ofTwins = plan.map(({ scope }) => homeOf(twins, (mouseOf.get(scope) ?? 0) % derived));
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
        ofTwins,
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
    console.log(`${rows[0].n} results of ${mice - derived} mice are copies of their twins'`);
  } finally {
    client.release();
  }
}
