import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { verifyLog } from "../../src/log/verify.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp, headPosition } from "../../src/projections/catch-up.ts";
import { bar, machine, median, quantile } from "./measure.ts";
import { appendTrials, readPage, TRIALS_OF_SUBJECT } from "./proof-trials.ts";

/*
 * What a long log costs. The log is filled up to its last part; that part is then appended in turns with the first
 * part of a fresh log beside it, and the pages are read in turns too, so that whatever else the machine does meets
 * both.
 *
 * It takes tens of minutes and some 20 GB. It may be cut: SADDLEPOINT_BENCH_SECONDS ends it after the batch at hand,
 * and the next call goes on from there, as after a kill. What it leaves lies in SADDLEPOINT_BENCH_FOLDER, by default
 * in the folder of temporary files, until it has come to its end.
 */

const EVENTS = Number(process.env.SADDLEPOINT_BENCH_EVENTS ?? 20_000_000);
const PART = Math.min(1_000_000, EVENTS / 5);
const BATCH = Math.min(50_000, PART);
const READS = 200;
const WITHIN_S = Number(process.env.SADDLEPOINT_BENCH_SECONDS ?? Number.POSITIVE_INFINITY);
const FOLDER = process.env.SADDLEPOINT_BENCH_FOLDER ?? join(tmpdir(), `saddlepoint-proof-${EVENTS}`);

/** Seconds of each batch so far, in this call and those before. */
interface Progress {
  readonly filled: number[];
  readonly last: number[];
  readonly first: number[];
}

/** @throws Error where the time given is over; what was done is kept */
export async function benchLongLog(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  // The server may run as another user, who must be able to pass through.
  await chmod(FOLDER, 0o755);
  const server = await acquireEmbedded({ folder: join(FOLDER, "postgres") });
  const pools: pg.Pool[] = [];
  let isDone = false;
  try {
    const fresh = await otherDatabase(server.url, "fresh");
    for (const url of [server.url, fresh]) await migrate(url);
    console.log(`${machine()}; PostgreSQL as the embedded server sets it, fsync on; ${EVENTS} trial events`);
    const open = (url: string, role: "ingest" | "migrator") => {
      const pool = createPool(url, role);
      pools.push(pool);
      return pool;
    };
    const long = { ingest: open(server.url, "ingest"), admin: open(server.url, "migrator") };
    const short = { ingest: open(fresh, "ingest"), admin: open(fresh, "migrator") };
    isDone = await append(long, short);
    if (isDone) {
      await pages(long.admin, short.admin);
      await bytes(long.admin);
      await verifying(server.url, long.admin);
    }
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
    await server.release();
  }
  if (isDone) await rm(FOLDER, { recursive: true, force: true });
  else console.log(`       the time is over: the next call goes on with what lies in ${FOLDER}`);
}

interface Log {
  readonly ingest: pg.Pool;
  readonly admin: pg.Pool;
}

/** @returns whether all is there */
async function append(long: Log, short: Log): Promise<boolean> {
  const file = join(FOLDER, "progress.json");
  const progress: Progress = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { filled: [], last: [], first: [] };
  const keep = () => writeFileSync(file, JSON.stringify(progress));
  const until = performance.now() + 1000 * WITHIN_S;
  for (let from = await headPosition(long.admin); from < EVENTS; from += BATCH) {
    if (performance.now() > until) return false;
    const inLong = await appendTrials(long.ingest, from, from + BATCH);
    if (from < EVENTS - PART) progress.filled.push(inLong);
    else {
      const at = await headPosition(short.admin);
      progress.last.push(inLong);
      progress.first.push(await appendTrials(short.ingest, at, at + BATCH));
    }
    if ((from / BATCH) % 4 === 0) await Promise.all([catchUp(long.admin), catchUp(short.admin)]);
    keep();
    if (from % PART === 0) console.log(`       ${from + BATCH} events, ${Math.round(BATCH / inLong)}/s`);
  }
  const rate = (times: readonly number[]) => BATCH / median(times);
  // Batch by batch: neighbours in time, which met the same machine.
  const ratio = median(progress.last.map((time, i) => progress.first[i] / time));
  bar(
    `append rate of the last ${PART} events ≥ 0.8 of a fresh log's first ${PART}, in turns`,
    `${ratio.toFixed(2)} (${Math.round(rate(progress.last))} against ${Math.round(rate(progress.first))} events/s; while it was filled ${Math.round(rate(progress.filled))})`,
    ratio >= 0.8,
  );
  return true;
}

async function pages(long: pg.Pool, short: pg.Pool): Promise<void> {
  for (const pool of [long, short]) {
    await catchUp(pool);
    await pool.query("vacuum analyze");
  }
  const [inLong, inShort]: [number[], number[]] = [[], []];
  const subjects = PART / TRIALS_OF_SUBJECT;
  for (let i = 0; i < READS; i++) for (const pool of [long, short]) await readPage(pool, i, subjects);
  for (let i = 0; i < READS; i++) {
    // As many subjects in both, each read before: what differs is the log's length, not what the server has at hand.
    inLong.push(await readPage(long, i, subjects));
    inShort.push(await readPage(short, i, subjects));
  }
  const spread = (times: readonly number[]) =>
    `${(1000 * median(times)).toFixed(2)} ms (quartiles ${(1000 * quantile(times, 0.25)).toFixed(2)} to ${(1000 * quantile(times, 0.75)).toFixed(2)})`;
  bar(
    "a subject's page takes as long in the long log as in the fresh one, within the quartiles",
    `${spread(inLong)} against ${spread(inShort)}`,
    median(inLong) <= quantile(inShort, 0.75),
  );
}

async function bytes(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ part: string; heap: number; indexes: number }>(
    `select s.nspname || '.' || coalesce(parent.relname, c.relname) as part, sum(pg_table_size(c.oid)) as heap,
            sum(pg_indexes_size(c.oid)) as indexes
     from pg_class c join pg_namespace s on s.oid = c.relnamespace
     left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
     where c.relkind = 'r' and s.nspname in ('log', 'projection') group by 1
     having sum(pg_total_relation_size(c.oid)) > $1 order by 2 desc`,
    [EVENTS],
  );
  let all = 0;
  for (const { part, heap, indexes } of rows) {
    all += Number(heap) + Number(indexes);
    console.log(
      `       ${part}: ${(heap / EVENTS).toFixed(0)} bytes an event, its indexes ${(indexes / EVENTS).toFixed(0)}`,
    );
  }
  console.log(`       together ${(all / EVENTS).toFixed(0)} bytes an event`);
}

async function verifying(url: string, pool: pg.Pool): Promise<void> {
  const before = process.memoryUsage().rss;
  let most = 0;
  const started = performance.now();
  const { isSound, head } = await verifyLog(pool, url, {
    onProgress() {
      most = Math.max(most, process.memoryUsage().rss);
    },
  });
  const rate = head / ((performance.now() - started) / 1000);
  bar(
    "the long log verifies, in bounded memory",
    `${Math.round(rate)} events/s, memory + ${Math.round((most - before) / 2 ** 20)} MiB`,
    isSound,
  );
}

/** A second database of the same server, made where it is not there yet. */
async function otherDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
