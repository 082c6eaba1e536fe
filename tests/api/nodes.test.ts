/** Ids of everything, pages of what lies under a session, saved cohorts and releases. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { cohortDefined, cohortWithdrawn, releasePublished } from "../events/given-events.ts";
import { type ApiUnderTest, giveToken, startApiUnderTest } from "./api-under-test.ts";
import { ask, data, errorCode } from "./client.ts";
import { northHomes } from "./cohort-fixture.ts";

const north = { lab: "north", project: "learning" };
const M01 = { ...north, subject: "m01" };
const common = { schemaVersion: 1, source: "nodes", occurredAt: null, actor: "test" } as const;
const samples = (value: number) => Float32Array.of(value, -1, 0.5);

let api: ApiUnderTest;
let head: number;

beforeAll(async () => {
  api = await startApiUnderTest();
  const site = { site: "dls", region: "DLS", hemisphere: "left" } as const;
  head = await happens(
    { ...common, ...M01, type: "RecordingSiteRegistered", sourceEventId: "site", payload: site },
    ...[1, 2, 3, 4].map((stimulation) => ({
      ...{ ...common, ...M01, session: 2, type: "StimulationRecorded" as const },
      sourceEventId: `light ${stimulation}`,
      payload: {
        ...({
          stimulation,
          trial: stimulation,
          site: "DLS",
          hemisphere: "left",
          condition: "active",
        } as const),
        ...{ wavelengthNm: 635, powerMw: 2.5 },
      },
    })),
    ...["a", "b", "c"].map((snippet, i) => ({
      ...{ ...common, ...M01, session: 2, type: "SnippetRecorded" as const },
      sourceEventId: `trace ${snippet}`,
      payload: {
        ...{ snippet, trial: i + 1, site: "dls", channel: "signal", units: "z" },
        ...({ alignment: i === 2 ? "go-cue" : "stimulus", sampleRateHz: 20, offsetS: -0.5 } as const),
      },
      samples: samples(i),
    })),
    cohortDefined(north, "left", { earlyStrategy: "LEFT_BIASED" }),
    cohortDefined(north, "left-females", { cohort: "north/learning/cohort:left", sex: "female" }),
    cohortDefined(north, "broken", { earlyStrategy: "SIDEWAYS" }),
    releasePublished(north, {
      ...{ release: "paper", position: 60, citation: "Doe (2026)" },
      analyses: [{ name: "session-measures", version: 3, parameters: { minTrials: 70 } }],
    }),
  );
});

afterAll(() => api?.stop());

async function happens(...events: Parameters<typeof append>[1]): Promise<number> {
  const [ingest, worker] = [createPool(api.database.url, "ingest"), createPool(api.database.url, "worker")];
  try {
    await append(ingest, events);
    return await catchUp(worker);
  } finally {
    await Promise.all([ingest.end(), worker.end()]);
  }
}

const IDS = {
  Lab: "north",
  Project: "north/learning",
  Subject: "north/learning/m01",
  Session: "north/learning/m01/2",
  Trial: "north/learning/m01/2/5",
  RecordingSite: "north/learning/m01/site:dls",
  StrategySegment: "north/learning/m01/segment:1",
  Stimulation: "north/learning/m01/2/stimulation:3",
  Snippet: "north/learning/m01/2/snippet:b",
  Run: "run:1",
  CohortDefinition: "north/learning/cohort:left",
  Release: "north/learning/release:paper",
} as const;

/** Ids, of each form, of what is not there. */
const NOTHING = [
  "nowhere",
  "north/nothing",
  "north/learning/nobody",
  "north/learning/m01/99",
  "north/learning/m01/2/99",
  "north/learning/m01/site:none",
  "north/learning/m01/segment:9",
  "north/learning/m01/2/stimulation:9",
  "north/learning/m01/2/snippet:none",
  "run:999999",
  "north/learning/cohort:none",
  "north/learning/release:none",
];

