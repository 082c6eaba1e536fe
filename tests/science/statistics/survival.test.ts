import { expect, test } from "vitest";
import { timeToCriterion } from "../../../src/science/statistics/survival.ts";

const mice = [
  { session: 3, reached: true },
  { session: 5, reached: false },
  { session: 6, reached: true },
  { session: 6, reached: true },
  { session: 8, reached: false },
];

test("mice that left early count for as long as they were there", () => {
  // S = 4/5 after session 3; then 4/5 · 1/3 after session 6, the mouse that left after 5 no longer at risk.
  const { n, nReached, nCensored, medianSession, steps } = timeToCriterion(mice);
  expect([n, nReached, nCensored, medianSession]).toEqual([5, 3, 2, 6]);
  expect(steps.map(({ session, atRisk, nReached: k }) => [session, atRisk, k])).toEqual([
    [3, 5, 1],
    [5, 4, 0],
    [6, 3, 2],
    [8, 1, 0],
  ]);
  expect(steps[0].reached).toBeCloseTo(0.2, 12);
  expect(steps[2].reached).toBeCloseTo(1 - 4 / 15, 12);
  expect(steps[3].reached).toBeCloseTo(1 - 4 / 15, 12);
});

test("the interval is Greenwood's on the log −log scale", () => {
  // Variance sum 1/(5·4) at S = .8: exponent exp(±1.96 · √.05 / |log .8|).
  const half = (1.959963984540054 * Math.sqrt(0.05)) / Math.abs(Math.log(0.8));
  const { ci } = timeToCriterion(mice).steps[0];
  expect(ci?.[0]).toBeCloseTo(1 - 0.8 ** Math.exp(-half), 10);
  expect(ci?.[1]).toBeCloseTo(1 - 0.8 ** Math.exp(half), 10);
});

test("a median beyond the data is null", () => {
  expect(timeToCriterion([{ session: 4, reached: false }])).toMatchObject({
    medianSession: null,
    nCensored: 1,
  });
  expect(timeToCriterion([])).toEqual({ n: 0, nReached: 0, nCensored: 0, medianSession: null, steps: [] });
});
