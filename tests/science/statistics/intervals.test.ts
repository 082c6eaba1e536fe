import { expect, test } from "vitest";
import { meanWithInterval, proportionWithInterval } from "../../../src/science/statistics/intervals.ts";

test("Wilson's interval solves (p̂ − p)² = z² p (1 − p)/n at both ends", () => {
  const z = 1.959963984540054;
  for (const [k, n] of [
    [7, 20],
    [1, 3],
    [19, 20],
  ]) {
    const { proportion, ci } = proportionWithInterval(k, n);
    expect(proportion).toBe(k / n);
    for (const p of ci ?? []) expect((k / n - p) ** 2).toBeCloseTo((z * z * p * (1 - p)) / n, 12);
  }
});

test("a proportion of none or all has an interval that ends at 0 or 1, and none at all is null", () => {
  expect(proportionWithInterval(0, 10).ci?.[0]).toBe(0);
  // Wilson's upper end at k = 0 is z²/(n + z²).
  expect(proportionWithInterval(0, 10).ci?.[1]).toBeCloseTo(3.841458820694124 / 13.841458820694124, 12);
  expect(proportionWithInterval(10, 10).ci?.[1]).toBe(1);
  expect(proportionWithInterval(0, 0)).toEqual({ proportion: null, ci: null, k: 0, n: 0 });
});

test("a mean has Student's interval, leaves undefined values out, and needs two values for an interval", () => {
  const { mean, ci, n } = meanWithInterval([1, null, 2, 3, 4, 5]);
  expect([mean, n]).toEqual([3, 5]);
  // t(.975, 4) = 2.776445, SD √2.5.
  expect(ci?.[1]).toBeCloseTo(3 + 2.7764451051978 * Math.sqrt(0.5), 10);
  expect(ci?.[0]).toBeCloseTo(3 - 2.7764451051978 * Math.sqrt(0.5), 10);
  expect(meanWithInterval([2])).toEqual({ mean: 2, ci: null, n: 1 });
  expect(meanWithInterval([null])).toEqual({ mean: null, ci: null, n: 0 });
});
