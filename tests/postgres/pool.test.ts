import { expect, test } from "vitest";
import { createPool, type Role } from "../../src/postgres/pool.ts";
import { inTransaction } from "../../src/postgres/transaction.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();

test.each<[Role, string]>([
  ["ingest", "saddlepoint_ingest"],
  ["worker", "saddlepoint_worker"],
  ["api", "saddlepoint_api"],
])("a pool of %s acts as %s, and says who it is", async (role, user) => {
  const { rows } = await log.pool(role).query(
    `select current_user as user, current_setting('application_name') as name,
            current_setting('idle_in_transaction_session_timeout') as idle`,
  );
  expect(rows).toEqual([{ user, name: `saddlepoint-${role}`, idle: "1min" }]);
});

test("int8 is a number, a date is its text, a time a Date", async () => {
  const { rows } = await log
    .pool("reader")
    .query(
      "select 9007199254740991::int8 as n, date '2024-02-29' as day, timestamptz '2026-03-01T09:30:00.5Z' as at",
    );
  expect(rows).toEqual([
    { n: 9_007_199_254_740_991, day: "2024-02-29", at: new Date("2026-03-01T09:30:00.500Z") },
  ]);
});

test("a statement that takes too long is ended where a limit is given", async () => {
  const pool = createPool(log.url, "api", { max: 1, statementTimeoutMs: 50 });
  await expect(pool.query("select pg_sleep(5)")).rejects.toMatchObject({ code: "57014" });
  await pool.end();
});

test("an idle connection that breaks neither ends the process nor spoils the pool", async () => {
  const pool = createPool(log.url, "api", { max: 1 });
  const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
  await log.pool("migrator").query("select pg_terminate_backend($1)", [rows[0].pid]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test("a transaction that throws leaves nothing and gives its connection back", async () => {
  const pool = createPool(log.url, "migrator", { max: 1 });
  await pool.query("create table public.kept (n int)");
  const failing = inTransaction(pool, async (client) => {
    await client.query("insert into public.kept values (1)");
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  await expect(inTransaction(pool, (client) => client.query("select 1/0"))).rejects.toThrow(
    "division by zero",
  );
  expect(
    await inTransaction(pool, async (client) => (await client.query("select * from public.kept")).rows),
  ).toEqual([]);
  await inTransaction(pool, (client) => client.query("insert into public.kept values (2)"));
  expect((await pool.query("select n from public.kept")).rows).toEqual([{ n: 2 }]);
  await pool.end();
});
