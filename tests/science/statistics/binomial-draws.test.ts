import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { BinomialDraws } from "../../../src/science/statistics/binomial-draws.ts";

test("draws have the binomial's mean and variance, within five standard errors", () => {
  for (const [n, p] of [
    [1, 0.5],
    [20, 0.1],
    [1_000, 0.97],
    [5_000, 0.3],
  ]) {
    const random = seededRandom(n);
    const binomial = new BinomialDraws(p);
    const draws = Array.from({ length: 20_000 }, () => binomial.draw(n, random));
    const mean = draws.reduce((sum, k) => sum + k, 0) / draws.length;
    const variance = draws.reduce((sum, k) => sum + (k - mean) ** 2, 0) / draws.length;
    const expected = n * p * (1 - p);
    expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt(expected / draws.length));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
  }
});

test("three draws of two trials fall as often as their closed form says", () => {
  const random = seededRandom(7);
  const binomial = new BinomialDraws(0.3);
  const counts = [0, 0, 0];
  for (let i = 0; i < 100_000; i++) counts[binomial.draw(2, random)] += 1;
  const expected = [0.49, 0.42, 0.09];
  for (const [k, n] of counts.entries()) expect(n / 100_000).toBeCloseTo(expected[k], 2);
});

test("certain outcomes are certain", () => {
  const random = seededRandom(1);
  expect(new BinomialDraws(0).draw(10, random)).toBe(0);
  expect(new BinomialDraws(1).draw(10, random)).toBe(10);
  expect(new BinomialDraws(0.5).draw(0, random)).toBe(0);
});
