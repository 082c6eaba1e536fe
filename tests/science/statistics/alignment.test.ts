import { expect, test } from "vitest";
import { align, groupTrajectories } from "../../../src/science/statistics/alignment.ts";
import { measureOf } from "./measure-of.ts";

const learner = [0.5, 0.6, 0.8, 0.7].map((accuracy, i) => measureOf(i + 1, { accuracy, bias: i / 10 }));
const slow = [0.5, 0.55].map((accuracy, i) => measureOf(i + 1, { accuracy, bias: -0.1 }));

test("on the criterion, 0 is the first session that reaches it", () => {
  const placed = align(learner, { on: "criterion", accuracy: 0.7 });
  expect(placed?.map(({ at, accuracy }) => [at, accuracy])).toEqual([
    [-2, 0.5],
    [-1, 0.6],
    [0, 0.8],
    [1, 0.7],
  ]);
});

test("a mouse that never reaches the criterion has no place, and is counted", () => {
  const mice = [
    { group: "LEFT_BIASED", measures: learner },
    { group: "LEFT_BIASED", measures: slow },
    { group: "UNBIASED", measures: slow },
  ];
  const [biased, unbiased] = groupTrajectories(mice, { on: "criterion", accuracy: 0.7 });
  expect(biased).toMatchObject({ group: "LEFT_BIASED", n: 2, nUnplaced: 1 });
  expect(biased.points.map(({ at, n }) => [at, n])).toEqual([
    [-2, 1],
    [-1, 1],
    [0, 1],
    [1, 1],
  ]);
  expect(unbiased).toEqual({ group: "UNBIASED", n: 1, nUnplaced: 1, points: [] });
});

test("on the session, a mouse that left early is missing from later points, and counted as ended", () => {
  const mice = [learner, slow].map((measures) => ({ group: "all", measures }));
  const [{ points }] = groupTrajectories(mice, { on: "session" });
  expect(points.map(({ at, n, nEnded }) => [at, n, nEnded])).toEqual([
    [1, 2, 0],
    [2, 2, 0],
    [3, 1, 1],
    [4, 1, 1],
  ]);
  expect(points[0].bias.mean).toBeCloseTo(-0.05, 12);
  expect(points[3].accuracy.mean).toBe(0.7);
});

test("on the fraction of training, sessions are averaged in bins of each mouse's own length", () => {
  const placed = align(learner, { on: "fraction", bins: 2 });
  expect(placed?.map(({ at, accuracy }) => [at, accuracy])).toEqual([
    [0.25, 0.55],
    [0.75, 0.75],
  ]);
  expect(align(slow, { on: "fraction", bins: 2 })?.map(({ at }) => at)).toEqual([0.25, 0.75]);
  expect(align(slow, { on: "fraction", bins: 4 })?.map(({ at }) => at)).toEqual([0.375, 0.875]);
});
