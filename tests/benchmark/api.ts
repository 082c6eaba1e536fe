import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createPool } from "../../src/postgres/pool.ts";
import { createToken } from "../../src/read/tokens.ts";
import { addressOfUp, type Program, startSaddlepoint } from "../support/program.ts";
import { type Question, questions } from "./api-questions.ts";
import { cohortFromFiles, writeSessionFiles } from "./api-session-files.ts";
import { bar, median, quantile, seconds } from "./measure.ts";
import {
  appendMice,
  copyResults,
  homeOf,
  LAB,
  startWorkers,
  type Twins,
  waitForRuns,
  withTwins,
} from "./twins.ts";

const MICE = Number(process.env.SADDLEPOINT_BENCH_MICE ?? 1_000);
const DERIVED = Math.min(MICE, Number(process.env.SADDLEPOINT_BENCH_DERIVED ?? 40));
const SESSIONS = 25;
const TRIALS_PER_SESSION = 200;
const CLIENTS = 4;
const RUNS = 5;
const REQUESTS = 100;
const WARM_UP = 20;
const HTTP_OVER_SQL = 2;
const FENCE = 1.3;
const EXPORT_ROWS_PER_S = 150_000;
const EXPORT_MB = 400;

/**
 * Cohort queries, a subject's page and trials through HTTP, with tokens and fence, beside SQL written by hand; the
 * export of all trials; and the same question asked of files.
 * To make the mice takes minutes: SADDLEPOINT_BENCH_FOLDER names a folder that keeps them for the next time.
 */
export async function benchApi(): Promise<void> {
  const size = { mice: MICE, derived: DERIVED, sessions: SESSIONS, trialsPerSession: TRIALS_PER_SESSION };
  await withTwins("api", size, async (twins) => {
    const madeS = await seconds(() => makeMice(twins));
    console.log(`${MICE} mice of ${SESSIONS * TRIALS_PER_SESSION} trials in ${madeS.toFixed(0)} s`);
    // One token asks as fast as it can.
    const up = startSaddlepoint(["up", "--api", "--port", "0", "--rate", "1000000", "--json"], {
      env: { DATABASE_URL: twins.url },
    });
    try {
      await measure(twins, { url: await addressOfUp(up), pid: up.pid });
    } finally {
      await up.stop();
    }
  });
}

/** The API in a process of its own, as `saddlepoint up` serves it. */
interface Api extends Pick<Program, "pid"> {
  readonly url: string;
}

async function makeMice(twins: Twins): Promise<void> {
  await appendMice(twins, 0, DERIVED);
  await startWorkers(twins, 2);
  await waitForRuns(twins);
  await startWorkers(twins, 0);
  await appendMice(twins, DERIVED, MICE);
  await copyResults(twins, { timing: "change" });
  await twins.owner.query("vacuum analyze");
}

async function measure(twins: Twins, api: Api): Promise<void> {
  const { token } = await createToken(twins.owner, {
    name: "bench",
    labs: [LAB],
    person: null,
    scopes: ["read"],
    expiresAt: null,
    actor: "bench",
  });
  const homes = Array.from({ length: 200 }, (_, k) => homeOf(twins, (k * 7) % MICE));
  for (const question of questions) await timeQuestion(twins, api, token, question, homes);
  await timeExport(api, token);
  await askFiles(twins);
}

/** The same question through HTTP with and without policies on the tables, and by SQL, all in turns. */
async function timeQuestion(
  { url, owner }: Twins,
  api: Api,
  token: string,
  { name, limitMs, graphql, sql }: Question,
  homes: readonly string[],
): Promise<void> {
  const pool = createPool(url, "api", { max: CLIENTS });
  const overHttp = (i: number) => ask(api.url, token, graphql(homes[i % homes.length]));
  const bySql = (i: number) => askSql(pool, sql(homes[i % homes.length]));
  const http: Times[] = [];
  const bare: Times[] = [];
  const open: Times[] = [];
  let bytes = 0;
  const firstMs =
    1000 *
    (await seconds(async () => {
      bytes = await overHttp(0);
    }));
  for (let run = 0; run < RUNS; run++) {
    http.push(await timesOf(overHttp));
    bare.push(await timesOf(bySql));
    await setFence(owner, false);
    open.push(await timesOf(overHttp));
    await setFence(owner, true);
  }
  await pool.end();
  const of = (times: readonly Times[], key: keyof Times) => median(times.map((each) => each[key]));
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const p95 = of(http, "p95");
  bar(
    `${name}, ${CLIENTS} clients, p95 at most ${limitMs} ms`,
    `${ms(p95)}, median ${ms(of(http, "p50"))}, first ${ms(firstMs)}, ${(bytes / 1024).toFixed(1)} KiB`,
    p95 <= limitMs,
  );
  const overSql = median(http.map(({ p50 }, run) => p50 / bare[run].p50));
  bar(
    `… over SQL written by hand, medians: at most ${HTTP_OVER_SQL}`,
    `${overSql.toFixed(2)} (SQL median ${ms(of(bare, "p50"))}, p95 ${ms(of(bare, "p95"))})`,
    overSql <= HTTP_OVER_SQL,
  );
  const fence = median(http.map(({ p50 }, run) => p50 / open[run].p50));
  bar(
    `… with the fence over without: at most ${FENCE}`,
    `${fence.toFixed(2)} (without, median ${ms(of(open, "p50"))})`,
    fence <= FENCE,
  );
}

interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** Milliseconds of many requests by all clients at once. */
async function timesOf(request: (i: number) => Promise<unknown>): Promise<Times> {
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    for (let i = next++; i < WARM_UP + REQUESTS; i = next++) {
      const took = 1000 * (await seconds(() => request(i)));
      if (i >= WARM_UP) times.push(took);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { p50: median(times), p95: quantile(times, 0.95) };
}

/** fetch would take a third of what the server takes of the processors that they share. */
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

/** Asks, and gives the length of the answer. */
async function ask(url: string, token: string, query: string): Promise<number> {
  const asked = request(`${url}/graphql`, {
    agent,
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  });
  asked.end(JSON.stringify({ query }));
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const text = (await response.toArray()).join("");
  if (response.statusCode !== 200 || text.startsWith('{"errors"')) throw new Error(text.slice(0, 500));
  return text.length;
}

/** Behind the fence, in a transaction, as the API's own statements are. */
async function askSql(
  pool: pg.Pool,
  statements: Question["sql"] extends (home: string) => infer S ? S : never,
) {
  const client = await pool.connect();
  try {
    await client.query(`begin; select set_config('saddlepoint.principals', 'lab:${LAB},everyone', true)`);
    for (const { text, values } of statements) await client.query(text, [...values]);
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** Takes the policies off all tables that have them, or puts them back. */
async function setFence(owner: pg.Pool, isOn: boolean): Promise<void> {
  await owner.query(
    `do $$ declare t regclass; begin
       for t in select distinct polrelid::regclass from pg_policy where polname = 'fence' loop
         execute format('alter table %s ${isOn ? "enable" : "disable"} row level security', t);
       end loop;
     end $$`,
  );
}

async function timeExport({ url, pid }: Api, token: string): Promise<void> {
  let bytes = 0;
  const took = await seconds(async () => {
    const response = await fetch(`${url}/v1/export/trials?format=parquet`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok || response.body === null) throw new Error(await response.text());
    for await (const piece of response.body) bytes += (piece as Uint8Array).length;
  });
  const rows = MICE * SESSIONS * TRIALS_PER_SESSION;
  bar(
    `export of ${rows} trials to Parquet, at least ${EXPORT_ROWS_PER_S} rows/s`,
    `${Math.round(rows / took)} rows/s (${(bytes / 2 ** 20).toFixed(0)} MiB in ${took.toFixed(1)} s)`,
    rows / took >= EXPORT_ROWS_PER_S,
  );
  const most = await mostMemoryOf(pid);
  bar(
    `… in less than ${EXPORT_MB} MB of the server's process, since it started`,
    `${(most / 1e6).toFixed(0)} MB`,
    most / 1e6 < EXPORT_MB,
  );
}

/** The most memory, in bytes, that a process has had in use (Linux). */
async function mostMemoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]);
}

/** What the first question costs over files, one a session. */
async function askFiles(twins: Twins): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "saddlepoint-files-"));
  try {
    const nFiles = await writeSessionFiles(twins, folder);
    let n = 0;
    const took = await seconds(async () => {
      n = (await cohortFromFiles(folder)).length;
    });
    console.log(
      `mean trajectory of the mice that began left-biased, without transitions, over ${nFiles} files of a session each, ` +
        `read one by one: ${took.toFixed(1)} s (${n} sessions)`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
