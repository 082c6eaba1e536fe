import { expect, test } from "vitest";
import { strategyFlow } from "../../../src/science/statistics/strategy-flow.ts";
import type { StrategyLabel } from "../../../src/science/strategies/label.ts";

const mouse = (...segments: readonly (readonly [StrategyLabel, number])[]) =>
  segments.map(([label, nTrials]) => ({ label, nTrials }));

const flow = strategyFlow([
  mouse(["LEFT_BIASED", 300], ["LEFT_ASSOCIATING", 100], ["LEFT_BIASED", 100], ["LEFT_ASSOCIATING", 500]),
  mouse(["LEFT_BIASED", 500], ["BALANCED", 500]),
  mouse(["UNBIASED", 100]),
  [],
]);

test("changes are counted, with the mice that made them and their probability among changes from there", () => {
  expect(flow.n).toBe(3);
  expect(flow.transitions.map(({ from, to, n, nSubjects }) => [from, to, n, nSubjects])).toEqual([
    ["LEFT_ASSOCIATING", "LEFT_BIASED", 1, 1],
    ["LEFT_BIASED", "LEFT_ASSOCIATING", 2, 1],
    ["LEFT_BIASED", "BALANCED", 1, 1],
  ]);
  expect(flow.transitions[1].probability).toMatchObject({ k: 2, n: 3, proportion: 2 / 3 });
  expect(flow.transitionsPerSubject).toMatchObject({ mean: 4 / 3, n: 3 });
});

test("time in a strategy is the mean over mice of each one's share of trials", () => {
  const biased = flow.time.find(({ label }) => label === "LEFT_BIASED");
  // .4, .5 and 0.
  expect(biased?.share.mean).toBeCloseTo(0.3, 12);
  expect(biased?.everIn).toMatchObject({ k: 2, n: 3 });
  expect(flow.time.reduce((sum, { share }) => sum + (share.mean ?? 0), 0)).toBeCloseTo(1, 12);
});

test("a cohort without segments has no transitions and undefined times", () => {
  const empty = strategyFlow([[]]);
  expect(empty).toMatchObject({
    n: 0,
    transitions: [],
    transitionsPerSubject: { mean: null, ci: null, n: 0 },
  });
  expect(empty.time[0]).toMatchObject({ share: { mean: null }, everIn: { proportion: null } });
});