describe("an id", () => {
  test("finds what it names, of every type that has one", async () => {
    const { nodes, __type } = await data(
      api.url,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } __type(name: "Node") { possibleTypes { name } } }',
      { ids: Object.values(IDS) },
    );
    expect(nodes).toEqual(Object.entries(IDS).map(([__typename, id]) => ({ id, __typename })));
    expect(__type.possibleTypes.map(({ name }: { name: string }) => name).sort()).toEqual(
      Object.keys(IDS).sort(),
    );
  });

  test("finds the whole of it", async () => {
    const { node } = await data(
      api.url,
      `{ node(id: "${IDS.Session}") { ... on Session { number nTrials measures { bias } trials(first: 1) { nodes { id } } } } }`,
    );
    expect(node).toEqual({
      ...{ number: 2, nTrials: 5 },
      measures: { bias: -0.2 },
      trials: { nodes: [{ id: "north/learning/m01/2/1" }] },
    });
  });

  test("that names nothing, now or then, gives null, and what is no id is refused", async () => {
    for (const id of NOTHING)
      expect((await data(api.url, "query ($id: ID!) { node(id: $id) { id } }", { id })).node, id).toBeNull();
    const then = await data(
      api.url,
      `{ a: node(id: "${IDS.Stimulation}", asOf: {position: 60}) { id }
         b: node(id: "${IDS.CohortDefinition}", asOf: {position: 60}) { id }
         c: node(id: "north/learning/m01/10/5", asOf: {position: 60}) { id }
         d: node(id: "north/learning/m01/10/4", asOf: {position: 60}) { id } }`,
    );
    expect(then).toEqual({ a: null, b: null, c: null, d: { id: "north/learning/m01/10/4" } });
    for (const id of [
      "",
      "a/b/c/d",
      "a/b/c/1/2/3",
      "north/",
      "a:b:c",
      "a/b/c/99999999999",
      "x:y",
      "../etc",
      "é",
    ])
      expect(await errorCode(api.url, "query ($id: ID!) { node(id: $id) { id } }", { id }), id).toBe(
        "INVALID_ID",
      );
  });

  test("of another lab's gives nothing away", async () => {
    const south = await giveToken(api.database.url, { labs: ["south"] });
    const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }";
    const answer = await ask(api.url, query, { ids: Object.values(IDS) }, south);
    expect(answer).toEqual({ status: 200, errors: [], data: { nodes: Object.values(IDS).map(() => null) } });
  });

  test("and hundreds more cost no more statements than one of each", async () => {
    const statementsFor = async (ids: readonly string[]) => {
      api.statements.length = 0;
      await data(api.url, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
      return api.statements.length;
    };
    const one = await statementsFor([`${northHomes[0]}/1`, northHomes[0]]);
    expect(await statementsFor(northHomes.flatMap((home) => [`${home}/1`, `${home}/2`, home]))).toBe(one);
    const many = Array.from({ length: 101 }, () => "north");
    expect(await errorCode(api.url, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: many })).toBe(
      "ARGUMENT_OUT_OF_RANGE",
    );
  });
});

