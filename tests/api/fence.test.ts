/** Two labs' data through the API: what each token sees, by every way in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiUnderTest, giveToken, startApiUnderTest } from "./api-under-test.ts";
import { ask, data } from "./client.ts";
import { northHomes } from "./cohort-fixture.ts";

let api: ApiUnderTest;
let southToken: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  southToken = await giveToken(api.database.url, { labs: ["south"] });
});
afterAll(() => api?.stop());

const south = (query: string) => ask(api.url, query, {}, southToken);

describe("a token of one lab", () => {
  test.each([
    ["by listing", "{ subjects { totalCount nodes { id } } }"],
    ["by its id", '{ subject(id: "north/learning/m01") { id } }'],
    [
      "by alias",
      '{ a: subject(id: "north/learning/m01") { name } b: subject(id: "north/learning/m02") { name } }',
    ],
    [
      "by fragment",
      '{ ...F } fragment F on Query { subject(id: "north/learning/m01") { ...G } } fragment G on Subject { strain sessions { nodes { number } } }',
    ],
    [
      "by filter",
      '{ subjects(filter: {or: [{lab: "north"}, {not: {lab: "south"}}]}) { totalCount nodes { id } } }',
    ],
    ["by its trials", '{ trials(subjects: {lab: "north"}) { totalCount nodes { subjectId } } }'],
    ["by all trials", "{ trials(first: 1000) { totalCount nodes { subjectId trial { number } } } }"],
    [
      "by a position",
      '{ subject(id: "north/learning/m01", asOf: {position: 20}) { id } subjects(asOf: {position: 20}) { totalCount } }',
    ],
    [
      "by labs and projects",
      '{ labs { totalCount nodes { name } } projects(lab: "north") { totalCount nodes { name } } }',
    ],
    ["by its traces", '{ meanTraces(subject: "north/learning/m01", site: "x") { nSnippets } }'],
    [
      "by a cohort",
      '{ cohort(filter: {lab: "north"}) { size n excluded { subject { id } } meanTrajectory { n } earlyLateTable { n } } }',
    ],
    ["by its streams", "{ log { staleSubjects blockedStreams { stream } } }"],
  ])("sees nothing of another %s", async (_, query) => {
    const answer = await south(query);
    expect(answer.errors).toEqual([]);
    expect(JSON.stringify(answer.data)).not.toMatch(/north|learning|m0\d/);
  });

  test("cannot go on from another's cursor", async () => {
    const { subjects } = await data(api.url, "{ subjects(first: 3) { pageInfo { endCursor } } }");
    const after = subjects.pageInfo.endCursor;
    const next = await south(`{ subjects(after: "${after}") { nodes { id } } }`);
    expect(next.data.subjects.nodes).toEqual([{ id: "south/pilot/s01" }, { id: "south/pilot/s02" }]);
  });

  test("gets aggregates of its own alone", async () => {
    expect((await south("{ cohort { size n } }")).data).toEqual({ cohort: { size: 2, n: 0 } });
    expect((await south("{ subjects { totalCount } trials { totalCount } }")).data).toEqual({
      subjects: { totalCount: 2 },
      trials: { totalCount: 1 },
    });
  });

  test.each([
    ["in the address", (token: string) => ({ path: `/graphql?token=${token}`, headers: {} })],
    ["in a cookie", (token: string) => ({ path: "/graphql", headers: { cookie: `token=${token}` } })],
    ["in another header", (token: string) => ({ path: "/graphql", headers: { "x-api-key": token } })],
    [
      "as another scheme",
      (token: string) => ({ path: "/graphql", headers: { authorization: `Basic ${token}` } }),
    ],
    ["without a scheme", (token: string) => ({ path: "/graphql", headers: { authorization: token } })],
  ])("is not taken %s", async (_, at) => {
    const { path, headers } = at(southToken);
    const response = await fetch(`${api.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query: "{ subjects { totalCount } }" }),
    });
    expect(response.status).toBe(401);
    expect(JSON.stringify(await response.json())).not.toContain(southToken);
  });

  test("injected SQL is text, in every argument", async () => {
    const evil = "x' or true; select set_config('saddlepoint.principals', 'lab:north', false); --";
    for (const query of [
      "query ($e: String!) { subjects(filter: {sex: $e}) { totalCount } }",
      "query ($e: String!) { subjects(filter: {site: {region: $e}}) { totalCount } }",
      "query ($e: String!) { subjects(filter: {or: [{strain: $e}, {genotype: $e}]}) { totalCount } }",
    ]) {
      const { data, errors } = await ask(api.url, query, { e: evil }, southToken);
      expect([errors, data.subjects.totalCount]).toEqual([[], 0]);
    }
    for (const query of [
      "query ($e: String) { subjects(after: $e) { totalCount } }",
      "query ($e: String) { labs(after: $e) { totalCount } }",
      "query ($e: String) { trials(after: $e) { totalCount } }",
    ]) {
      const { errors } = await ask(api.url, query, { e: evil }, southToken);
      expect(errors[0].extensions.code).toBe("INVALID_CURSOR");
    }
    expect((await south("{ subjects { totalCount } }")).data.subjects.totalCount).toBe(2);
  });
});

describe("filters", () => {
  const found = async (filter: string) =>
    (await data(api.url, `{ subjects(filter: ${filter}) { nodes { id } } }`)).subjects.nodes.map(
      ({ id }: { id: string }) => id,
    );

  test("hold together, one of several, and not", async () => {
    const [m01, m02] = northHomes;
    expect(await found('{or: [{subject: "m01"}, {subject: "m02"}]}')).toEqual([m01, m02]);
    expect(await found('{and: [{lab: "north"}, {or: [{subject: "m01"}, {subject: "s01"}]}]}')).toEqual([m01]);
    expect(await found('{lab: "north", not: {earlyStrategy: LEFT_BIASED}}')).toEqual(
      northHomes.filter((_, i) => i % 2 === 1),
    );
    expect(await found('{sex: "female", not: {or: [{subject: "m01"}, {earlyStrategy: UNBIASED}]}}')).toEqual(
      northHomes.filter((_, i) => i % 2 === 0 && i > 0),
    );
    expect(await found("{or: []}")).toHaveLength(12);
    // Bounds of counts need not be whole.
    expect(await found("{ranges: [{measure: SESSIONS, min: 9.5, max: 1e300}]}")).toEqual(northHomes);
    expect(await found('{trainedFrom: "2026-03-10", trainedTo: "2026-03-10"}')).toEqual(northHomes);
    expect(await found('{trainedTo: "2026-02-28"}')).toEqual([]);
    expect(await found("{fresh: true}")).toEqual([]);
    expect(await found('{site: {region: "DLS"}}')).toEqual([]);
  });

  test("that nest too deep are refused", async () => {
    const deep = (n: number): string => (n === 0 ? '{lab: "north"}' : `{not: ${deep(n - 1)}}`);
    expect((await ask(api.url, `{ subjects(filter: ${deep(8)}) { totalCount } }`)).errors).toEqual([]);
    const { errors } = await ask(api.url, `{ subjects(filter: ${deep(9)}) { totalCount } }`);
    expect(errors[0].extensions.code).toBe("FILTER_TOO_LARGE");
  });

  test("of trials find them across subjects, page by page", async () => {
    const all: string[] = [];
    let after: string | null = null;
    do {
      const { trials } = await data(
        api.url,
        'query ($after: String) { trials(subjects: {lab: "north"}, filter: {choice: NO_GO}, first: 30, after: $after) { totalCount nodes { subjectId session trial { number choice } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      expect(trials.totalCount).toBe(100);
      for (const { subjectId, session, trial } of trials.nodes) {
        expect(trial).toEqual({ number: 5, choice: "NO_GO" });
        all.push(`${subjectId}/${session}`);
      }
      after = trials.pageInfo.hasNextPage ? trials.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(all).size).toBe(100);
    expect(all.length).toBe(100);
  });
});

describe("as of", () => {
  test("a position answers as it was, and what is to come has no answer yet", async () => {
    const { subjects } = await data(
      api.url,
      "{ subjects(asOf: {position: 60}) { totalCount nodes { id sessions { nodes { number nTrials } } } } }",
    );
    expect(subjects.totalCount).toBe(1);
    expect(subjects.nodes[0].sessions.nodes.at(-1)).toEqual({ number: 10, nTrials: 4 });
    for (const [asOf, code] of [
      ["{position: 999999}", "AS_OF_AHEAD"],
      ['{time: "2999-01-01T00:00:00Z"}', "AS_OF_AHEAD"],
      ["{}", "INVALID_AS_OF"],
      ['{position: 1, time: "2026-01-01T00:00:00Z"}', "INVALID_AS_OF"],
    ]) {
      const { errors } = await ask(api.url, `{ subjects(asOf: ${asOf}) { totalCount } }`);
      expect(errors[0].extensions.code, asOf).toBe(code);
    }
  });
});
