/** The SQL of docs/notebooks.md, by DuckDB, over files that the program wrote. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillDatabase, mice, N_SESSIONS, N_TRIALS } from "../../api/cohort-fixture.ts";
import { saddlepoint } from "../../cli/run-here.ts";
import { createTestDatabase, type TestDatabase } from "../../setup/database.ts";

const folder = mkdtempSync(join(tmpdir(), "saddlepoint-notebooks-"));
const docs = readFileSync(resolve(import.meta.dirname, "../../../docs/notebooks.md"), "utf8");
const queries = [...docs.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql]) => sql);

let database: TestDatabase;
let duckdb: DuckDBInstance;

beforeAll(async () => {
  database = await createTestDatabase();
  await fillDatabase(database.url);
  for (const table of ["trials", "measures", "segments", "weights"]) {
    const out = join(folder, `${table}.parquet`);
    const args = ["export", table, "--lab", "north", "--format", "parquet", "--out", out];
    const run = await saddlepoint(database.url, ...args);
    expect(run.code, run.stderr).toBe(0);
  }
  duckdb = await DuckDBInstance.create(":memory:");
});

afterAll(async () => {
  duckdb?.closeSync();
  rmSync(folder, { recursive: true });
  await database?.drop();
});

/** The answer to the question that stands under this heading of the page. */
async function answer(n: number): Promise<readonly Record<string, unknown>[]> {
  const connection = await duckdb.connect();
  const sql = queries[n].replaceAll(/'(\w+\.parquet)'/g, (_, file) => `'${join(folder, file)}'`);
  const reader = await connection.runAndReadAll(sql);
  connection.closeSync();
  return reader
    .getRowObjects()
    .map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, plain(v)])));
}

const plain = (value: unknown) => (typeof value === "bigint" ? Number(value) : value);

test("choices by contrast", async () => {
  const rows = await answer(0);
  // Of each session's five trials two are at −.5, two at 0, and the last is no choice; every choice is left.
  const of = (subject: string, signedContrast: number) => ({
    subject,
    signedContrast,
    right: 0,
    n: 2 * N_SESSIONS,
  });
  expect(rows).toEqual(mice.flatMap((subject) => [of(subject, -0.5), of(subject, 0)]));
});

test("time and accuracy in each strategy", async () => {
  const rows = await answer(1);
  const half = (N_SESSIONS / 2) * (N_TRIALS - 1);
  expect(rows).toHaveLength(2 * mice.length);
  expect(rows.slice(0, 2)).toEqual([
    { subject: "m01", strategy: "BALANCED", trials: half, accuracy: 1 },
    { subject: "m01", strategy: "LEFT_BIASED", trials: half, accuracy: 1 },
  ]);
});

test("weights beside measures", async () => {
  const rows = await answer(2);
  expect(rows).toHaveLength(mice.length * N_SESSIONS);
  // Trial 17 of the fit, the second of session 5, has a bias of 4; the three others there have 0.
  expect(rows[4]).toEqual({ subject: "m01", session: 5, measuredBias: -0.2, biasWeight: 1 });
});

test("what a file was made from", async () => {
  const [row] = await answer(3);
  expect(row.table).toBe("trials");
  expect(Number(row.position)).toBeGreaterThan(600);
  expect(queries).toHaveLength(4);
});
