import { afterAll, beforeAll, expect, test } from "vitest";
import { cohortAnswer } from "../../src/analyses/cohort.ts";
import { importTrialCsv } from "../../src/ingest/import-trial-csv.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { fetchMembers } from "../../src/read/cohort.ts";
import { countData } from "../../src/read/counts.ts";
import type { Db } from "../../src/read/database.ts";
import type { SubjectFilter } from "../../src/read/subject-filter.ts";
import { pearson } from "../../src/science/statistics/correlation.ts";
import { type Derivation, derivation } from "../analyses/derivation.ts";
import { subjectRegistered } from "../events/given-events.ts";
import { givenTable, HEADER, mouseLines } from "../ingest/given-tables.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();
let derive: Derivation;
let db: Db;

/** Mice that begin as biased as they are told and end with the slope that belongs to it. */
const biased = (towardsRight: number) => (contrast: number, session: number) =>
  session < 9
    ? 0.5 + towardsRight
    : Math.min(1, Math.max(0, 0.5 + (0.8 + 1.2 * towardsRight * Math.sign(contrast)) * contrast));

beforeAll(async () => {
  derive = derivation(log.pool("worker"));
  db = derive.db;
  const importTo = async (lab: string, project: string, lines: readonly string[], simulated: boolean) => {
    const file = givenTable("mice.csv", [HEADER, ...lines], simulated ? { simulated } : {});
    await importTrialCsv(log.pool("ingest"), file, { lab, project, actor: "tester" });
  };
  await importTo(
    "a",
    "one",
    [
      ...mouseLines({ subject: "L", sessions: 14, pRight: biased(-0.4), seed: 1 }),
      ...mouseLines({ subject: "R", sessions: 14, pRight: biased(0.4), seed: 2 }),
      ...mouseLines({ subject: "U", sessions: 14, pRight: biased(0), seed: 3 }),
      ...mouseLines({ subject: "short", sessions: 8, trials: 80, seed: 4 }),
      ...mouseLines({ subject: "unknown", sessions: 14, trials: 80, blankSessions: true, seed: 5 }),
    ],
    false,
  );
  await importTo("b", "one", mouseLines({ subject: "L", sessions: 2, trials: 80, seed: 6 }), true);
  await append(log.pool("ingest"), [subjectRegistered("empty", {}, { lab: "a", project: "two" })]);
  await catchUp(log.pool("worker"));
  await derive.all();
}, 60_000);
afterAll(() => derive.close());

const homesOf = async (filter: SubjectFilter) =>
  (await fetchMembers(db, filter)).map((member) => member.home);
const everyone = ["a/one/L", "a/one/R", "a/one/U", "a/one/short", "a/one/unknown", "a/two/empty", "b/one/L"];

test("a filter selects the subjects that fulfil all of it, in the order of lab, project and subject", async () => {
  expect(await homesOf({})).toEqual(everyone);
  expect(await homesOf({ lab: "a" })).toEqual(everyone.slice(0, 6));
  expect(await homesOf({ project: "one", subject: "L" })).toEqual(["a/one/L", "b/one/L"]);
  expect(await homesOf({ simulated: true })).toEqual(["b/one/L"]);
  expect(await homesOf({ simulated: false, project: "two" })).toEqual(["a/two/empty"]);
  expect(await homesOf({ lab: "nobody" })).toEqual([]);
  expect(await homesOf({ earlyStrategy: "LEFT_BIASED" })).toEqual(["a/one/L"]);
  expect(await homesOf({ earlyStrategy: "RIGHT_BIASED", lateStrategy: "LEFT_BIASED" })).toEqual([]);
});

