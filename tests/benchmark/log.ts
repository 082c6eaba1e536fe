import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk, type EventChunk } from "../../src/log/append-bulk.ts";
import { followLog } from "../../src/log/follow.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp, LIVE_SCHEMA } from "../../src/projections/catch-up.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { bar, machine, median, quantile, seconds } from "./measure.ts";

const REPEATS = 5;
const TRIALS = 200_000;
const SNIPPETS = 40_000;
const SAMPLES = 120;
const CHUNK = 2_000;
const LONG_LOG = 1_000_000;
const SINGLES = 400;
const WRITERS = 16;

/** The log against PostgreSQL itself: bulk append, single events, rebuild, following (bars of the log). */
export async function benchLog(): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "saddlepoint-bench-"));
  // The server may run as another user, who must be able to pass through.
  await chmod(parent, 0o755);
  const server = await acquireEmbedded({ folder: join(parent, "postgres") });
  try {
    await setting(server.url);
    await bulk(server.url, "trials", TRIALS, trialAt, 0.3);
    await bulk(server.url, "snippets", SNIPPETS, snippetAt, 0.4);
    await singles(server.url);
    await rebuild(server.url);
    await following(server.url);
  } finally {
    await server.release();
    await rm(parent, { recursive: true, force: true });
  }
}

async function setting(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const names = [
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "shared_buffers",
    "max_wal_size",
  ];
  const values: string[] = [];
  for (const name of names) values.push(`${name} ${(await client.query(`show ${name}`)).rows[0][name]}`);
  await client.end();
  console.log(`${machine()}; PostgreSQL: ${values.join(", ")}; medians of ${REPEATS}`);
}

type EventAt = (run: number, i: number) => NewEvent;

/** Some traces, made beforehand: making them is not what is measured. */
const TRACES = Array.from({ length: 97 }, (_, i) =>
  Float32Array.from({ length: SAMPLES }, (_, k) => Math.sin(i + k / 10)),
);

const common = { schemaVersion: 1, lab: "bench", project: "log", occurredAt: null, actor: "bench" } as const;

export function trialAt(run: number, i: number): NewEvent {
  const session = 1 + Math.floor((i % 5_000) / 200);
  const trial = 1 + (i % 200);
  const subject = `R${run}M${Math.floor(i / 5_000)}`;
  return {
    ...common,
    type: "TrialRecorded",
    subject,
    session,
    source: "csv",
    sourceEventId: `trial:log/${subject}/${session}/${trial}`,
    payload: {
      trial,
      contrastLeft: i % 2 === 0 ? 0.25 : 0,
      contrastRight: i % 2 === 0 ? 0 : 0.5,
      choice: i % 3 === 0 ? "left" : "right",
      responseTimeS: 0.3 + ((i * 7919) % 100_003) / 100_003,
      outcome: "correct",
    },
  };
}

function snippetAt(run: number, i: number): NewEvent {
  const session = 1 + Math.floor((i % 5_000) / 200);
  const subject = `S${run}M${Math.floor(i / 5_000)}`;
  const snippet = `DLS-stimulus-${1 + (i % 200)}`;
  return {
    ...common,
    type: "SnippetRecorded",
    subject,
    session,
    source: "photometry",
    sourceEventId: `snippet:log/${subject}/${session}/${snippet}`,
    payload: {
      snippet,
      trial: 1 + (i % 200),
      site: "DLS",
      channel: "dLight",
      alignment: "stimulus",
      units: "z",
      sampleRateHz: 40,
      offsetS: -1,
    },
    samples: TRACES[i % TRACES.length],
  };
}

export async function* chunks(run: number, n: number, eventAt: EventAt): AsyncGenerator<EventChunk> {
  for (let i = 0; i < n; i += CHUNK) {
    yield { events: Array.from({ length: Math.min(CHUNK, n - i) }, (_, k) => eventAt(run, i + k)) };
  }
}

const TABLES = ["log.source_event", "log.stream", "log.event"] as const;

