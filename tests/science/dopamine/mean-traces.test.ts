import { expect, test } from "vitest";
import { traceSums } from "../../../src/science/dopamine/mean-traces.ts";

test("conditions come in the order of their numbers and words", () => {
  const sums = traceSums(1);
  const names = [
    "contrast 0.5, outcome correct",
    "contrast 0.25, outcome incorrect",
    "contrast 0.25, outcome correct",
    "contrast -0.25, outcome correct",
    "contrast 0, outcome correct",
    "contrast -0.5, outcome correct",
    "contrast 0.125, outcome correct",
  ];
  for (const name of names) sums.add(name, 1, Float32Array.of(1));
  expect(sums.means().map(({ condition }) => condition)).toEqual([
    "contrast -0.5, outcome correct",
    "contrast -0.25, outcome correct",
    "contrast 0, outcome correct",
    "contrast 0.125, outcome correct",
    "contrast 0.25, outcome correct",
    "contrast 0.25, outcome incorrect",
    "contrast 0.5, outcome correct",
  ]);
  const stages = traceSums(1);
  for (const stage of [10, 2, 1]) stages.add(`stage ${stage}`, 1, Float32Array.of(1));
  expect(stages.means().map(({ condition }) => condition)).toEqual(["stage 1", "stage 2", "stage 10"]);
});

test("the mean of many sessions has the error between them, one of few that between trials", () => {
  const sums = traceSums(1);
  // Two trials a session, alike within it: 0, 1, 2, 3, 4. Between sessions the error is √(2.5 / 5), t₄ is 2.776445.
  for (let session = 0; session < 5; session++) {
    for (let i = 0; i < 2; i++) sums.add("many", session, Float32Array.of(session));
  }
  // Trials 0, 2, 4 of one session: their error is 2 / √3.
  for (const value of [0, 2, 4]) sums.add("one", 1, Float32Array.of(value));
  const [many, one] = sums.means();
  expect(many.mean[0]).toBe(2);
  expect((many.high?.[0] ?? 0) - 2).toBeCloseTo(2.776445 * Math.sqrt(2.5 / 5), 5);
  expect(one.mean[0]).toBe(2);
  expect((one.high?.[0] ?? 0) - 2).toBeCloseTo((1.959964 * 2) / Math.sqrt(3), 5);
});