describe("what lies under a session", () => {
  const session = (fields: string) =>
    data(api.url, `{ node(id: "${IDS.Session}") { ... on Session { ${fields} } } }`);

  test("stimulations come page by page", async () => {
    const page = async (after: string) =>
      (
        await session(
          `stimulations(first: 3${after}) { totalCount nodes { number trial site wavelengthNm } pageInfo { hasNextPage endCursor } }`,
        )
      ).node.stimulations;
    const first = await page("");
    expect([first.totalCount, first.nodes.length, first.pageInfo.hasNextPage]).toEqual([4, 3, true]);
    const second = await page(`, after: "${first.pageInfo.endCursor}"`);
    expect(second.nodes).toEqual([{ number: 4, trial: 4, site: "DLS", wavelengthNm: 635 }]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  test("snippets come with their samples, of one site and event where one asks", async () => {
    const { node } = await session(
      'snippets(site: "dls", alignment: STIMULUS) { totalCount nodes { name alignment nSamples samples } } all: snippets { totalCount } none: snippets(site: "x") { totalCount nodes { name } }',
    );
    expect(node.snippets).toEqual({
      totalCount: 2,
      nodes: [
        { name: "a", alignment: "STIMULUS", nSamples: 3, samples: [0, -1, 0.5] },
        { name: "b", alignment: "STIMULUS", nSamples: 3, samples: [1, -1, 0.5] },
      ],
    });
    expect([node.all.totalCount, node.none]).toEqual([3, { totalCount: 0, nodes: [] }]);
  });

  test("many sessions cost as many statements as one", async () => {
    const statementsFor = async (first: number) => {
      api.statements.length = 0;
      await data(
        api.url,
        `{ subjects(first: ${first}) { nodes { sessions(first: 10) { nodes { stimulations(first: 3) { totalCount nodes { id } } snippets(first: 3) { totalCount nodes { samples } } } } } } }`,
      );
      return api.statements.length;
    };
    const one = await statementsFor(1);
    expect(await statementsFor(10)).toBe(one);
  });
});

test("runs come newest first, of a subject, an analysis and a state", async () => {
  const { runs } = await data(
    api.url,
    "{ runs(first: 2) { nodes { number subjectId analysis state } pageInfo { endCursor } totalCount } }",
  );
  expect(runs.totalCount).toBe(41);
  expect(runs.nodes[0]).toMatchObject({ number: 41, subjectId: "south/pilot/s01", state: "FAILED" });
  const next = await data(
    api.url,
    `{ runs(first: 1, after: "${runs.pageInfo.endCursor}") { nodes { number } }
       own: runs(subject: "north/learning/m01", analysis: "decision-model", state: SUCCEEDED) { totalCount nodes { id } }
       none: runs(state: PENDING) { totalCount nodes { id } } }`,
  );
  expect(next.runs.nodes).toEqual([{ number: 39 }]);
  expect([next.own.totalCount, next.none]).toEqual([1, { totalCount: 0, nodes: [] }]);
});

describe("a saved cohort", () => {
  test("is listed, and selects wherever a filter does, within others too", async () => {
    const { cohorts, cohort, subjects, trials } = await data(
      api.url,
      `{ cohorts(project: "learning") { totalCount nodes { name filter } }
         cohort(filter: {cohort: "north/learning/cohort:left"}) { size }
         subjects(filter: {not: {cohort: "north/learning/cohort:left-females"}, lab: "north"}) { totalCount }
         trials(subjects: {cohort: "north/learning/cohort:left-females"}) { totalCount } }`,
    );
    expect(cohorts.totalCount).toBe(3);
    expect(cohorts.nodes.map(({ name }: { name: string }) => name)).toEqual([
      "broken",
      "left",
      "left-females",
    ]);
    expect([cohort.size, subjects.totalCount, trials.totalCount]).toEqual([5, 5, 250]);
  });

  test("that is not there, cannot be used, or is not the caller's to see, selects nothing", async () => {
    const size = "query ($cohort: ID!) { cohort(filter: {cohort: $cohort}) { size } }";
    expect(await errorCode(api.url, size, { cohort: "north/learning/cohort:none" })).toBe("COHORT_UNKNOWN");
    expect(await errorCode(api.url, size, { cohort: "whatever" })).toBe("COHORT_UNKNOWN");
    expect(await errorCode(api.url, size, { cohort: "north/learning/cohort:broken" })).toBe(
      "COHORT_UNUSABLE",
    );
    const south = await giveToken(api.database.url, { labs: ["south"] });
    const answer = await ask(api.url, size, { cohort: "north/learning/cohort:left" }, south);
    expect(answer.errors[0].extensions.code).toBe("COHORT_UNKNOWN");
  });

  test("has its members of then as of then", async () => {
    await happens(cohortDefined(north, "left", { subject: "m02" }));
    const at = (asOf: string) =>
      data(
        api.url,
        `{ cohort(filter: {cohort: "north/learning/cohort:left"}, asOf: {position: ${asOf}}) { size } }`,
      );
    expect((await at(String(head))).cohort.size).toBe(5);
    expect((await at(String(head + 1))).cohort.size).toBe(1);
    await happens(cohortWithdrawn(north, "left"));
    expect((await at(String(head))).cohort.size).toBe(5);
  });

  test("is exported by the same filter", async () => {
    const filter = encodeURIComponent('{"cohort": "north/learning/cohort:left"}');
    const response = await fetch(`${api.url}/v1/export/measures?position=${head}&filter=${filter}`, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    const lines = (await response.text()).trim().split("\n");
    expect(new Set(lines.slice(1).map((line) => line.split(",")[2])).size).toBe(5);
  });
});

describe("a release", () => {
  test("is listed with its analyses, and answers as of its position", async () => {
    const { releases, subjects } = await data(
      api.url,
      `{ releases { totalCount nodes { id position title citation analyses { name version parameters } } }
         subjects(asOf: {release: "north/learning/release:paper"}) { totalCount } }`,
    );
    expect(releases).toEqual({
      totalCount: 1,
      nodes: [
        {
          ...{ id: "north/learning/release:paper", position: 60, title: null, citation: "Doe (2026)" },
          analyses: [{ name: "session-measures", version: 3, parameters: { minTrials: 70 } }],
        },
      ],
    });
    expect(subjects.totalCount).toBe(1);
  });

  test("of another project's is not there", async () => {
    const south = await giveToken(api.database.url, { labs: ["south"] });
    const query =
      '{ subjects(asOf: {release: "north/learning/release:paper"}) { totalCount } releases { totalCount } }';
    const answer = await ask(api.url, query, {}, south);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(["RELEASE_UNKNOWN"]);
  });

  test("stands alone in asOf", async () => {
    const query = '{ subjects(asOf: {release: "north/learning/release:paper", position: 1}) { totalCount } }';
    expect(await errorCode(api.url, query)).toBe("INVALID_AS_OF");
  });
});
