import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk, type EventChunk } from "../../src/log/append-bulk.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchSessionMeasures } from "../../src/read/sessions.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { bar, machine, median, quantile, seconds } from "./measure.ts";

/** Events of the log; 20000000 for the whole bar, which takes long. */
const EVENTS = Number(process.env.SADDLEPOINT_BENCH_EVENTS ?? 500_000);
/** The stretches at the log's beginning and end whose rates are compared. */
const PART = Math.min(1_000_000, EVENTS / 5);
const BATCH = Math.min(50_000, PART);
const CHUNK = 2_000;
const TRIALS = 5_000;
const REPEATS = 5;
const READS = 40;

const trialAt = (i: number): NewEvent => {
  const session = 1 + Math.floor((i % TRIALS) / 200);
  const trial = 1 + (i % 200);
  const subject = subjectOf(i);
  return {
    schemaVersion: 1,
    lab: "bench",
    project: "proof",
    subject,
    session,
    occurredAt: null,
    actor: "bench",
    type: "TrialRecorded",
    source: "csv",
    sourceEventId: `trial:proof/${subject}/${session}/${trial}`,
    payload: {
      trial,
      contrastLeft: i % 2 === 0 ? 0.25 : 0,
      contrastRight: i % 2 === 0 ? 0 : 0.5,
      choice: i % 3 === 0 ? "left" : "right",
      responseTimeS: 0.3 + ((i * 7919) % 100_003) / 100_003,
      outcome: "correct",
    },
  };
};
const subjectOf = (i: number): string => `M${Math.floor(i / TRIALS)}`;

/** Verifying, reading as of a position, and what a long log costs (bars of proof). */
export async function benchProof(): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "saddlepoint-proof-"));
  // The server may run as another user, who must be able to pass through.
  await chmod(parent, 0o755);
  const server = await acquireEmbedded({ folder: join(parent, "postgres") });
  try {
    await migrate(server.url);
    const pool = createPool(server.url, "migrator");
    console.log(`${machine()}; PostgreSQL as the embedded server sets it; ${EVENTS} trial events`);
    await growth(server.url, pool);
    await verifying(server.url, pool);
    await pastReads(pool);
    await pool.end();
  } finally {
    await server.release();
    await rm(parent, { recursive: true, force: true });
  }
}

async function growth(url: string, pool: pg.Pool): Promise<void> {
  const ingest = createPool(url, "ingest");
  const rates: number[] = [];
  let firstPage = Number.NaN;
  for (let from = 0; from < EVENTS; from += BATCH) {
    rates.push(
      BATCH /
        (await seconds(() =>
          appendBulk(ingest, async function* (): AsyncGenerator<EventChunk> {
            for (let i = from; i < from + BATCH; i += CHUNK) {
              yield {
                events: Array.from({ length: Math.min(CHUNK, from + BATCH - i) }, (_, k) => trialAt(i + k)),
              };
            }
          }),
        )),
    );
    if (from + BATCH === PART) {
      await catchUp(pool);
      firstPage = await page(pool);
    }
  }
  await ingest.end();
  const n = Math.round(PART / BATCH);
  const [first, last] = [median(rates.slice(0, n)), median(rates.slice(-n))];
  bar(
    `append rate of the last ${PART} events ≥ 0.8 of the first ${PART}'s`,
    `${(last / first).toFixed(2)} (${Math.round(first)} to ${Math.round(last)} events/s)`,
    last / first >= 0.8,
  );
  await catchUp(pool);
  await pool.query("vacuum analyze");
  const lastPage = await page(pool);
  bar(
    "a subject's page is as quick at the end",
    `${(1000 * firstPage).toFixed(2)} ms after ${PART} events, ${(1000 * lastPage).toFixed(2)} ms after ${EVENTS}`,
    lastPage <= 1.5 * firstPage,
  );
  const { rows } = await pool.query<{ part: string; heap: number; indexes: number }>(
    `select coalesce(parent.relname, c.relname) as part, sum(pg_table_size(c.oid)) as heap,
            sum(pg_indexes_size(c.oid)) as indexes
     from pg_class c join pg_namespace s on s.oid = c.relnamespace
     left join pg_inherits i on i.inhrelid = c.oid left join pg_class parent on parent.oid = i.inhparent
     where c.relkind = 'r' and s.nspname in ('log', 'projection') group by 1
     having sum(pg_total_relation_size(c.oid)) > $1 order by 2 desc`,
    [EVENTS],
  );
  for (const { part, heap, indexes } of rows) {
    console.log(
      `       ${part}: ${(heap / EVENTS).toFixed(0)} bytes an event, its indexes ${(indexes / EVENTS).toFixed(0)}`,
    );
  }
}

