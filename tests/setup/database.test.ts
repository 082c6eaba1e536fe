import pg from "pg";
import { expect, test } from "vitest";
import { knownMigrations } from "../../src/postgres/migrate.ts";
import { createTestDatabase } from "./database.ts";

test("each test database is migrated, and nobody else's", async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const [first, second] = [new pg.Client(one.url), new pg.Client(two.url)];
  await Promise.all([first.connect(), second.connect()]);
  await first.query("create table mine (n int)");
  expect((await second.query("select to_regclass('mine') as table")).rows).toEqual([{ table: null }]);
  const applied = await second.query("select name from saddlepoint.migration order by name");
  expect(applied.rows.map((row) => row.name)).toEqual(knownMigrations());
  await second.end();
  // A test that fails leaves connections open: dropping its database must not wait for them.
  first.on("error", () => {});
  await Promise.all([one.drop(), two.drop()]);
});
