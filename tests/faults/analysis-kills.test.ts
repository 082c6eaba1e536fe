import { resolve } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createComputeSlot } from "../../src/analyses/compute-slot.ts";
import { makePlan, planRuns, toQueue } from "../../src/analyses/plan.ts";
import { analyses } from "../../src/analyses/registry.ts";
import { verifyRun } from "../../src/analyses/verify-runs.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { appendSimulatedPhotometry } from "../../src/ingest/simulated-recordings.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { enqueueRuns } from "../../src/read/run-queue.ts";
import { projectedPosition } from "../../src/read/run-states.ts";
import { resultDigest } from "../../src/read/runs.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { seededRandom } from "../../src/science/random.ts";
import { trial } from "../events/given-events.ts";
import { type OwnServer, startOwnServer } from "../support/own-server.ts";
import { type Program, startProgram } from "../support/program.ts";

/*
 * kill -9 of the worker that holds a run, at a random point of it, over and over: each analysis in its turn, for new
 * data each time, with two workers. Now and then PostgreSQL is killed and started again instead. Which trial is amended
 * and where in a run the kill falls is fixed by the seed; which millisecond of the work that is, is not.
 */
const KILLS = process.env.TEST_FULL === "1" ? 100 : 10;
const SEED = 20_261_126;
const POSTGRES_EVERY = 9;
const LAB = "lab";
const PROJECT = "kills";
const MICE = ["SIM001", "SIM002"];
/** How long a kill waits for its analysis to begin. */
const WAIT_MS = 20_000;

let server: OwnServer;
let owner: pg.Pool;
let pool: pg.Pool;
let db: Db;
const workers: Program[] = [];

beforeAll(async () => {
  server = await startOwnServer();
  owner = createPool(server.url, "migrator", { max: 2 });
  pool = createPool(server.url, "worker", { max: 4 });
  db = openDatabase(pool);
  const rule = "tutor-executor";
  const at = { lab: LAB, project: PROJECT, actor: "test", seed: 1 };
  const size = { mice: MICE.length, seed: 3, sessions: 6, trialsPerSession: 70, responseTimes: true };
  const ingest = createPool(server.url, "ingest", { max: 4 });
  for (const mouse of simulateCohort({ rule, ...size })) {
    await appendSimulatedMouse(ingest, mouse, at);
    await appendSimulatedPhotometry(ingest, mouse, rule, "partial", at);
    await append(ingest, lightOf(mouse.subject));
  }
  await ingest.end();
  await catchUp(pool);
  for (let k = 0; k < 2; k++) workers[k] = startWorker();
}, 120_000);
afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await pool?.end();
  await owner?.end();
  await server?.stop();
});

function startWorker(): Program {
  return startProgram(process.execPath, [resolve(import.meta.dirname, "worker.ts"), server.url]);
}

function lightOf(subject: string): readonly NewEvent[] {
  return Array.from({ length: 40 }, (_, k) => ({
    ...trial(subject, 2 + (k % 3), k, {}, { lab: LAB, project: PROJECT, source: "test" }),
    type: "StimulationRecorded" as const,
    sourceEventId: `light ${subject} ${k}`,
    payload: {
      stimulation: 1 + Math.floor(k / 3),
      trial: 1 + 3 * Math.floor(k / 3),
      site: "DLS",
      hemisphere: "both" as const,
      condition: "active" as const,
      alignment: "outcome" as const,
    },
  }));
}

/** One trial is amended, and everything that has to be made anew is queued, the night's analyses too. */
async function changeData(kill: number, subject: string): Promise<void> {
  const ingest = createPool(server.url, "ingest", { max: 4 });
  const choice = Math.floor(kill / MICE.length) % 2 === 0 ? "left" : "right";
  await append(ingest, [
    {
      ...trial(subject, 3, 0, {}, { lab: LAB, project: PROJECT, source: "test" }),
      type: "TrialAmended",
      sourceEventId: `amended ${kill}`,
      payload: { trial: 5, reason: `kill ${kill}`, changes: { choice } },
    },
  ]);
  await ingest.end();
  await catchUp(pool);
  await queueAll();
}

async function queueAll(): Promise<void> {
  const plan = await planRuns(db);
  const inputPosition = await projectedPosition(db);
  await enqueueRuns(db, plan.map(toQueue), { cause: "request", priority: 0, inputPosition });
}

