// Faults that were found once and must not come back.
import { expect, test, vi } from "vitest";
import { startWorker } from "../jobs/worker.ts";
import { parseInstant } from "../src/events/instant.ts";
import { validateEvent } from "../src/events/validate.ts";
import { importTrialCsv } from "../src/ingest/import-trial-csv.ts";
import { append } from "../src/log/append.ts";
import { appendBulk } from "../src/log/append-bulk.ts";
import { followLog } from "../src/log/follow.ts";
import { createPool } from "../src/postgres/pool.ts";
import { catchUp } from "../src/projections/catch-up.ts";
import { rebuildProjections } from "../src/projections/rebuild.ts";
import { openDatabase } from "../src/read/database.ts";
import { fetchTrialInput } from "../src/read/trial-table.ts";
import { failureOf } from "./events/failure-of.ts";
import { sessionStarted, subjectRegistered, trial, trials } from "./events/given-events.ts";
import { givenTable, HEADER, mouseLines } from "./ingest/given-tables.ts";
import { givenLog } from "./log/given-log.ts";

const log = givenLog();

test("as many bulk appends as the pool has connections finish", async () => {
  const pool = createPool(log.url, "ingest", { max: 2 });
  await Promise.all(
    [1, 2].map((k) =>
      appendBulk(pool, async function* () {
        yield { events: trials(`D${k}`, 1, 1, 10) };
      }),
    ),
  );
  await pool.end();
}, 5_000);

test("a follower goes on after it has lost more connections than its pool has", async () => {
  const pool = createPool(log.url, "worker", { max: 2 });
  let steps = 0;
  const follower = followLog(
    pool,
    async () => {
      await pool.query("select 1");
      steps++;
    },
    () => {},
  );
  for (let k = 0; k < 3; k++) {
    await new Promise((r) => setTimeout(r, 400));
    await log
      .pool("migrator")
      .query(
        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen saddlepoint_log%' and datname = current_database()",
      );
    await new Promise((r) => setTimeout(r, 1_200));
  }
  const before = steps;
  await vi.waitFor(() => expect(steps).toBeGreaterThan(before), { timeout: 3_000 });
  await follower.stop();
  await pool.end();
}, 15_000);

test("a URL with options of its own does not lose the role", async () => {
  const url = new URL(log.url);
  url.searchParams.set("options", "-c search_path=public");
  const pool = createPool(url.href, "reader");
  const { rows } = await pool.query("select current_user as user");
  await pool.end();
  expect(rows).toEqual([{ user: "saddlepoint_reader" }]);
});

test("who fetches trials while a rebuild changes the tables sees all of them", async () => {
  await append(log.pool("ingest"), trials("A", 1, 1, 5));
  await catchUp(log.pool("worker"));
  const db = openDatabase(log.pool("worker"));
  let going = true;
  const seen = new Set<number | undefined>();
  const readers = [1, 2].map(async () => {
    while (going) seen.add((await fetchTrialInput(db, "lab/study/A"))?.trials.nTrials);
  });
  for (let k = 0; k < 3; k++) await rebuildProjections(log.pool("migrator"));
  going = false;
  await Promise.all(readers);
  expect([...seen]).toEqual([5]);
}, 30_000);

test("what the validator lets through can be projected", async () => {
  for (const event of [
    sessionStarted("P", 1, { startedAt: "0000-01-01T00:00:00Z" }),
    sessionStarted("P", 1, { startedAt: "2026-01-01T00:00:00+23:00" }),
    subjectRegistered("P", { birthDate: "0000-01-01" }),
  ])
    expect((await failureOf(() => validateEvent(event))).code).toBe("INVALID_EVENT");
});

test("24:00:00 is no time of RFC 3339", () => {
  expect(parseInstant("2026-01-01T24:00:00Z")).toBeNull();
});

test("an id that stands twice in bulk material is named", async () => {
  const error = await failureOf(
    appendBulk(log.pool("ingest"), async function* () {
      yield { events: [...trials("T", 1, 1, 3), trial("T", 1, 3)], placeOf: (i) => ({ line: i }) };
    }),
  );
  expect(error.message).toContain("trial:T/1/3");
});

test("a copy of a table without its JSON adds nothing; nor does a day file whose JSON has its own t_nd_s conflict", async () => {
  const lines = [HEADER, ...mouseLines({ subject: "X", sessions: 1, trials: 20 })];
  const at = { lab: "lab", project: "copies", actor: "tester" };
  await importTrialCsv(log.pool("ingest"), givenTable("X.csv", lines, { t_nd_s: 0.1 }), at);
  expect(await importTrialCsv(log.pool("ingest"), givenTable("copy.csv", lines), at)).toMatchObject({
    appended: 0,
  });
});

test("a worker that cannot start leaves nothing running", async () => {
  const name = `broken_${process.pid}`;
  await log.pool("migrator").query(`create database ${name}`);
  const url = Object.assign(new URL(log.url), { pathname: `/${name}` }).href;
  await expect(startWorker({ url })).rejects.toThrow();
  await new Promise((r) => setTimeout(r, 200));
  const { rows } = await log
    .pool("migrator")
    .query("select count(*) as n from pg_stat_activity where datname = $1", [name]);
  await log.pool("migrator").query(`drop database ${name} with (force)`);
  expect(rows).toEqual([{ n: 0 }]);
});
