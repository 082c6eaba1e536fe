import { expect, test } from "vitest";
import { seededRandom } from "../../src/science/random.ts";
import { associationTable } from "../../src/science/statistics/association.ts";
import { correlationWithInterval } from "../../src/science/statistics/correlation.ts";

const RUNS = 1000;

/** P(p ≤ α) must not exceed α by more than two standard errors. */
function expectCalibrated(pValues: readonly (number | null)[]) {
  for (const alpha of [0.01, 0.05, 0.1]) {
    const rate = pValues.filter((p) => p !== null && p <= alpha).length / pValues.length;
    expect(rate).toBeLessThanOrEqual(alpha + 2 * Math.sqrt((alpha * (1 - alpha)) / pValues.length));
  }
}

test("under the null a correlation's permutation p is at most α as often as α says, heavy tails or not", () => {
  const random = seededRandom(21);
  const p = Array.from({ length: RUNS }, (_, seed) => {
    const x = Array.from({ length: 20 }, () => random.normal());
    const y = Array.from({ length: 20 }, () => random.normal() / Math.max(0.1, random.uniform()));
    return correlationWithInterval(x, y, { seed, nBootstrap: 1, nPermutations: 999 }).p;
  });
  expectCalibrated(p);
});

test("under the null an early × late table's permutation p is at most α as often as α says", () => {
  const labels = ["a", "b", "c", "d"] as const;
  const random = seededRandom(22);
  const p = Array.from({ length: RUNS }, (_, seed) => {
    const pairs = Array.from(
      { length: 20 },
      () => [labels[random.integer(3)], labels[random.integer(4)]] as const,
    );
    return associationTable(pairs, labels, { seed, nPermutations: 999 }).p;
  });
  expectCalibrated(p);
});

test("the bootstrap interval of a correlation over 20 mice holds the true one about as often as it says", () => {
  // A percentile interval of 20 pairs is a little narrow: at least .88 for .95.
  const random = seededRandom(23);
  const runs = 400;
  let covered = 0;
  for (let seed = 0; seed < runs; seed++) {
    const x = Array.from({ length: 20 }, () => random.normal());
    const y = x.map((value) => 0.6 * value + 0.8 * random.normal());
    const [lo, hi] = correlationWithInterval(x, y, { seed, nBootstrap: 500, nPermutations: 1 }).ci ?? [1, 0];
    if (lo <= 0.6 && 0.6 <= hi) covered += 1;
  }
  expect(covered / runs).toBeGreaterThanOrEqual(0.88);
  expect(covered / runs).toBeLessThanOrEqual(0.98);
});
