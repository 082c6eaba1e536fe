/** Whether each result is of the present data, through the API. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { planRuns, toQueue } from "../../src/analyses/plan.ts";
import { type Api, startApi } from "../../src/api/server.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { enqueueRuns } from "../../src/read/run-queue.ts";
import { projectedPosition } from "../../src/read/run-states.ts";
import { type Derivation, derivation } from "../analyses/derivation.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { giveToken } from "./api-under-test.ts";
import { ask, data, recordStatements, useToken } from "./client.ts";

const log = givenLog();
const homes = ["lab/study/A", "lab/study/B", "lab/study/C"];
let derive: Derivation;
let api: Api;
let statements: string[];

beforeAll(async () => {
  await append(
    log.pool("ingest"),
    ["A", "B", "C"].flatMap((mouse) => trials(mouse, 1, 1, 30)),
  );
  await catchUp(log.pool("worker"));
  derive = derivation(log.pool("worker"));
  statements = recordStatements(log.pool("api"));
  api = await startApi({ pool: log.pool("api") });
  useToken(await giveToken(log.url, { labs: ["lab"] }));
});
afterAll(async () => {
  await api?.close();
  await derive?.close();
});

interface Stands {
  readonly analysis: string;
  readonly freshness: { readonly state: string; readonly lagEvents: number };
  readonly run: { readonly id: string } | null;
  readonly error: { readonly code: string } | null;
}

async function standsOf(home: string, analysis: string): Promise<Stands> {
  const query = `query ($id: ID!) { subject(id: $id) {
    derivations { analysis freshness { state lagEvents } run { id } error { code } } } }`;
  const { subject } = await data(api.url, query, { id: home });
  return subject.derivations.find((each: Stands) => each.analysis === analysis);
}

const measuresOf = async (home: string, asOf?: number) => {
  const at = asOf === undefined ? "" : `, asOf: {position: ${asOf}}`;
  const query = `{ subject(id: "${home}"${at}) { sessions { nodes { measures { freshness { state lagEvents } run { id } } } } } }`;
  return (await data(api.url, query)).subject.sessions.nodes[0].measures;
};

const fresh = { state: "FRESH", lagEvents: 0 };

test("what was never derived is stale by all its events, and computing once it waits", async () => {
  expect(await standsOf(homes[0], "session-measures")).toEqual({
    analysis: "session-measures",
    freshness: { state: "STALE", lagEvents: 30 },
    run: null,
    error: null,
  });
  const plan = await planRuns(derive.db, { homes: [homes[0]], analyses: ["session-measures"] });
  const inputPosition = await projectedPosition(derive.db);
  await enqueueRuns(derive.db, plan.map(toQueue), { cause: "change", priority: 10, inputPosition });
  expect(await standsOf(homes[0], "session-measures")).toMatchObject({
    freshness: { state: "COMPUTING", lagEvents: 30 },
  });
});

test("a result is fresh until its trials change, then it lags by as many events as came", async () => {
  for (const home of homes) await derive.run("session-measures", home);
  const before = await measuresOf(homes[0]);
  expect(before).toEqual({ freshness: fresh, run: { id: expect.any(String) } });
  await append(log.pool("ingest"), [trial("A", 1, 31), trial("A", 1, 32), trial("A", 1, 33)]);
  await catchUp(log.pool("worker"));
  expect(await measuresOf(homes[0])).toEqual({
    freshness: { state: "STALE", lagEvents: 3 },
    run: before.run,
  });
  expect((await measuresOf(homes[1])).freshness).toEqual(fresh);
  await derive.run("session-measures", homes[0]);
  expect((await measuresOf(homes[0])).freshness).toEqual(fresh);
  // What was known then is not of the present data.
  expect(await measuresOf(homes[0], 90)).toEqual({
    freshness: { state: "STALE", lagEvents: 3 },
    run: before.run,
  });
});

test("data that give an error are failed, with the error", async () => {
  // It always chose right: no model can be fitted.
  await derive.run("decision-model", homes[1]);
  expect(await standsOf(homes[1], "decision-model")).toMatchObject({
    freshness: { state: "FAILED", lagEvents: 30 },
    run: null,
    error: { code: expect.any(String) },
  });
});

test("a cohort says how many of its subjects its answers are behind", async () => {
  const query = '{ cohort { size staleSubjects } none: cohort(filter: {subject: "X"}) { staleSubjects } }';
  expect(await data(api.url, query)).toEqual({
    cohort: { size: 3, staleSubjects: 3 },
    none: { staleSubjects: 0 },
  });
});

test("the freshness of many subjects' results takes as many statements as that of one", async () => {
  await append(log.pool("ingest"), [trial("A", 1, 34), trial("C", 1, 31)]);
  await catchUp(log.pool("worker"));
  const statementsFor = async (first: number) => {
    statements.length = 0;
    const { subjects } = await data(
      api.url,
      `{ subjects(first: ${first}) { nodes { derivations { freshness { state lagEvents } }
         sessions { nodes { measures { freshness { state } } } } } } }`,
    );
    expect(subjects.nodes).toHaveLength(first);
    return statements.length;
  };
  const one = await statementsFor(1);
  expect(await statementsFor(3)).toBe(one);
});

test("another lab's token learns nothing of them", async () => {
  const other = await giveToken(log.url, { labs: ["other"] });
  const query = `{ subject(id: "${homes[0]}") { derivations { analysis } } subjects { totalCount } }`;
  expect((await ask(api.url, query, {}, other)).data).toEqual({ subject: null, subjects: { totalCount: 0 } });
});