/** Median seconds of one page of a subject's trials. */
async function page(pool: pg.Pool): Promise<number> {
  const db = openDatabase(pool);
  const times: number[] = [];
  for (let i = 0; i < READS; i++) {
    const home = `bench/proof/${subjectOf((i * 7919) % PART)}`;
    times.push(await seconds(() => fetchTrialPages(db, [{ home, session: 3, first: 100, after: null }])));
  }
  return median(times);
}

async function verifying(url: string, pool: pg.Pool): Promise<void> {
  const rates: number[] = [];
  const before = process.memoryUsage().rss;
  let most = 0;
  for (let i = 0; i < REPEATS; i++) {
    let isSound = false;
    const duration = await seconds(async () => {
      const onProgress = () => {
        most = Math.max(most, process.memoryUsage().rss);
      };
      ({ isSound } = await verifyLog(pool, url, { onProgress }));
    });
    if (!isSound) throw new Error("the benchmark's own log does not verify");
    rates.push(EVENTS / duration);
  }
  bar(
    "verify ≥ 200,000 events/s",
    `${Math.round(median(rates))} events/s, best ${Math.round(quantile(rates, 1))}; memory + ${Math.round((most - before) / 2 ** 20)} MiB`,
    median(rates) >= 200_000,
  );
}

/** Reads of a subject's trials and of a cohort's measures, now and as of before some amendments. */
async function pastReads(pool: pg.Pool): Promise<void> {
  const db = openDatabase(pool);
  await pool.query(
    `with run as (
       insert into derived.run (analysis, analysis_version, home, parameters, parameters_hash, input_hash,
                                input_position, state, worker, environment)
       select 'session-measures', 1, home, '{}', '', sha256(home::bytea || again::text::bytea), again, 'succeeded', 'bench', '{}'
       from (select distinct home from projection.session) s, generate_series(1, 5) again order by again
       returning run_id, home)
     insert into derived.session_measure
     select run_id, home, session, 200, 200, 40, 0.1, 0.1, 0.1, 0.7, false, '[]' from run, generate_series(1, 25) session`,
  );
  await pool.query("analyze derived.run, derived.session_measure");
  const homes = Array.from(
    { length: Math.min(100, Math.floor(EVENTS / TRIALS)) },
    (_, i) => `bench/proof/M${i}`,
  );
  const asOf = (await pool.query<{ position: number }>("select position from log.head")).rows[0].position;
  await append(
    pool,
    homes.map((home, i) => ({
      ...trialAt(i * TRIALS),
      sourceEventId: `fix:${home}`,
      type: "TrialAmended" as const,
      payload: { trial: 1, reason: "bench", changes: { choice: "left" as const } },
    })),
  );
  await catchUp(pool);
  const trials = (at?: number) => (i: number) =>
    fetchTrialPages(
      db,
      Array.from({ length: 25 }, (_, k) => ({
        home: homes[i % homes.length],
        session: k + 1,
        first: 500,
        after: null,
      })),
      at,
    );
  const measures = (at?: number) => () => fetchSessionMeasures(db, homes, at);
  for (const [name, read] of [
    ["a subject's trials", trials],
    [`the session measures of ${homes.length} subjects`, measures],
  ] as const) {
    const [now, past]: [number[], number[]] = [[], []];
    // In turns, so that whatever else the machine does meets both.
    for (let i = 0; i < READS; i++) {
      now.push(await seconds(() => read()(i)));
      past.push(await seconds(() => read(asOf)(i)));
    }
    const ratio = median(past) / median(now);
    bar(
      `${name} as of a position ≤ 1.5 × now`,
      `${ratio.toFixed(2)} (${(1000 * median(past)).toFixed(1)} against ${(1000 * median(now)).toFixed(1)} ms)`,
      ratio <= 1.5,
    );
  }
}
