import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { knownMigrations, migrate } from "../../src/postgres/migrate.ts";
import { pendingMigrations, requireMigrated } from "../../src/postgres/pending-migrations.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { missingPrivileges } from "../../src/postgres/server-facts.ts";
import { failureOf } from "../events/failure-of.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();

/** An empty database on the run's server. */
async function emptyDatabase(): Promise<string> {
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  await log.pool("migrator").query(`create database ${name}`);
  onTestFinished(async () => {
    await log.pool("migrator").query(`drop database ${name} with (force)`);
  });
  return Object.assign(new URL(log.url), { pathname: `/${name}` }).href;
}

test("migrations are numbered, each number once", () => {
  const numbers = knownMigrations().map((name) => Number(name.slice(0, 4)));
  expect(numbers[0]).toBe(1);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("an empty database lacks all migrations, says so and how to mend it; after migrating it lacks none", async () => {
  const url = await emptyDatabase();
  const pool = createPool(url, "migrator");
  expect(await pendingMigrations(pool)).toEqual(knownMigrations());
  const error = await failureOf(requireMigrated(pool));
  expect(error).toMatchObject({
    code: "MIGRATIONS_PENDING",
    remedy: expect.stringContaining("saddlepoint migrate"),
  });
  expect((await migrate(url)).applied).toEqual(knownMigrations());
  expect(await pendingMigrations(pool)).toEqual([]);
  await requireMigrated(pool);
  expect(await missingPrivileges(pool)).toEqual([]);
  expect((await migrate(url)).applied).toEqual([]);
  await pool.end();
});

test("two who migrate the same database at once wait for each other, and one of them does it", async () => {
  const url = await emptyDatabase();
  const reports = await Promise.all([migrate(url), migrate(url)]);
  expect(reports.map((report) => report.applied.length).sort((a, b) => a - b)).toEqual([
    0,
    knownMigrations().length,
  ]);
});

test("two databases of a server can be migrated at once, though roles are the server's", async () => {
  const urls = [await emptyDatabase(), await emptyDatabase()];
  const reports = await Promise.all(urls.map((url) => migrate(url)));
  for (const report of reports) expect(report.applied).toEqual(knownMigrations());
});

test("the number of partitions is set when the database is made, by saddlepoint.partitions", async () => {
  const url = await emptyDatabase();
  const owner = createPool(url, "migrator");
  await owner.query(`alter database ${new URL(url).pathname.slice(1)} set saddlepoint.partitions = 3`);
  await owner.end();
  await migrate(url);
  const pool = createPool(url, "migrator");
  const { rows } = await pool.query<{ parent: string; n: number }>(
    `select inhparent::regclass::text as parent, count(*) as n from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where c.relkind = 'r' and inhparent::regclass::text ~ '^(log|projection)\\.' group by 1 order by 1`,
  );
  expect(rows).toEqual(
    expect.arrayContaining([
      { parent: "log.event", n: 3 },
      { parent: "log.source_event", n: 3 },
      { parent: "log.stream", n: 3 },
      { parent: "projection.trial", n: 3 },
    ]),
  );
  await pool.end();
});
