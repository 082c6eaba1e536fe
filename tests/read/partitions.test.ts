import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { readStream } from "../../src/log/read.ts";
import { countData } from "../../src/read/counts.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchTrialTimes } from "../../src/read/session-context.ts";
import { countTrials } from "../../src/read/sessions.ts";
import { fetchSnippetSets } from "../../src/read/snippets.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { fetchTrialInput, fetchTrials } from "../../src/read/trial-table.ts";
import type { TrialTable } from "../../src/science/trial-table.ts";
import { subjectRegistered, trials } from "../events/given-events.ts";
import { givenProjections } from "../projections/given-projections.ts";

const HOME = "lab/study/A";
const { log, given } = givenProjections();

beforeAll(async () => {
  for (const subject of ["A", "B", "C", "D", "E"])
    await given(subjectRegistered(subject), ...trials(subject, 1, 1, 40));
  await log.pool("migrator").query("analyze");
});

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What `read` asks the database, on a pool whose clients tell. */
async function statementsOf(read: (pool: pg.Pool) => Promise<unknown>): Promise<readonly Statement[]> {
  const pool = log.pool("reader", 1);
  const asked: Statement[] = [];
  const client = await pool.connect();
  const plain = client.query;
  client.query = function (this: pg.PoolClient, ...args: unknown[]) {
    const [query, values] = args as [string | { text: string; values?: unknown[] }, unknown[] | undefined];
    // What copies has its text a level deeper.
    const text = typeof query === "string" ? query : query.text;
    asked.push({ text, values: values ?? (typeof query === "string" ? [] : (query.values ?? [])) });
    return (plain as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof client.query;
  client.release();
  try {
    await read(pool);
  } finally {
    client.query = plain;
  }
  return asked.filter(({ text }) => /select/.test(text));
}

interface PlanNode {
  readonly "Relation Name"?: string;
  readonly "Actual Loops": number;
  readonly Plans?: readonly PlanNode[];
}

/** The partitions that a statement reads when it runs: what a plan names and never executes does not count. */
async function partitionsRead({ text, values }: Statement): Promise<ReadonlySet<string>> {
  const copied = /^copy \(([\s\S]*)\) to stdout/.exec(text.trim());
  const { rows } = await log
    .pool("reader")
    .query<{ "QUERY PLAN": readonly { Plan: PlanNode }[] }>(
      `explain (analyze, format json) ${copied?.[1] ?? text}`,
      [...values],
    );
  const read = new Set<string>();
  const walk = (node: PlanNode) => {
    const name = node["Relation Name"];
    if (name !== undefined && /_\d+$/.test(name) && node["Actual Loops"] > 0) read.add(name);
    for (const below of node.Plans ?? []) walk(below);
  };
  for (const { Plan } of rows[0]["QUERY PLAN"]) walk(Plan);
  return read;
}

const noTrials: TrialTable = {
  nTrials: 0,
  session: new Int32Array(),
  trial: new Int32Array(),
  contrastLeft: new Float64Array(),
  contrastRight: new Float64Array(),
  choice: new Int8Array(),
  outcome: new Int8Array(),
  responseTimeS: new Float64Array(),
  repeatNumber: new Int32Array(),
  sessionBoundariesKnown: true,
};

const pages = (pool: pg.Pool, asOf?: number) =>
  fetchTrialPages(openDatabase(pool), [{ home: HOME, session: 1, first: 10, after: null }], asOf);
const snippets = (pool: pg.Pool, asOf?: number) =>
  fetchSnippetSets(pool, { home: HOME, site: "DLS" }, noTrials, asOf);

test.each<[string, string, (pool: pg.Pool) => Promise<unknown>]>([
  ["its stream", "event", (pool) => readStream(pool, { stream: `${HOME}/1`, limit: 10 })],
  ["a page of its trials", "trial", (pool) => pages(pool)],
  ["a page of its trials as of a position", "trial", (pool) => pages(pool, 50)],
  ["its trials' numbers", "trial", (pool) => countTrials(openDatabase(pool), [HOME])],
  ["its trials' numbers as of a position", "trial", (pool) => countTrials(openDatabase(pool), [HOME], 50)],
  ["its trials", "trial", (pool) => fetchTrials(openDatabase(pool), HOME)],
  ["its trials as of a position", "trial", (pool) => fetchTrials(openDatabase(pool), HOME, 50)],
  ["its trials with their identity", "trial", (pool) => fetchTrialInput(openDatabase(pool), HOME)],
  ["its trials' times", "trial", (pool) => fetchTrialTimes(openDatabase(pool), HOME, 1)],
  [
    "its counts",
    "trial",
    (pool) => countData(openDatabase(pool), { lab: "lab", project: "study", subject: "A" }),
  ],
  ["its snippets", "snippet", (pool) => snippets(pool)],
  ["its snippets as of a position", "snippet", (pool) => snippets(pool, 50)],
])("who asks for one subject reads one partition: %s", async (_, table, read) => {
  const statements = await statementsOf(read);
  expect(statements.length).toBeGreaterThan(0);
  const partitions = new Set<string>();
  for (const statement of statements) {
    for (const name of await partitionsRead(statement))
      if (name.startsWith(`${table}_`)) partitions.add(name);
  }
  expect([...partitions]).toHaveLength(1);
});