/** The process that has a run of the analysis at work, once there is one. */
async function holderOf(analysis: string): Promise<number | null> {
  const started = performance.now();
  while (performance.now() - started < WAIT_MS) {
    const { rows } = await owner.query<{ worker: string }>(
      "select worker from derived.run where analysis = $1 and state = 'running' limit 1",
      [analysis],
    );
    // host:pid:hex
    if (rows.length > 0) return Number(rows[0].worker.split(":").at(-2));
    const left = await owner.query<{ n: number }>(
      "select count(*)::int as n from derived.run where analysis = $1 and state = 'pending'",
      [analysis],
    );
    if (left.rows[0].n === 0) return null;
    await pause(2);
  }
  return null;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A worker that found no server when it started has ended, and is started again. */
function keepWorkers(): void {
  workers.forEach((worker, k) => {
    if (worker.exitCode() !== null) workers[k] = startWorker();
  });
}

test(`after ${KILLS} kills in the middle of every analysis nothing is lost, doubled or half-written, and all is done`, async () => {
  const random = seededRandom(SEED);
  // But those that nobody makes unasked.
  const names = analyses.filter(({ timing }) => timing !== "request").map(({ name }) => name);
  const hit: Record<string, number> = {};
  let unhurt = 0;
  let restarts = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    keepWorkers();
    const analysis = names[kill % names.length];
    await changeData(kill, MICE[kill % MICE.length]);
    if (kill % POSTGRES_EVERY === POSTGRES_EVERY - 1) {
      await holderOf(analysis);
      await pause(random.uniform() * 200);
      server.kill();
      await server.restart();
      restarts++;
      continue;
    }
    const holder = await holderOf(analysis);
    const { rows } = await owner.query<{ s: number | null }>(
      `select percentile_cont(0.5) within group (order by duration_s) as s
       from derived.run where analysis = $1 and state = 'succeeded'`,
      [analysis],
    );
    await pause(random.uniform() * (rows[0].s ?? 0.1) * 1000);
    const k = workers.findIndex(({ pid }) => pid === holder);
    // A short run may have ended before it was seen: then some worker is killed, whatever it does.
    if (k < 0) unhurt++;
    else hit[analysis] = (hit[analysis] ?? 0) + 1;
    const victim = k < 0 ? random.integer(workers.length) : k;
    await workers[victim].kill();
    workers[victim] = startWorker();
  }

  await vi.waitFor(
    async () => {
      keepWorkers();
      await catchUp(pool);
      await queueAll();
      expect(await planRuns(db)).toEqual([]);
      const { rows } = await owner.query(
        "select run_id, analysis, state, error from derived.run where state in ('pending', 'running', 'failed')",
      );
      expect(rows).toEqual([]);
    },
    { timeout: 240_000, interval: 500 },
  );
  for (const worker of workers) await worker.stop();

  // Doubled: one result for each input.
  const doubled = await owner.query(
    `select analysis, scope, count(*) from derived.run where state = 'succeeded'
     group by analysis, scope, parameters_hash, input_hash having count(*) > 1`,
  );
  expect(doubled.rows).toEqual([]);
  // Half-written, or of a run that did not end: every row of a result is of a run that succeeded, with its digest.
  const { rows: made } = await owner.query<{ run_id: number; analysis: string; result_digest: Buffer }>(
    "select run_id, analysis, result_digest from derived.run where state = 'succeeded' order by run_id",
  );
  for (const { run_id, analysis, result_digest } of made) {
    const tables = analyses.find(({ name }) => name === analysis)?.tables ?? [];
    expect((await resultDigest(db, run_id, tables)).equals(result_digest), `run ${run_id}`).toBe(true);
  }
  for (const table of new Set(analyses.flatMap(({ tables }) => tables))) {
    const orphans = await owner.query(
      `select run_id from derived.${table} t join derived.run r using (run_id) where r.state <> 'succeeded' limit 5`,
    );
    expect(orphans.rows, table).toEqual([]);
  }
  // Lost: every analysis has its result of the present data, the bytes of which a cold run gives again.
  const { freshRuns } = await makePlan(db);
  expect(new Set(freshRuns.map(({ analysis }) => analysis))).toEqual(new Set(names));
  const slot = createComputeSlot();
  for (const run of freshRuns) {
    expect(await verifyRun({ db, pool, slot }, run)).toMatchObject({ ...run, state: "same" });
  }
  await slot.close();
  const { rows: taken } = await owner.query<{ n: number }>(
    "select count(*)::int as n from derived.run where log like '% taken from %'",
  );
  expect(taken[0].n).toBeGreaterThan(0);
  console.log(
    `kills in the middle of ${JSON.stringify(hit)}, ${unhurt} between runs, ${restarts} of PostgreSQL; ` +
      `${made.length} results, ${taken[0].n} runs taken over`,
  );
}, 1_800_000);
