import { expect, test } from "vitest";
import { sessionMeasures } from "../../../src/science/session-measures.ts";
import { type CohortSubject, cohortStatistics } from "../../../src/science/statistics/cohort.ts";
import { trajectoryBySession } from "../../../src/science/statistics/trajectory.ts";
import { earlyLate } from "../../../src/science/strategies/windows.ts";
import { hasShared } from "../../shared-data.ts";
import { dapNames, dapTrials } from "../dap-mice.ts";
import { block, trialsOf } from "../trials-of.ts";

const options = { seed: 1, nBootstrap: 500, nPermutations: 999 };

function subjectOf(subject: string, nSessions: number, nRight: number): CohortSubject {
  const rows = Array.from({ length: nSessions }, (_, s) => [
    ...block(30, nRight, { session: s + 1, contrast: -0.5 }),
    ...block(30, 15 + s, { session: s + 1, contrast: 0.5 }),
    ...block(20, nRight, { session: s + 1, contrast: 0 }),
  ]);
  const measures = sessionMeasures(trialsOf(rows.flat()));
  return { subject, measures, earlyLate: earlyLate(measures), labels: null, segments: [] };
}

test.skipIf(!hasShared)(
  "the 20 real mice give r = +.572 and −.296, as an independent computation did (SCIENCE §2), none left out",
  () => {
    const subjects = dapNames().map((subject): CohortSubject => {
      const measures = sessionMeasures(dapTrials(subject));
      return { subject, measures, earlyLate: earlyLate(measures), labels: null, segments: [] };
    });
    const cohort = cohortStatistics(subjects, options);
    expect(cohort).toMatchObject({ nSubjects: 20, n: 20, excluded: [] });
    expect(cohort.earlyBiasLateSlope.r).toBeCloseTo(0.572, 3);
    expect(cohort.earlyLateBias.r).toBeCloseTo(-0.296, 3);
    const [lo, hi] = cohort.earlyBiasLateSlope.ci ?? [0, 0];
    expect(lo).toBeGreaterThan(0);
    expect(hi).toBeLessThan(1);
    expect(cohort.earlyBiasLateSlope.p).toBeLessThan(0.05);
    expect(cohort.earlyLateBias.p).toBeGreaterThan(0.05);
  },
);

test("a mouse left out says so with its reason, and is not counted", () => {
  const subjects = [
    subjectOf("a", 12, 2),
    subjectOf("b", 3, 9),
    subjectOf("c", 12, 12),
    subjectOf("d", 10, 18),
  ];
  const cohort = cohortStatistics(subjects, options);
  expect(cohort).toMatchObject({ nSubjects: 4, n: 3 });
  expect(cohort.excluded).toEqual([
    { subject: "b", code: "TOO_FEW_SESSIONS", reason: "3 sessions, where early and late need at least 9" },
  ]);
  expect(cohort.earlyBiasLateSlope.n).toBe(3);
});

test("a cohort of nobody has null statistics", () => {
  const nothing = { r: null, ci: null, p: null, n: 0 };
  expect(cohortStatistics([], options)).toMatchObject({
    nSubjects: 0,
    n: 0,
    excluded: [],
    earlyBiasLateSlope: nothing,
    earlyLateBias: nothing,
    earlyLateTable: { cells: [], informationBits: null, p: null, n: 0 },
    strategies: { n: 0, transitions: [] },
    trajectory: [],
  });
});

test("the table holds the labels of the mice that have both", () => {
  const label = (subject: CohortSubject, early: "LEFT_BIASED" | "UNBIASED", late: "BALANCED" | null) => ({
    ...subject,
    labels: { early, late },
  });
  const { earlyLateTable } = cohortStatistics(
    [
      label(subjectOf("a", 9, 2), "LEFT_BIASED", "BALANCED"),
      label(subjectOf("b", 9, 3), "LEFT_BIASED", null),
      label(subjectOf("c", 2, 3), "UNBIASED", "BALANCED"),
    ],
    options,
  );
  expect(earlyLateTable).toMatchObject({
    n: 1,
    p: null,
    cells: [{ row: "LEFT_BIASED", column: "BALANCED", n: 1 }],
  });
});

test("the mean trajectory counts the mice still in training, and those that had ended", () => {
  const trajectory = trajectoryBySession([subjectOf("a", 3, 2).measures, subjectOf("b", 2, 12).measures]);
  expect(trajectory.map(({ at, n, nEnded }) => [at, n, nEnded])).toEqual([
    [1, 2, 0],
    [2, 2, 0],
    [3, 1, 1],
  ]);
  // p_0 = 2/20 and 12/20: biases −.4 and .1; t(.975, 1) = 12.7062.
  expect(trajectory[0].bias.mean).toBeCloseTo(-0.15, 12);
  expect(trajectory[0].bias.ci?.[1]).toBeCloseTo(-0.15 + 12.7062047362 * 0.25, 8);
  expect(trajectory[2].bias).toMatchObject({ ci: null, n: 1 });
});
