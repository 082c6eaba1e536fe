/** The stored results of simulated mice with photometry and light: through the runs, the cohort and GraphQL. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodingAnswer } from "../../src/analyses/encoding-answer.ts";
import { planRuns } from "../../src/analyses/plan.ts";
import { type Api, startApi } from "../../src/api/server.ts";
import { appendSimulatedPhotometry } from "../../src/ingest/simulated-recordings.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { fetchFibres, fetchStages } from "../../src/read/dopamine-encoding.ts";
import { projectedPosition } from "../../src/read/run-states.ts";
import { adjustedP } from "../../src/science/dopamine/false-discovery.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { giveToken } from "../api/api-under-test.ts";
import { data, useToken } from "../api/client.ts";
import { givenLog } from "../log/given-log.ts";
import { type Derivation, derivation } from "./derivation.ts";

const log = givenLog();
const home = "lab/light/SIM001";
const mice = ["lab/light/SIM001", "lab/light/SIM002"];
let derive: Derivation;
let api: Api;

beforeAll(async () => {
  const rule = "tutor-executor";
  const size = { mice: 2, seed: 1, sessions: 9, trialsPerSession: 70, responseTimes: true };
  const at = { lab: "lab", project: "light", actor: "test", seed: 1 };
  for (const mouse of simulateCohort({ rule, ...size })) {
    await appendSimulatedMouse(log.pool("ingest"), mouse, at);
    await appendSimulatedPhotometry(log.pool("ingest"), mouse, rule, "partial", at);
  }
  await append(
    log.pool("ingest"),
    Array.from({ length: 60 }, (_, k) => ({
      type: "StimulationRecorded" as const,
      schemaVersion: 1,
      occurredAt: null,
      lab: "lab",
      project: "light",
      subject: "SIM001",
      session: 3 + (k % 3),
      source: "test",
      sourceEventId: `light ${k}`,
      actor: "test",
      payload: {
        stimulation: 1 + Math.floor(k / 3),
        trial: 1 + 3 * Math.floor(k / 3),
        site: "DLS",
        hemisphere: "both",
        condition: "active",
        alignment: "outcome",
      },
    })),
  );
  await catchUp(log.pool("worker"));
  derive = derivation(log.pool("worker"));
  for (const scope of mice) {
    for (const analysis of ["decision-model", "strategy-segments", "dopamine-encoding", "trace-sums"]) {
      expect(await derive.run(analysis, scope)).toMatchObject({ state: "succeeded" });
    }
  }
  expect(await derive.run("stimulation-effects", home)).toMatchObject({ state: "succeeded" });
  api = await startApi({ pool: log.pool("api") });
  useToken(await giveToken(log.url, { labs: ["lab"] }));
}, 120_000);
afterAll(async () => {
  await api?.close();
  await derive?.close();
});

test("encoding is stored by stage, and GraphQL gives it with where it comes from", async () => {
  const { subject } = await data(
    api.url,
    `{ subject(id: "${home}") { dopamineEncoding {
         site { name hemisphere } network run { analysis parameters }
         stages(alignment: OUTCOME, stage: ALL) { number nTrials coefficients { regressor estimate ci { low high } }
           accounts { decided partialR totalR difference differenceCi { low high } } }
         bins: stages(stage: BIN) { number }
         timeCourses { regressor timeS estimate low } followsAssociations { nSessions differenceR p }
         splitHalfReliabilities { regressor } droppedSessions { session } } } }`,
  );
  const [left, right] = subject.dopamineEncoding;
  expect([left.site.name, right.site.hemisphere, left.network]).toEqual(["DLS-left", "RIGHT", "DEFAULT"]);
  expect(left.run.analysis).toBe("dopamine-encoding");
  // The rules of the stimulus response are recorded with the run.
  expect(left.run.parameters.rules.responses.stimulusWindowS).toEqual([0.2, 0.35]);
  const outcome = left.stages[0].coefficients.find(
    ({ regressor }: { regressor: string }) => regressor === "outcome",
  );
  expect(outcome.ci.low).toBeGreaterThan(0);
  expect(left.stages[0].accounts.partialR).toBeGreaterThan(0.5);
  expect(left.bins.length).toBeGreaterThan(5);
  expect(left.timeCourses).toHaveLength(10);
  expect(left.followsAssociations).toMatchObject({ nSessions: 9, p: null });
});

test("the cohort's false discovery rate is that of all its fibres together", async () => {
  expect(await derive.run("dopamine-cohort", "lab/light")).toMatchObject({ state: "succeeded" });
  const fibres = await encodingAnswer(derive.db, mice);
  const family = fibres.flatMap(({ stages }) =>
    stages
      .filter(({ alignment, stage }) => alignment === "outcome" && stage === "all")
      .flatMap(({ coefficients }) => coefficients.map(({ permutationP }) => permutationP)),
  );
  expect(family).toHaveLength(4 * 5);
  const { rows } = await log.pool("reader").query<{ p: number }>(
    `select (a->>4)::float8 as p
     from derived.dopamine_cohort_fibre f, jsonb_array_elements(f.adjusted) a
     where a->>0 = 'outcome' and a->>1 = 'all' order by f.home, f.site`,
  );
  expect(rows.map(({ p }) => p)).toEqual(adjustedP(family));
  const { cohort, subject } = await data(
    api.url,
    `{ cohort(filter: {project: "light"}) { dopamineEncoding { earlyStrategy alignment nSubjects nFibres
         regressors { regressor estimate { mean n } nSignificant nTested } nPartial } }
       subject(id: "${home}") { dopamineEncoding { followsAssociations { differenceR p adjustedP } } } }`,
  );
  const groups = cohort.dopamineEncoding.filter(
    ({ alignment }: { alignment: string }) => alignment === "OUTCOME",
  );
  expect(groups.reduce((sum: number, { nFibres }: { nFibres: number }) => sum + nFibres, 0)).toBe(4);
  const tested = groups.flatMap(
    ({ regressors }: { regressors: { regressor: string; nSignificant: number }[] }) =>
      regressors.filter(({ regressor }) => regressor === "outcome"),
  );
  expect(
    tested.reduce((sum: number, { nSignificant }: { nSignificant: number }) => sum + nSignificant, 0),
  ).toBe(4);
  // Against the one other subject's associations, p is 1 or ½.
  for (const { followsAssociations } of subject.dopamineEncoding) {
    expect(followsAssociations.p === null).toBe(followsAssociations.differenceR === null);
    expect([0.5, 1, null]).toContain(followsAssociations.p);
  }
});

test("effects of light stand beside those of reward, of a subject and of its cohort", async () => {
  expect(await derive.run("stimulation-cohort", "lab/light")).toMatchObject({ state: "succeeded" });
  const { subject, cohort } = await data(
    api.url,
    `{ subject(id: "${home}") { stimulationEffects { run { analysis }
         nextChoices { treatment { kind site alignment } taught tested difference nTreated }
         weights { treatment { kind } weight difference ci { low high } nTreated nUntreated } } }
       cohort(filter: {project: "light"}) { stimulationEffects { treatment { kind } measure mean n } } }`,
  );
  const { nextChoices, weights } = subject.stimulationEffects;
  expect(nextChoices).toHaveLength(9 + 3);
  expect(nextChoices[0].treatment).toEqual({ kind: "LIGHT", site: "DLS", alignment: "outcome" });
  expect(weights).toHaveLength(3 + 3);
  expect(weights[0]).toMatchObject({ nTreated: 3, nUntreated: 6 });
  expect(cohort.stimulationEffects).toHaveLength(nextChoices.length + weights.length);
  const { rows } = await log
    .pool("reader")
    .query("select from derived.cohort_effect where cohort = 'lab/light'");
  expect(rows).toHaveLength(cohort.stimulationEffects.length);
});

test("means from kept sums are those from the bytes", async () => {
  const ask = async () =>
    (
      await data(
        api.url,
        `{ meanTraces(subject: "${home}", site: "DLS-left", alignment: OUTCOME, by: [STAGE, SIDE, CHOICE, OUTCOME]) {
             nSnippets traces { condition nTrials nSessions mean low high } } }`,
      )
    ).meanTraces;
  const kept = await ask();
  const setState = (from: string, to: string) =>
    log
      .pool("migrator")
      .query("update derived.run set state = $2 where analysis = 'trace-sums' and state = $1", [from, to]);
  await setState("succeeded", "superseded");
  const read = await ask();
  await setState("superseded", "succeeded");
  expect(kept.nSnippets).toBe(9 * 70);
  expect(read.nSnippets).toBe(kept.nSnippets);
  kept.traces.forEach(
    (trace: { condition: string; nTrials: number; mean: number[]; low: number[] }, k: number) => {
      expect(read.traces[k]).toMatchObject({ condition: trace.condition, nTrials: trace.nTrials });
      expect(read.traces[k].mean[15]).toBeCloseTo(trace.mean[15], 9);
      expect(read.traces[k].low?.[15]).toBeCloseTo(trace.low?.[15], 7);
    },
  );
});

test("a subject's own network gives the values as soon as there is one, and only to that subject", async () => {
  const stale = async () =>
    (await planRuns(derive.db, { homes: mice, analyses: ["dopamine-encoding"] })).map(({ scope }) => scope);
  expect(await stale()).toEqual([]);
  const before = await fetchFibres(derive.db, [home]);
  expect(await derive.run("network-refit", home)).toMatchObject({ state: "succeeded" });
  expect(await stale()).toEqual([home]);
  expect(await derive.run("dopamine-encoding", home)).toMatchObject({ state: "succeeded" });
  expect(await stale()).toEqual([]);
  const after = await fetchFibres(derive.db, mice);
  expect(mice.map((each) => after.get(each)?.[0].network)).toEqual(["refit", "default"]);
  // What is held to values has changed, what is not has not.
  const [old, fresh] = [before, after].map((fibres) => fibres.get(home)?.[0].runId ?? 0);
  const stages = await fetchStages(derive.db, [old, fresh], { alignment: "outcome", stage: "all" });
  const [first, second] = [old, fresh].map((run) => stages.get(run)?.[0]);
  expect(second?.coefficients).toEqual(first?.coefficients);
  expect(second?.partialR).not.toBe(first?.partialR);
}, 60_000);

test("a fibre's place in its project answers as of a position, and never about other data than those shown", async () => {
  interface Follows {
    readonly differenceR: number | null;
    readonly p: number | null;
    readonly adjustedP: number | null;
  }
  const follows = async (scope: string, position?: number): Promise<readonly Follows[]> =>
    (
      await data(
        api.url,
        `{ subject(id: "${scope}"${position === undefined ? "" : `, asOf: {position: ${position}}`}) {
             dopamineEncoding { followsAssociations { differenceR p adjustedP } } } }`,
      )
    ).subject.dopamineEncoding.map((fibre: { followsAssociations: Follows }) => fibre.followsAssociations);
  const ofBoth = async (position?: number) =>
    (await Promise.all(mice.map((scope) => follows(scope, position)))).flat();
  const position = await projectedPosition(derive.db);
  const before = await ofBoth(position);
  expect(before.map(({ p }) => p)).not.toContain(null);

  const rule = "tutor-executor";
  const size = { mice: 3, seed: 1, sessions: 9, trialsPerSession: 70, responseTimes: true };
  const at = { lab: "lab", project: "light", actor: "test", seed: 1 };
  const [, , third] = simulateCohort({ rule, ...size });
  await appendSimulatedMouse(log.pool("ingest"), third, at);
  await appendSimulatedPhotometry(log.pool("ingest"), third, rule, "partial", at);
  await catchUp(log.pool("worker"));
  for (const analysis of ["decision-model", "strategy-segments", "dopamine-encoding"]) {
    expect(await derive.run(analysis, "lab/light/SIM003")).toMatchObject({ state: "succeeded" });
  }
  expect(await derive.run("dopamine-cohort", "lab/light")).toMatchObject({ state: "succeeded" });
  expect(await ofBoth(position)).toEqual(before);
  // Against the associations of two others p is a multiple of a third.
  const among = await ofBoth();
  expect(among.map(({ differenceR }) => differenceR)).toEqual(before.map(({ differenceR }) => differenceR));
  expect(among.map(({ p }) => p)).not.toEqual(before.map(({ p }) => p));
  for (const { p } of among) expect([1 / 3, 2 / 3, 1]).toContain(p);

  const later = await projectedPosition(derive.db);
  await append(log.pool("ingest"), [
    {
      type: "SessionExcluded" as const,
      schemaVersion: 1,
      occurredAt: null,
      lab: "lab",
      project: "light",
      subject: "SIM001",
      session: 9,
      source: "test",
      sourceEventId: "excluded",
      actor: "test",
      payload: { reason: "the fibre broke" },
    },
  ]);
  await catchUp(log.pool("worker"));
  for (const analysis of ["decision-model", "strategy-segments", "dopamine-encoding"]) {
    expect(await derive.run(analysis, home)).toMatchObject({ state: "succeeded" });
  }
  const changed = await follows(home);
  changed.forEach(({ differenceR }, k) => {
    expect(differenceR).not.toBe(among[k].differenceR);
  });
  for (const { p, adjustedP } of changed) expect([p, adjustedP]).toEqual([null, null]);
  expect(await ofBoth(later)).toEqual(among);
  expect(await ofBoth(position)).toEqual(before);
}, 120_000);
