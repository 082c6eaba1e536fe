import { sql } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../../src/postgres/pool.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";

const N_SUBJECTS = 20;
const N_SESSIONS = 10;
const N_TRIALS = 500;

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "migrator");
  db = openDatabase(pool);
  // Trial 7 of each session was corrected: its first row is past.
  await pool.query(
    `insert into projection.trial (home, session, trial, contrast_left, contrast_right, choice, outcome,
                                   repeat_number, from_position, to_position)
     select 'lab/project/s' || s, session, trial, 0, 0.25, case when past then -1 else 1 end, 1, 0,
            case when past then 1 else 2 end, case when past then 2 end
     from generate_series(1, ${N_SUBJECTS}) s, generate_series(1, ${N_SESSIONS}) session,
          generate_series(1, ${N_TRIALS}) trial, unnest(array[true, false]) past
     where trial = 7 or not past`,
  );
  await pool.query("analyze projection.trial");
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const at = (subject: number, session: number) => ({ home: `lab/project/s${subject}`, session });

test("each request gets its own page, in the order of the requests", async () => {
  const pages = await fetchTrialPages(db, [
    { ...at(3, 2), first: 2, after: 100 },
    { ...at(1, 1), first: 3, after: null },
    { ...at(3, 2), first: 1, after: N_TRIALS - 1 },
    { ...at(99, 1), first: 5, after: null },
    { ...at(2, 1), first: 0, after: null },
  ]);
  expect(pages.map((page) => page.rows.map((row) => row.number))).toEqual([
    [101, 102],
    [1, 2, 3],
    [500],
    [],
    [],
  ]);
  expect(pages.map((page) => page.hasNextPage)).toEqual([true, true, false, false, true]);
});

test("a corrected trial is there once, as it is now", async () => {
  const [page] = await fetchTrialPages(db, [{ ...at(5, 5), first: 3, after: 5 }]);
  expect(page.rows.map((row) => [row.number, row.choice])).toEqual([
    [6, "RIGHT"],
    [7, "RIGHT"],
    [8, "RIGHT"],
  ]);
});

test("a page reads its own rows alone, however far in it lies and however many are asked for", async () => {
  const requests = Array.from({ length: N_SUBJECTS * N_SESSIONS }, (_, i) => ({
    ...at((i % N_SUBJECTS) + 1, Math.floor(i / N_SUBJECTS) + 1),
    first: 10,
    after: 400,
  }));
  const read = await db.transaction().execute(async (transaction) => {
    const before = await rowsRead(transaction);
    await fetchTrialPages(transaction, requests);
    const after = await rowsRead(transaction);
    return { byIndex: after.byIndex - before.byIndex, byScan: after.byScan - before.byScan };
  });
  // One row more than the page tells whether another follows.
  expect(read).toEqual({ byIndex: requests.length * 11, byScan: 0 });
});

/** Rows of trials that this connection has read. */
async function rowsRead(connection: Db): Promise<{ readonly byIndex: number; readonly byScan: number }> {
  const { rows } = await sql<{ byIndex: number; byScan: number }>`
    select sum(idx_tup_fetch)::int as "byIndex", sum(seq_tup_read)::int as "byScan"
    from pg_stat_xact_user_tables where relname ~ '^trial_[0-9]+$'`.execute(connection);
  return rows[0];
}