/** Appending through every check and hash against COPY of the very same rows into the very same tables. */
async function bulk(url: string, what: string, n: number, eventAt: EventAt, atLeast: number): Promise<void> {
  const ours: number[] = [];
  const raw: number[] = [];
  const waits: number[] = [];
  let bytes = 0;
  for (let run = 0; run < REPEATS; run++) {
    const from = await freshDatabase(url, "bench_ours");
    const pool = createPool(from, "ingest");
    const rig = createPool(from, "ingest", { max: 1 });
    let going = true;
    const live = (async () => {
      for (let i = 0; going; i++) {
        waits.push(await seconds(() => append(rig, [{ ...trialAt(900 + run, i), source: "rig" }])));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    ours.push(await seconds(() => appendBulk(pool, () => chunks(run, n, eventAt))));
    going = false;
    await live;
    await Promise.all([pool.end(), rig.end()]);

    const rows = await Promise.all(TABLES.map((table) => copyOut(from, table)));
    bytes = rows[2].reduce((sum, piece) => sum + piece.length, 0);
    const to = await freshDatabase(url, "bench_raw");
    const client = new pg.Client(to);
    await client.connect();
    raw.push(
      await seconds(async () => {
        await client.query("begin");
        for (const [i, table] of TABLES.entries()) {
          await pipeline(
            Readable.from(rows[i]),
            client.query(copyFrom(`copy ${table} from stdin (format binary)`)),
          );
        }
        await client.query("commit");
      }),
    );
    await client.end();
  }
  const ratio = median(raw.map((r, i) => r / ours[i]));
  bar(
    `bulk append of ${n} ${what} ≥ ${atLeast} of raw COPY`,
    `${ratio.toFixed(2)} (${Math.round(n / median(ours))} events/s, ${(bytes / 1e6 / median(ours)).toFixed(1)} MB/s of rows; raw ${Math.round(n / median(raw))}/s); a live rig waited at most ${(1000 * Math.max(...waits)).toFixed(0)} ms, median ${(1000 * median(waits)).toFixed(1)} ms`,
    ratio >= atLeast,
  );
}

async function singles(url: string): Promise<void> {
  const target = await freshDatabase(url, "bench_single");
  const pool = createPool(target, "ingest", { max: 1 });
  const client = new pg.Client(target);
  await client.connect();
  await client.query("create table bare (like log.event including all)");
  await append(pool, [trialAt(0, 0)]);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let i = 1; i <= SINGLES; i++) {
    ours.push(await seconds(() => append(pool, [trialAt(0, i)])));
    bare.push(
      await seconds(() =>
        client.query(
          "insert into bare select * from log.event where home = $1 and stream = $2 and stream_version = $3",
          ["bench/log/R0M0", `bench/log/R0M0/${1 + Math.floor(i / 200)}`, 1 + (i % 200)],
        ),
      ),
    );
  }
  await client.end();
  await pool.end();
  const ratio = median(ours) / median(bare);
  bar(
    "one event over one connection ≤ 3 × a bare INSERT and commit (medians)",
    `${ratio.toFixed(2)} (${(1000 * median(ours)).toFixed(2)} ms against ${(1000 * median(bare)).toFixed(2)} ms)`,
    ratio <= 3,
  );

  const many = createPool(target, "ingest", { max: WRITERS });
  const perWriter = 100;
  const took = await seconds(() =>
    Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let i = 0; i < perWriter; i++) await append(many, [trialAt(100 + writer, i)]);
      }),
    ),
  );
  await many.end();
  console.log(`       ${WRITERS} connections: ${Math.round((WRITERS * perWriter) / took)} events/s`);
}

async function rebuild(url: string): Promise<void> {
  for (const [events, repeats] of [
    [TRIALS, REPEATS],
    [LONG_LOG, 1],
  ] as const) {
    const target = await freshDatabase(url, "bench_rebuild");
    const ingest = createPool(target, "ingest");
    await appendBulk(ingest, () => chunks(0, events, trialAt));
    await ingest.end();
    const pool = createPool(target, "migrator");
    await catchUp(pool);
    const rates: number[] = [];
    for (let run = 0; run < repeats; run++)
      rates.push(events / (await seconds(() => rebuildProjections(pool))));
    // In a run of its own: to look through the maps of sessions with large shared memory takes a share of a core.
    const sampling = sampleMemory(target);
    await rebuildProjections(pool);
    const memoryMb = await sampling.end();
    await pool.end();
    const rate = median(rates);
    bar(
      `rebuild of the projection of ${events} trials ≥ 150,000 events/s`,
      `${Math.round(rate)} events/s`,
      rate >= 150_000,
    );
    bar(
      "… in < 400 MB, this process's growth and the private memory of its server sessions together",
      `${memoryMb.toFixed(0)} MB`,
      memoryMb < 400,
    );
  }
}

/** Samples what a piece of work costs in memory, here and in the database's server sessions. @returns the peak in MB */
function sampleMemory(url: string): { end(): Promise<number> } {
  const before = process.memoryUsage().rss;
  let peak = 0;
  let going = true;
  const sampled = (async () => {
    const client = new pg.Client(url);
    await client.connect();
    while (going) {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_stat_activity where datname = current_database()",
      );
      const sessions = rows.reduce((sum, { pid }) => sum + privateBytes(pid), 0);
      peak = Math.max(peak, sessions + Math.max(0, process.memoryUsage().rss - before));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await client.end();
  })();
  return {
    async end() {
      going = false;
      await sampled;
      return peak / 1e6;
    },
  };
}

/** Memory that a process shares with no other; 0 where it has ended. */
function privateBytes(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return [...rollup.matchAll(/^Private_\w+: +(\d+) kB/gm)].reduce(
      (sum, [, kb]) => sum + 1024 * Number(kb),
      0,
    );
  } catch {
    return 0;
  }
}

/** From the commit of an event to its row in the projection. */
async function following(url: string): Promise<void> {
  const target = await freshDatabase(url, "bench_follow");
  const ingest = createPool(target, "ingest");
  const worker = createPool(target, "worker");
  const reader = createPool(target, "worker", { max: 1 });
  const follower = followLog(worker, async () => void (await catchUp(worker)), console.error);
  const lags: number[] = [];
  for (let i = 0; i < 200; i++) {
    const [{ position }] = await append(ingest, [trialAt(0, i)]);
    const committed = performance.now();
    for (;;) {
      const seen = await reader.query(`select position from ${LIVE_SCHEMA}.checkpoint`);
      if (seen.rows[0].position >= position) break;
    }
    lags.push(performance.now() - committed);
  }
  await follower.stop();
  await Promise.all([ingest.end(), worker.end(), reader.end()]);
  const p95 = quantile(lags, 0.95);
  bar(
    "from commit to projection p95 < 250 ms",
    `${p95.toFixed(0)} ms (median ${median(lags).toFixed(0)} ms)`,
    p95 < 250,
  );
}

async function freshDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  await client.end();
  const target = new URL(url);
  target.pathname = `/${name}`;
  await migrate(target.href);
  return target.href;
}

async function copyOut(url: string, table: string): Promise<Buffer[]> {
  const client = new pg.Client(url);
  await client.connect();
  const pieces: Buffer[] = [];
  const source =
    table === "log.event" ? "(select * from log.event order by position)" : `(select * from ${table})`;
  for await (const piece of client.query(copyTo(`copy ${source} to stdout (format binary)`)))
    pieces.push(piece);
  await client.end();
  return pieces;
}
