/** A subject's sessions, segments and fibres, page by page. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data, errorCode } from "./client.ts";
import { N_SESSIONS } from "./cohort-fixture.ts";

const SITES = ["DLS-left", "DLS-right", "NAc", "tail", "vta.2"];

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
  const [ingest, worker] = [createPool(api.database.url, "ingest"), createPool(api.database.url, "worker")];
  const common = { schemaVersion: 1, source: "lists", occurredAt: null, actor: "test" } as const;
  await append(
    ingest,
    SITES.map((site) => ({
      ...{ ...common, lab: "north", project: "learning", subject: "m01", sourceEventId: site },
      ...{ type: "RecordingSiteRegistered", payload: { site, region: "DLS", hemisphere: "left" } },
    })),
  );
  await catchUp(worker);
  await Promise.all([ingest.end(), worker.end()]);
});

afterAll(() => api?.stop());

const ofSubject = async (fields: string, id = "north/learning/m01") =>
  (await data(api.url, `{ subject(id: "${id}") { ${fields} } }`)).subject;

/** Every page of a list of m01, two rows a page, each begun behind the one before. */
async function pages(list: string, field: string) {
  const found = [];
  for (let after = ""; ; ) {
    const page = (
      await ofSubject(
        `${list}(first: 2${after}) { totalCount edges { cursor } nodes { ${field} } pageInfo { hasNextPage endCursor } }`,
      )
    )[list];
    expect(page.edges.at(-1)?.cursor ?? null).toBe(page.pageInfo.endCursor);
    found.push(page);
    if (!page.pageInfo.hasNextPage) return found;
    after = `, after: "${page.pageInfo.endCursor}"`;
  }
}

test.each([
  ["sessions", "number", Array.from({ length: N_SESSIONS }, (_, i) => i + 1)],
  ["segments", "strategy", ["LEFT_BIASED", "BALANCED"]],
  ["recordingSites", "name", SITES],
])("%s come page by page, each once and in order", async (list, field, all) => {
  const found = await pages(list, field);
  const rows = found.flatMap(({ nodes }) => nodes.map((node: Record<string, unknown>) => node[field]));
  // Sites are in the order that the database gives names.
  expect(list === "recordingSites" ? [...rows].sort() : rows).toEqual(all);
  expect(new Set(found.map(({ totalCount }) => totalCount))).toEqual(new Set([all.length]));
  expect(found).toHaveLength(Math.ceil(all.length / 2));
  expect(
    (await ofSubject(`${list}(first: 0) { nodes { id } pageInfo { hasNextPage endCursor } }`))[list],
  ).toEqual({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });
});

test("segments are null until they are derived, and sessions and fibres none where there are none", async () => {
  const nothing = "totalCount nodes { id }";
  const lists = `sessions { ${nothing} } segments { ${nothing} } recordingSites { ${nothing} }`;
  expect(await ofSubject(lists, "south/pilot/s02")).toEqual({
    sessions: { totalCount: 0, nodes: [] },
    segments: null,
    recordingSites: { totalCount: 0, nodes: [] },
  });
});

test("a list refuses another's cursor, and a page that is too large", async () => {
  const { sessions } = await ofSubject("sessions(first: 1) { pageInfo { endCursor } }");
  const codeOf = (list: string) =>
    errorCode(api.url, `{ subject(id: "north/learning/m01") { ${list} { totalCount } } }`);
  for (const list of ["segments", "recordingSites"])
    expect(await codeOf(`${list}(after: "${sessions.pageInfo.endCursor}")`)).toBe("INVALID_CURSOR");
  for (const list of ["sessions", "segments", "recordingSites"])
    expect(await codeOf(`${list}(first: 1001)`)).toBe("INVALID_PAGE_SIZE");
});

test("pages of many subjects cost as many statements as those of one, and a total one only where it is asked for", async () => {
  const statementsFor = async (first: number, total: string) => {
    api.statements.length = 0;
    const page = `(first: 2) { ${total} nodes { id } }`;
    await data(
      api.url,
      `{ subjects(first: ${first}) { nodes { sessions${page} segments${page} recordingSites${page} } } }`,
    );
    return api.statements.length;
  };
  // Subjects, sessions, whether there are strategies, segments and fibres.
  expect(await statementsFor(1, "")).toBe(5);
  expect(await statementsFor(10, "")).toBe(5);
  expect(await statementsFor(10, "totalCount")).toBe(8);
});

test("as of a position, a page holds what was there then", async () => {
  const { subject } = await data(
    api.url,
    `{ subject(id: "north/learning/m01", asOf: {position: 60}) {
         sessions(first: 100) { totalCount nodes { number nTrials } } recordingSites { totalCount nodes { id } } } }`,
  );
  expect(subject.recordingSites).toEqual({ totalCount: 0, nodes: [] });
  expect(subject.sessions.totalCount).toBe(subject.sessions.nodes.length);
  expect(subject.sessions.nodes.at(-1)).toEqual({ number: 10, nTrials: 4 });
});
