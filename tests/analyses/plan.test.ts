import { afterAll, beforeAll, expect, test } from "vitest";
import { planRuns } from "../../src/analyses/plan.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { type Derivation, derivation } from "./derivation.ts";

const log = givenLog();
let derive: Derivation;
const other = { project: "other" } as const;

/** Trials from which a decision model can be fitted. */
const learnable = (subject: string, project: object = {}) =>
  trials(subject, 1, 1, 90).map((event, k) => ({
    ...event,
    ...project,
    payload: {
      ...event.payload,
      contrastLeft: k % 3 === 0 ? 0.5 : 0,
      contrastRight: k % 3 === 1 ? 0.5 : 0,
      choice: k % 5 < 2 ? ("left" as const) : ("right" as const),
    },
  }));

const planned = async () => {
  await catchUp(log.pool("worker"));
  return (await planRuns(derive.db)).map(({ analysis, scope }) => `${analysis} ${scope}`).sort();
};

beforeAll(async () => {
  derive = derivation(log.pool("worker"));
  await append(log.pool("ingest"), [...learnable("A"), ...learnable("B"), ...learnable("C", other)]);
  await catchUp(log.pool("worker"));
  await derive.all();
});
afterAll(() => derive.close());

test("an amended trial marks its subject's analyses and the cohort's that include it, and nothing else", async () => {
  expect(await planned()).toEqual([]);
  await append(log.pool("ingest"), [
    {
      ...trial("A", 1, 5),
      type: "TrialAmended",
      sourceEventId: "amended",
      payload: { trial: 5, reason: "the wrong key", changes: { choice: "no-go" } },
    },
  ]);
  expect(await planned()).toEqual([
    "cohort-statistics lab/study",
    "decision-model lab/study/A",
    "network-refit lab/study/A",
    "session-measures lab/study/A",
    "session-psychometrics lab/study/A",
    "strategy-segments lab/study/A",
  ]);
  await derive.all();
  expect(await planned()).toEqual([]);
});

test("light marks what reads light, and that of the cohort which needs it", async () => {
  await append(log.pool("ingest"), [
    {
      ...trial("B", 1, 5),
      type: "StimulationRecorded",
      sourceEventId: "light",
      payload: {
        stimulation: 1,
        trial: 5,
        site: "DLS",
        hemisphere: "both",
        condition: "active",
        alignment: "outcome",
      },
    },
  ]);
  expect(await planned()).toEqual(["stimulation-cohort lab/study", "stimulation-effects lab/study/B"]);
});

test("a subject that its lab leaves out marks its cohort", async () => {
  await derive.all();
  const { payload: _, session: __, ...subject } = trial("C", 1, 1, {}, other);
  await append(log.pool("ingest"), [
    { ...subject, type: "SubjectExcluded", sourceEventId: "out", payload: { reason: "ill" } },
    ...learnable("D", other),
  ]);
  expect((await planned()).filter((run) => run.startsWith("cohort") || run.endsWith("/C"))).toEqual([
    "cohort-statistics lab/other",
  ]);
});
