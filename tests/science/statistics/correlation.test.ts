import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { correlationWithInterval, pearson } from "../../../src/science/statistics/correlation.ts";

test("Pearson's r holds to a hand-worked column, and is null where a variable does not vary", () => {
  // Deviations (−1.5, −.5, .5, 1.5) and (−1, −1, 0, 2): Σab = 5, Σa² = 5, Σb² = 6.
  expect(pearson([1, 2, 3, 4], [2, 2, 3, 5])).toBeCloseTo(5 / Math.sqrt(30), 14);
  expect(pearson([1, 2, 3], [0.1, 0.1, 0.1])).toBe(null);
  expect(pearson([1], [1])).toBe(null);
  expect(pearson([1e9, 1e9 + 1, 1e9 + 2], [3, 2, 1])).toBeCloseTo(-1, 12);
});

test("too few pairs or no variance give null, never NaN", () => {
  const nothing = { r: null, ci: null, p: null };
  expect(correlationWithInterval([], [], { seed: 1 })).toEqual({ ...nothing, n: 0 });
  expect(correlationWithInterval([1, 2], [1, 2], { seed: 1 })).toEqual({ ...nothing, n: 2 });
  expect(correlationWithInterval([1, 2, 3], [5, 5, 5], { seed: 1 })).toEqual({ ...nothing, n: 3 });
});

test("the permutation p-value of four pairs in order approaches the exact 2/24", () => {
  const { p } = correlationWithInterval([1, 2, 3, 4], [1, 2, 3, 4], { seed: 3, nPermutations: 19_999 });
  expect(Math.abs((p ?? 0) - 2 / 24)).toBeLessThan(4 * Math.sqrt((2 / 24) * (22 / 24) * (1 / 20_000)));
});

test("the same seed gives the same result, another seed another", () => {
  const x = [1, 4, 2, 8, 5, 7];
  const y = [2, 3, 3, 9, 4, 4];
  const run = (seed: number) => correlationWithInterval(x, y, { seed, nBootstrap: 200, nPermutations: 199 });
  expect(run(5)).toEqual(run(5));
  expect(run(5).ci).not.toEqual(run(6).ci);
});

test("the bootstrap interval of 200 normal pairs agrees with Fisher's z interval", () => {
  const random = seededRandom(11);
  const x = Array.from({ length: 200 }, () => random.normal());
  const y = x.map((value) => 0.6 * value + 0.8 * random.normal());
  const { r, ci, p } = correlationWithInterval(x, y, { seed: 1, nBootstrap: 4000, nPermutations: 999 });
  const z = Math.atanh(r ?? 0);
  expect(ci?.[0]).toBeCloseTo(Math.tanh(z - 1.96 / Math.sqrt(197)), 1);
  expect(ci?.[1]).toBeCloseTo(Math.tanh(z + 1.96 / Math.sqrt(197)), 1);
  expect(p).toBe(1 / 1000);
});
