import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { append } from "../../src/log/append.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchSessionMeasures } from "../../src/read/sessions.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { bar, machine, median, quantile, seconds } from "./measure.ts";
import { appendTrials, homeOf, TRIALS_OF_SUBJECT, trialAt } from "./proof-trials.ts";

/** Events of the log; what a long one costs is proof-20m.ts. */
const EVENTS = Number(process.env.SADDLEPOINT_BENCH_EVENTS ?? 1_000_000);
const BATCH = 50_000;
const REPEATS = 5;
const READS = 40;

/** Verifying, and reading as of a position (bars of proof). */
export async function benchProof(): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "saddlepoint-proof-"));
  // The server may run as another user, who must be able to pass through.
  await chmod(parent, 0o755);
  const server = await acquireEmbedded({ folder: join(parent, "postgres") });
  try {
    await migrate(server.url);
    const pool = createPool(server.url, "migrator");
    console.log(`${machine()}; PostgreSQL as the embedded server sets it; ${EVENTS} trial events`);
    await fill(server.url, pool);
    await verifying(server.url, pool);
    await pastReads(pool);
    await pool.end();
  } finally {
    await server.release();
    await rm(parent, { recursive: true, force: true });
  }
}

async function fill(url: string, pool: pg.Pool): Promise<void> {
  const ingest = createPool(url, "ingest");
  for (let from = 0; from < EVENTS; from += BATCH)
    await appendTrials(ingest, from, Math.min(EVENTS, from + BATCH));
  await ingest.end();
  await catchUp(pool);
  await pool.query("vacuum analyze");
}

async function verifying(url: string, pool: pg.Pool): Promise<void> {
  const rates: number[] = [];
  const before = process.memoryUsage.rss();
  let most = 0;
  for (let i = 0; i < REPEATS; i++) {
    let isSound = false;
    const duration = await seconds(async () => {
      const onProgress = () => {
        most = Math.max(most, process.memoryUsage.rss());
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
  const homes = Array.from({ length: Math.min(100, Math.floor(EVENTS / TRIALS_OF_SUBJECT)) }, (_, i) =>
    homeOf(i * TRIALS_OF_SUBJECT),
  );
  const asOf = (await pool.query<{ position: number }>("select position from log.head")).rows[0].position;
  await append(
    pool,
    homes.map((home, i) => ({
      ...trialAt(i * TRIALS_OF_SUBJECT),
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
