import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import {
  defaultBootstrap,
  defaultPermutations,
  drawIndices,
  percentileInterval,
  permutationP,
  quantileOfSorted,
  shuffle,
} from "../../../src/science/statistics/resampling.ts";

/** 99.9 % point of χ² by Wilson and Hilferty's cube. */
const chiSquareLimit = (degrees: number) =>
  degrees * (1 - 2 / (9 * degrees) + 3.0902 * Math.sqrt(2 / (9 * degrees))) ** 3;

const chiSquare = (counts: readonly number[], expected: number) =>
  counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);

test("every order of four and of five values is equally likely", () => {
  for (const size of [4, 5]) {
    const random = seededRandom(size);
    const counts = new Map<string, number>();
    const nOrders = size === 4 ? 24 : 120;
    for (let i = 0; i < 1000 * nOrders; i++) {
      const values = Array.from({ length: size }, (_, k) => k);
      shuffle(values, random);
      counts.set(values.join(""), (counts.get(values.join("")) ?? 0) + 1);
    }
    expect(counts.size).toBe(nOrders);
    expect(chiSquare([...counts.values()], 1000)).toBeLessThan(chiSquareLimit(nOrders - 1));
  }
});

test("indices drawn in pairs are uniform, and independent of each other", () => {
  const random = seededRandom(7);
  const n = 7;
  const pairs = new Array(n * n).fill(0);
  const drawn = new Int32Array(7);
  const nDraws = 20_000;
  for (let i = 0; i < nDraws; i++) {
    drawIndices(drawn, n, random);
    for (let k = 0; k < 6; k += 2) pairs[drawn[k] * n + drawn[k + 1]] += 1;
  }
  expect(chiSquare(pairs, (3 * nDraws) / (n * n))).toBeLessThan(chiSquareLimit(n * n - 1));
  expect(Math.max(...drawn)).toBeLessThan(n);
});

test("quantiles interpolate between order statistics, and nothing has none", () => {
  expect(quantileOfSorted([1, 2, 4], 0.5)).toBe(2);
  expect(quantileOfSorted([1, 2, 4], 0.75)).toBe(3);
  expect(quantileOfSorted([], 0.5)).toBe(null);
  expect(percentileInterval(Float64Array.of(5, 1, 2, 3, 4), 0.5)).toEqual([2, 4]);
  expect(percentileInterval(new Float64Array(0), 0.5)).toBe(null);
});

test("a permutation p is never 0, and many values take fewer resamples", () => {
  expect(permutationP(0, 999)).toBe(0.001);
  expect([20, 500, 100_000].map(defaultPermutations)).toEqual([9999, 1999, 999]);
  expect([20, 800, 100_000].map(defaultBootstrap)).toEqual([2000, 1250, 1000]);
});