test("a range selects the subjects whose measure is defined and lies within it, its ends inside", async () => {
  const { rows } = await log
    .pool("reader")
    .query<{ home: string; early_bias: number; late_left_slope: number }>(
      `select home, early_bias, late_left_slope from derived.subject_strategy
       where early_bias is not null order by early_bias`,
    );
  expect(rows.map(({ home }) => home)).toEqual(["a/one/L", "a/one/U", "a/one/R"]);
  const [left, middle] = rows;
  const early = (min: number | null, max: number | null) =>
    homesOf({ ranges: [{ measure: "EARLY_BIAS", min, max }] });
  expect(await early(null, middle.early_bias)).toEqual(["a/one/L", "a/one/U"]);
  expect(await early(middle.early_bias, null)).toEqual(["a/one/R", "a/one/U"]);
  expect(await early(left.early_bias, left.early_bias)).toEqual(["a/one/L"]);
  expect(await early(null, null)).toEqual(["a/one/L", "a/one/R", "a/one/U"]);
  expect(
    await homesOf({
      ranges: [
        { measure: "EARLY_BIAS", max: middle.early_bias },
        { measure: "LATE_LEFT_SLOPE", min: left.late_left_slope },
        { measure: "LATE_LEFT_SLOPE", max: left.late_left_slope },
      ],
    }),
  ).toEqual(["a/one/L"]);
  expect(await homesOf({ ranges: [{ measure: "SESSIONS", max: 8 }] })).toEqual([
    "a/one/short",
    "a/one/unknown",
    "b/one/L",
  ]);
});

test("counts are those of the filter's subjects", async () => {
  expect(await countData(db, {})).toEqual({
    subjects: 7,
    sessions: 3 * 14 + 8 + 1 + 2,
    trials: 3 * 1_400 + 640 + 1_120 + 160,
  });
  expect(await countData(db, { lab: "b" })).toEqual({ subjects: 1, sessions: 2, trials: 160 });
  expect(await countData(db, { project: "two" })).toEqual({ subjects: 1, sessions: 0, trials: 0 });
  expect(await countData(db, { earlyStrategy: "LEFT_BIASED" })).toEqual({
    subjects: 1,
    sessions: 14,
    trials: 1_400,
  });
  expect(await countData(db, { lab: "nobody" })).toEqual({ subjects: 0, sessions: 0, trials: 0 });
});

test("each member that has no early and late is left out with its reason, and only it", async () => {
  const { statistics, excluded, simulated } = await cohortAnswer(db, {});
  expect(statistics.n).toBe(3);
  expect(excluded.map(({ subject, code }) => [subject, code]).sort()).toEqual([
    ["a/one/short", "TOO_FEW_SESSIONS"],
    ["a/one/unknown", "SESSION_BOUNDARIES_UNKNOWN"],
    ["a/two/empty", "NO_TRIALS"],
    ["b/one/L", "TOO_FEW_SESSIONS"],
  ]);
  expect(simulated).toBe(true);
  expect((await cohortAnswer(db, { lab: "a" })).simulated).toBe(false);
});

test("the correlation is that of the members' windows: sessions 4 to 8, and the last five", async () => {
  const { mice, statistics } = await cohortAnswer(db, { lab: "a", project: "one" });
  const members = mice.filter(({ subject }) => /[LRU]$/.test(subject));
  const mean = (values: readonly (number | null)[]) =>
    values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length;
  const earlyBias = members.map(({ measures }) => mean(measures.slice(3, 8).map((m) => m.bias)));
  const lateSlope = members.map(({ measures }) =>
    mean(measures.slice(9, 14).map((m) => (m.rightSlope ?? Number.NaN) - (m.leftSlope ?? Number.NaN))),
  );
  expect(earlyBias).toHaveLength(3);
  expect(statistics.earlyBiasLateSlope.r).toBeCloseTo(pearson(earlyBias, lateSlope) ?? Number.NaN, 12);
});

test("the same data give the same answer, to the last digit", async () => {
  expect(await cohortAnswer(db, { lab: "a" })).toEqual(await cohortAnswer(db, { lab: "a" }));
});

test("a cohort of nobody has an answer", async () => {
  const { members, statistics, excluded, simulated } = await cohortAnswer(db, { lab: "nobody" });
  expect({ members, excluded, simulated }).toEqual({ members: [], excluded: [], simulated: false });
  expect(statistics).toMatchObject({ n: 0, earlyBiasLateSlope: { r: null, n: 0 } });
});
