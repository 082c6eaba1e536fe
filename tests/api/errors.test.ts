import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startApi } from "../../src/api/server.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { ask, errorCode } from "./client.ts";

interface LogLine {
  readonly correlationId?: string;
  readonly err?: { readonly message: string };
}

let api: ApiUnderTest;
const lines: LogLine[] = [];

beforeAll(async () => {
  const logger = pino({ level: "warn" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  api = await startApiUnderTest({ logger });
});

beforeEach(() => {
  lines.length = 0;
});

afterAll(() => api?.stop());

test("what a client can mend comes with a code, the place and a remedy, and is not logged", async () => {
  const { data, errors } = await ask(api.url, "{ log { position } subjects(first: 1001) { totalCount } }");
  expect(data).toBeNull();
  expect(errors).toEqual([
    {
      message: "a page cannot have 1001 rows",
      locations: [{ line: 1, column: 20 }],
      path: ["subjects"],
      extensions: {
        code: "INVALID_PAGE_SIZE",
        remedy: "Ask for 0 to 1000 rows, and follow pageInfo.endCursor with `after` to get more.",
        field: "first",
        value: 1001,
      },
    },
  ]);
  expect(lines).toEqual([]);
});

test.each([
  ["a negative page size", "{ subjects(first: -1) { totalCount } }", "INVALID_PAGE_SIZE"],
  ["a page size beyond the limit, of trials", trialsQuery("first: 1001"), "INVALID_PAGE_SIZE"],
  ["a cursor that is none", '{ subjects(after: "!") { totalCount } }', "INVALID_CURSOR"],
  [
    "a cursor of another list",
    trialsQuery(`after: "${cursor(["subject", "a", "b", "c"])}"`),
    "INVALID_CURSOR",
  ],
  ["a cursor with too many keys", subjectsAfter(["subject", "a", "b", "c", "d"]), "INVALID_CURSOR"],
  ["a cursor with a key that is no name", subjectsAfter(["subject", "a", "b", "\0"]), "INVALID_CURSOR"],
  ["a cursor that is no list", subjectsAfter({}), "INVALID_CURSOR"],
  ["a trial's cursor out of range", trialsQuery(`after: "${cursor(["trial", 2 ** 31])}"`), "INVALID_CURSOR"],
  ["a name that none can be", '{ subjects(filter: { lab: "a\\u0000b" }) { totalCount } }', "INVALID_NAME"],
  [
    "a name that none can be, in a cohort",
    '{ cohort(filter: { subject: "\' or 1=1" }) { n } }',
    "INVALID_NAME",
  ],
  ["an id that is none", '{ subject(id: "north/m01") { id } }', "INVALID_SUBJECT_ID"],
  ["a text that is no query", "{ subjects", "GRAPHQL_PARSE_FAILED"],
  ["a field that is not there", "{ subjects { colour } }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "a value of no strategy",
    "{ cohort(filter: { earlyStrategy: LAZY }) { n } }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["fragments in a circle", "{ ...A } fragment A on Query { ...A }", "GRAPHQL_VALIDATION_FAILED"],
  [
    "an operation that must be named",
    "query A { log { position } } query B { __typename }",
    "OPERATION_RESOLUTION_FAILURE",
  ],
])("%s is refused with its code", async (_, query, code) => {
  expect(await errorCode(api.url, query)).toBe(code);
  expect(lines).toEqual([]);
});

test("a variable of the wrong type is refused with a code", async () => {
  const query = "query ($first: Int!) { subjects(first: $first) { totalCount } }";
  expect(await errorCode(api.url, query, { first: "many" })).toBe("BAD_USER_INPUT");
  expect(await errorCode(api.url, query, {})).toBe("BAD_USER_INPUT");
});

test("an unexpected error is masked, and found in the log under its correlation id", async () => {
  const broken = createPool(api.database.url, "api");
  const logger = pino({ level: "error" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  broken.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) =>
      /projection\W+subject/.test(JSON.stringify(args[0]))
        ? Promise.reject(new Error("secret detail"))
        : query(...args)) as typeof client.query;
  });
  const faulty = await startApi({ pool: broken, logger });
  try {
    // Both fields wait for the same failed statement.
    const answer = await ask(faulty.url, '{ a: subject(id: "a/b/c") { id } b: subject(id: "a/b/c") { id } }');
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer)).not.toMatch(/secret|stack/);
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(["INTERNAL_ERROR", "INTERNAL_ERROR"]);
    const { correlationId } = answer.errors[0].extensions;
    expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.errors[1].extensions.correlationId).toBe(correlationId);
    expect(lines.map((line) => [line.correlationId, line.err?.message])).toEqual([
      [correlationId, "secret detail"],
    ]);
  } finally {
    await faulty.close();
    await broken.end();
  }
});

test("a statement that takes too long is refused as such", async () => {
  const impatient = createPool(api.database.url, "api", { statementTimeoutMs: 50 });
  const faulty = await startApi({ pool: impatient });
  const holder = createPool(api.database.url, "migrator", { max: 1 });
  try {
    await holder.query("begin");
    await holder.query("lock table projection.subject in access exclusive mode");
    const { errors } = await ask(faulty.url, "{ subjects { nodes { id } } }");
    expect(errors).toHaveLength(1);
    expect(errors[0].extensions).toEqual({
      code: "STATEMENT_TIMEOUT",
      remedy: "Ask for less at once: smaller pages, or a narrower filter.",
    });
  } finally {
    await holder.end();
    await faulty.close();
    await impatient.end();
  }
});

test("a database that is away is said to be away", async () => {
  const nowhere = await startApi({ databaseUrl: "postgres://nobody@127.0.0.1:1/none" });
  try {
    expect(await errorCode(nowhere.url, "{ log { position } }")).toBe("DATABASE_UNAVAILABLE");
  } finally {
    await nowhere.close();
  }
});

function trialsQuery(argument: string): string {
  return `{ subject(id: "south/pilot/s01") { sessions { nodes { trials(${argument}) { totalCount } } } } }`;
}

function subjectsAfter(key: unknown): string {
  return `{ subjects(after: "${cursor(key)}") { nodes { id } } }`;
}

function cursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}
