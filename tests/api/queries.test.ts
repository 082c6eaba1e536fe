import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../../src/postgres/pool.ts";
import { openDatabase } from "../../src/read/database.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data } from "./client.ts";
import { deriveSegments, failSegments, N_SESSIONS, N_TRIALS, northHomes } from "./cohort-fixture.ts";

const allHomes = [...northHomes, "south/pilot/s01", "south/pilot/s02"];

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

const ids = (nodes: readonly { readonly id: string }[]) => nodes.map((node) => node.id);

test("subjects come in the order of lab, project and name", async () => {
  const { subjects } = await data(api.url, "{ subjects { nodes { id lab project name } } }");
  expect(ids(subjects.nodes)).toEqual(allHomes);
  expect(subjects.nodes[0]).toEqual({
    id: "north/learning/m01",
    lab: "north",
    project: "learning",
    name: "m01",
  });
});

test("pages joined by their cursors give every subject once, whatever their size", async () => {
  const query = `query ($first: Int!, $after: String) {
    subjects(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } }
  }`;
  for (const first of [1, 4, 5, 12, 1000]) {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { subjects } = await data(api.url, query, { first, after });
      found.push(...subjects.edges.map((edge: { node: { id: string } }) => edge.node.id));
      after = subjects.pageInfo.hasNextPage ? subjects.pageInfo.endCursor : null;
      expect(subjects.pageInfo.endCursor).toBe(subjects.edges.at(-1).cursor);
    } while (after !== null);
    expect(found).toEqual(allHomes);
  }
});

test("a page of no rows says whether there are any", async () => {
  const { subjects } = await data(
    api.url,
    "{ subjects(first: 0) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }",
  );
  expect(subjects).toEqual({ totalCount: 12, nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });
});

test("the total is counted only when it is asked for, and alone fetches no page", async () => {
  api.statements.length = 0;
  await data(api.url, "{ subjects { nodes { id } } }");
  expect(api.statements).toHaveLength(1);
  expect(api.statements[0]).not.toMatch(/count/);
  api.statements.length = 0;
  expect(await data(api.url, "{ subjects { totalCount } }")).toEqual({ subjects: { totalCount: 12 } });
  expect(api.statements).toHaveLength(1);
  expect(api.statements[0]).toMatch(/count/);
});

test("a filter's conditions hold together, and null ones do not matter", async () => {
  const query = "query ($filter: SubjectFilter) { subjects(filter: $filter) { totalCount nodes { id } } }";
  const found = async (filter: unknown) => {
    const { subjects } = await data(api.url, query, { filter });
    expect(subjects.totalCount).toBe(subjects.nodes.length);
    return ids(subjects.nodes);
  };
  expect(await found(null)).toEqual(allHomes);
  expect(await found({ lab: null, earlyStrategy: null })).toEqual(allHomes);
  expect(await found({ lab: "south" })).toEqual(["south/pilot/s01", "south/pilot/s02"]);
  expect(await found({ lab: "north", project: "pilot" })).toEqual([]);
  expect(await found({ subject: "m03" })).toEqual(["north/learning/m03"]);
  expect(await found({ simulated: true })).toEqual(["south/pilot/s01"]);
  expect(await found({ simulated: false, lab: "south" })).toEqual(["south/pilot/s02"]);
  expect(await found({ earlyStrategy: "LEFT_BIASED" })).toEqual(northHomes.filter((_, i) => i % 2 === 0));
  expect(await found({ earlyStrategy: "LEFT_BIASED", lateStrategy: "UNBIASED" })).toEqual([]);
});

