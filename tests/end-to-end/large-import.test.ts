import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { beforeAll, expect, test, vi } from "vitest";
import { HEADER, temporaryFolder } from "../ingest/given-tables.ts";
import { givenLog, headOf } from "../log/given-log.ts";
import { startSaddlepoint } from "./child.ts";

const log = givenLog();
const TRIALS = 300_000;
const TRIALS_A_SESSION = 1_000;
const MAX_PEAK_BYTES = 300 * 2 ** 20;
const EVENTS = 2 + 1 + TRIALS / TRIALS_A_SESSION + TRIALS;
const at = ["--lab", "lab", "--project", "large", "--json"];
let file: string;

beforeAll(async () => {
  file = join(temporaryFolder(), "large.csv");
  function* lines() {
    yield `${HEADER}\n`;
    for (let i = 0; i < TRIALS; i++) {
      const session = 1 + Math.floor(i / TRIALS_A_SESSION);
      yield `L,${session},${1 + (i % TRIALS_A_SESSION)},0.5,0,${i % 3 === 0 ? "right" : "left"},${0.2 + (i % 977) / 500}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
});

/** Connections of importers, those that have ended but not yet gone included. */
async function importers(): Promise<number> {
  const { rows } = await log.pool("migrator").query<{ n: number }>(
    `select count(*) as n from pg_stat_activity
     where datname = current_database() and application_name = 'saddlepoint-ingest'`,
  );
  return rows[0].n;
}

const stagedBytes = async () =>
  (
    await log
      .pool("migrator")
      .query<{ bytes: number }>(
        "select coalesce(sum(pg_relation_size(oid)), 0)::int8 as bytes from pg_class where relname = 'staged_event'",
      )
  ).rows[0].bytes;

test("an import that is killed leaves nothing", async () => {
  const child = startSaddlepoint(log.url, "import", "csv", file, ...at);
  // Rows are on their way: some megabytes of them lie on the server already.
  await vi.waitFor(async () => expect(await stagedBytes()).toBeGreaterThan(4 * 2 ** 20), {
    timeout: 30_000,
    interval: 20,
  });
  child.process.kill("SIGKILL");
  expect(await child.ended).toMatchObject({ signal: "SIGKILL" });
  await vi.waitFor(async () => expect(await importers()).toBe(0), { timeout: 20_000, interval: 50 });
  expect(await headOf(log.pool("migrator"))).toBe(0);
  for (const table of ["log.event", "log.source_event", "log.stream", "projection.trial"]) {
    expect((await log.pool("migrator").query(`select from ${table} limit 1`)).rows, table).toEqual([]);
  }
  expect(await stagedBytes()).toBe(0);
});

test("a second run completes it, in less memory than 300 MB whatever the file's length", async () => {
  const { code, stdout, stderr, peakBytes } = await startSaddlepoint(log.url, "import", "csv", file, ...at)
    .ended;
  expect(stderr).toContain(`${EVENTS} events appended`);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ appended: EVENTS, position: EVENTS });
  expect(peakBytes).not.toBeNull();
  expect(peakBytes ?? 0).toBeLessThan(MAX_PEAK_BYTES);
  const { rows } = await log.pool("reader").query(
    `select (select position from log.head) as head, (select count(*) from projection.trial) as trials,
            (select count(*) from projection.session) as sessions`,
  );
  expect(rows).toEqual([{ head: EVENTS, trials: TRIALS, sessions: TRIALS / TRIALS_A_SESSION }]);
}, 120_000);
