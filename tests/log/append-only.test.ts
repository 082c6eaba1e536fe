import { beforeAll, describe, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import type { Role } from "../../src/postgres/pool.ts";
import { labRegistered, subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf, loggedRows } from "./given-log.ts";

const log = givenLog();
const INSUFFICIENT_PRIVILEGE = "42501";
const RESTRICT_VIOLATION = "23001";

/** A partition of each kind that holds a row. */
const partitions = { event: "", source_event: "", stream: "" };

beforeAll(async () => {
  await append(log.pool("ingest"), [labRegistered(), subjectRegistered("A"), ...trials("A", 1, 1, 5)]);
  for (const table of Object.keys(partitions) as (keyof typeof partitions)[]) {
    const { rows } = await log
      .pool("migrator")
      .query<{ name: string }>(`select tableoid::regclass::text as name from log.${table} limit 1`);
    partitions[table] = rows[0].name;
  }
});

async function codeOf(role: Role, statement: string): Promise<string> {
  const end = await log
    .pool(role)
    .query(statement)
    .then(
      () => "done",
      (error: { code: string }) => error.code,
    );
  return end;
}

const changes = (table: string, column: string) => [
  `update ${table} set ${column} = ${column}`,
  `delete from ${table}`,
  `truncate ${table}`,
];

describe.each<Role>(["ingest", "worker", "api"])("the role %s", (role) => {
  test("can neither change nor delete nor truncate what was logged, nor its partitions", async () => {
    for (const table of ["log.event", "log.source_event", partitions.event, partitions.source_event]) {
      for (const statement of changes(table, "home")) {
        expect(await codeOf(role, statement), statement).toBe(INSUFFICIENT_PRIVILEGE);
      }
    }
    for (const statement of [
      "delete from log.head",
      "truncate log.head",
      "insert into log.head values (false, 1, now())",
      "delete from log.stream",
      "truncate log.stream",
      `delete from ${partitions.stream}`,
      "alter table log.event disable trigger all",
      `drop table ${partitions.event}`,
      `alter table log.event detach partition ${partitions.event}`,
      "create table log.mine (n int)",
      "create or replace function log.refuse_change() returns trigger language sql as 'select null'",
    ]) {
      expect(await codeOf(role, statement), statement).toMatch(/^42(501|P13)$/);
    }
  });
});

test.each<Role>(["worker", "api"])("the role %s cannot append", async (role) => {
  for (const statement of [
    "insert into log.event select * from log.event limit 0",
    "insert into log.source_event select * from log.source_event limit 0",
    "insert into log.stream select * from log.stream limit 0",
    `insert into ${partitions.event} select * from log.event limit 0`,
    "update log.head set position = position",
    "update log.stream set version = version",
  ]) {
    expect(await codeOf(role, statement), statement).toBe(INSUFFICIENT_PRIVILEGE);
  }
  await expect(append(log.pool(role), [trial("B", 1, 1)])).rejects.toMatchObject({
    code: "PRIVILEGE_MISSING",
    cause: { code: INSUFFICIENT_PRIVILEGE },
  });
});

test("the role api can write nothing at all", async () => {
  const { rows } = await log.pool("migrator").query<{ name: string; kind: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S')
       and (has_table_privilege('saddlepoint_api', c.oid, 'insert, update, delete, truncate, references, trigger'))`,
  );
  expect(rows).toEqual([]);
  const schemas = await log.pool("migrator").query<{ nspname: string }>(
    `select nspname from pg_namespace
     where nspname not like 'pg\\_%' and has_schema_privilege('saddlepoint_api', oid, 'create')`,
  );
  expect(schemas.rows).toEqual([]);
});

test("the role ingest may write the log alone", async () => {
  const { rows } = await log.pool("migrator").query<{ schema: string }>(
    `select distinct n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v')
       and has_table_privilege('saddlepoint_ingest', c.oid, 'insert, update, delete, truncate')`,
  );
  expect(rows.map((row) => row.schema)).toEqual(["log"]);
});

test("even the owner is stopped, on the tables and on their partitions, and told what to do instead", async () => {
  const before = await loggedRows(log.pool("migrator"));
  for (const table of ["log.event", "log.source_event", partitions.event, partitions.source_event]) {
    for (const statement of changes(table, "home")) {
      await expect(log.pool("migrator").query(statement), statement).rejects.toMatchObject({
        code: RESTRICT_VIOLATION,
        message: expect.stringContaining("append-only"),
        hint: expect.stringContaining("event"),
      });
    }
  }
  // As would a change that moves a row from one partition to another.
  await expect(log.pool("migrator").query("update log.event set home = home || 'x'")).rejects.toThrow(
    "append-only",
  );
  await expect(log.pool("migrator").query("truncate log.event, log.source_event cascade")).rejects.toThrow(
    "append-only",
  );
  expect(await loggedRows(log.pool("migrator"))).toEqual(before);
  expect(await headOf(log.pool("migrator"))).toBe(before.length);
});