test("a subject shows what was appended and what was derived of it", async () => {
  const { subject } = await data(
    api.url,
    `{ subject(id: "north/learning/m02") {
      id species strain sex birthDate nonDecisionTimeS simulated earlyStrategy lateStrategy
      strategyExclusion { code }
      sessions { nodes {
        number startedAt rig taskVersion boundariesKnown nTrials
        measures {
          nUsed nZeroContrast leftSlope rightSlope bias accuracy carried
          psychometricCounts { contrast nRight n } run { analysis }
        }
      } }
      segments { nodes {
        strategy probability firstSession firstTrial lastSession lastTrial nTrials
        associationLeft associationRight bias run { analysis analysisVersion parameters inputPosition state }
      } }
    } }`,
  );
  const {
    sessions: { nodes: sessions },
    segments: { nodes: segments },
    ...rest
  } = subject;
  expect(rest).toEqual({
    id: "north/learning/m02",
    species: "Mus musculus",
    strain: null,
    sex: "female",
    birthDate: "2025-11-03",
    nonDecisionTimeS: null,
    simulated: false,
    earlyStrategy: "UNBIASED",
    lateStrategy: "BALANCED",
    strategyExclusion: null,
  });
  expect(sessions.map((session: { number: number }) => session.number)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
  expect(sessions[2]).toEqual({
    number: 3,
    startedAt: "2026-03-03T09:30:00.000Z",
    rig: "rig-1",
    taskVersion: null,
    boundariesKnown: true,
    nTrials: N_TRIALS,
    measures: {
      nUsed: 4,
      nZeroContrast: 1,
      leftSlope: 0,
      rightSlope: 0,
      bias: -0.15,
      accuracy: 0.6,
      carried: true,
      psychometricCounts: [
        { contrast: -0.5, nRight: 1, n: 2 },
        { contrast: 0.5, nRight: 2, n: 2 },
      ],
      run: { analysis: "session-measures" },
    },
  });
  expect(segments).toHaveLength(2);
  expect(segments[0]).toEqual({
    strategy: "UNBIASED",
    probability: 0.75,
    firstSession: 1,
    firstTrial: 1,
    lastSession: 5,
    lastTrial: 5,
    nTrials: 25,
    associationLeft: 0.05,
    associationRight: 0.1,
    bias: -0.2,
    run: {
      analysis: "strategy-segments",
      analysisVersion: 1,
      parameters: { minTrials: 70 },
      inputPosition: 17,
      state: "SUCCEEDED",
    },
  });
});

test("what is not derived is null, and the runs say why", async () => {
  const query = `query ($id: ID!) { subject(id: $id) {
    earlyStrategy strategyExclusion { reason } segments { nodes { strategy } }
    sessions { nodes { number boundariesKnown nTrials measures { bias } } }
    runs { analysis state finishedAt error { code message remedy } }
  } }`;
  const { subject } = await data(api.url, query, { id: "south/pilot/s01" });
  expect(subject).toEqual({
    earlyStrategy: null,
    strategyExclusion: null,
    segments: null,
    sessions: { nodes: [{ number: 1, boundariesKnown: false, nTrials: 1, measures: null }] },
    runs: [
      {
        analysis: "strategy-segments",
        state: "FAILED",
        finishedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        error: {
          code: "TOO_FEW_TRIALS",
          message: "1 trial with a choice, where a fit needs more",
          remedy: "Append more trials.",
        },
      },
    ],
  });
  const empty = await data(api.url, query, { id: "south/pilot/s02" });
  expect(empty.subject).toEqual({
    earlyStrategy: null,
    strategyExclusion: null,
    segments: null,
    sessions: { nodes: [] },
    runs: [],
  });
});

test("a subject that is not there is null", async () => {
  expect(await data(api.url, '{ subject(id: "north/learning/m99") { id } }')).toEqual({ subject: null });
});

test("each session's trials page by themselves", async () => {
  const { subject } = await data(
    api.url,
    `{ subject(id: "north/learning/m01") { sessions { nodes {
      number
      start: trials(first: 2) { totalCount nodes { number } pageInfo { hasNextPage endCursor } }
      whole: trials { nodes { number contrastLeft contrastRight choice outcome responseTimeS repeatNumber } pageInfo { hasNextPage } }
    } } } }`,
  );
  expect(subject.sessions.nodes).toHaveLength(N_SESSIONS);
  for (const { start, whole } of subject.sessions.nodes) {
    expect(start.totalCount).toBe(N_TRIALS);
    expect(start.nodes).toEqual([{ number: 1 }, { number: 2 }]);
    expect(start.pageInfo.hasNextPage).toBe(true);
    expect(whole.pageInfo.hasNextPage).toBe(false);
    expect(whole.nodes).toHaveLength(N_TRIALS);
  }
  expect(subject.sessions.nodes[0].whole.nodes[1]).toEqual({
    number: 2,
    contrastLeft: 0.5,
    contrastRight: 0,
    choice: "LEFT",
    outcome: "CORRECT",
    responseTimeS: 0.5,
    repeatNumber: 0,
  });
  expect(subject.sessions.nodes[0].whole.nodes[4]).toMatchObject({ choice: "NO_GO", outcome: null });

  const next = await data(
    api.url,
    `query ($after: String) { subject(id: "north/learning/m01") { sessions { nodes {
      trials(first: 2, after: $after) { edges { cursor node { number } } pageInfo { hasNextPage } }
    } } } }`,
    { after: subject.sessions.nodes[0].start.pageInfo.endCursor },
  );
  const [{ trials }] = next.subject.sessions.nodes;
  expect(trials.edges.map((edge: { node: { number: number } }) => edge.node.number)).toEqual([3, 4]);
});

test("results are those of the newest run that succeeded", async () => {
  const worker = createPool(api.database.url, "worker");
  const db = openDatabase(worker);
  const home = "north/learning/m10";
  const query = `{ subject(id: "${home}") {
    earlyStrategy segments { nodes { strategy run { id } } } runs { id analysis state }
  } }`;
  const before = await data(api.url, query);
  expect(before.subject.earlyStrategy).toBe("UNBIASED");
  try {
    const runId = await deriveSegments(db, home, "RIGHT_BIASED");
    const after = await data(api.url, query);
    expect(after.subject.earlyStrategy).toBe("RIGHT_BIASED");
    expect(after.subject.segments.nodes).toEqual([
      { strategy: "RIGHT_BIASED", run: { id: `run:${runId}` } },
      { strategy: "BALANCED", run: { id: `run:${runId}` } },
    ]);
    await failSegments(db, home);
    const failed = await data(api.url, query);
    expect(failed.subject.segments).toEqual(after.subject.segments);
    expect(failed.subject.runs).toEqual([
      { id: expect.any(String), analysis: "session-measures", state: "SUCCEEDED" },
      { id: expect.any(String), analysis: "decision-model", state: "SUCCEEDED" },
      { id: `run:${runId + 1}`, analysis: "strategy-segments", state: "FAILED" },
      { id: expect.any(String), analysis: "session-psychometrics", state: "SUCCEEDED" },
    ]);
  } finally {
    await deriveSegments(db, home, "UNBIASED");
    await worker.end();
  }
});

test("the log says how far it and its projections are, and how many subjects are behind", async () => {
  const { log } = await data(api.url, "{ log { position projectedPosition staleSubjects } }");
  const head = await api.pool.query<{ position: number }>("select position from log.head");
  // The fixture's runs are of no real input, so every subject with a trial is stale.
  expect(log).toEqual({
    position: head.rows[0].position,
    projectedPosition: log.position,
    staleSubjects: 11,
  });
});
