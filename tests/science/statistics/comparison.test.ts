import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { compareGroups } from "../../../src/science/statistics/comparison.ts";

/** Student's (1908) sleep data, as R ships them: extra hours of sleep by two drugs, ten patients each. */
const sleep1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const sleep2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe("two groups", () => {
  const found = compareGroups(sleep1, sleep2, { seed: 1 });

  test("have Welch's interval, as R's t.test(extra ~ group, sleep) prints it", () => {
    expect(found.difference).toBeCloseTo(-1.58, 12);
    expect(found.ci?.[0]).toBeCloseTo(-3.3654832, 6);
    expect(found.ci?.[1]).toBeCloseTo(0.2054832, 6);
  });

  test("have Hedges' g: Cohen's d, −0.8321811, by Γ(9) / (3 Γ(17/2)), whose Γ(17/2) is 2027025 √π / 256", () => {
    const correction = 40320 / (3 * ((2027025 / 256) * Math.sqrt(Math.PI)));
    expect(found.hedgesG).toBeCloseTo(-0.8321811 * correction, 6);
    const g = found.hedgesG ?? 0;
    const half = 1.959963984540054 * Math.sqrt(0.2 + g ** 2 / 40);
    expect(found.hedgesGCi?.[0]).toBeCloseTo(g - half, 10);
    expect(found.hedgesGCi?.[1]).toBeCloseTo(g + half, 10);
  });

  test("have Cliff's δ = 2 W / (n m) − 1, with the W = 25.5 of R's wilcox.test", () => {
    expect(found.cliffsDelta).toBeCloseTo((2 * 25.5) / 100 - 1, 12);
  });

  test("have a p near Welch's, .0794, which is that of t distributed normally", () => {
    expect(found.p).toBeGreaterThan(0.06);
    expect(found.p).toBeLessThan(0.1);
  });

  test("turned round give the same with the other sign", () => {
    const turned = compareGroups(sleep2, sleep1, { seed: 1 });
    expect(turned.difference).toBeCloseTo(1.58, 12);
    expect(turned.hedgesG).toBeCloseTo(-(found.hedgesG ?? 0), 12);
    expect(turned.cliffsDelta).toBeCloseTo(0.49, 12);
  });

  test("give the same p for the same seed, whatever is added to or multiplies their values", () => {
    const moved = (values: readonly number[]) => values.map((value) => 1e6 + 1024 * value);
    expect(compareGroups(moved(sleep1), moved(sleep2), { seed: 1 }).p).toBe(found.p);
    expect(compareGroups(sleep1, sleep2, { seed: 1 }).p).toBe(found.p);
  });
});

test("p is that of all ways to deal the mice out, but for the draws", () => {
  const [a, b] = [
    [1, 2, 4, 8],
    [3, 9, 10, 14, 20],
  ];
  const all = [...a, ...b];
  const t = (chosen: readonly number[], others: readonly number[]) => {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const se = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) /
      (values.length - 1) /
      values.length;
    return Math.abs(mean(chosen) - mean(others)) / Math.sqrt(se(chosen) + se(others));
  };
  const ways = Array.from({ length: 2 ** all.length }, (_, bits) => bits).filter(
    (bits) => all.filter((_, i) => bits & (1 << i)).length === a.length,
  );
  const extreme = ways.filter((bits) => {
    const chosen = all.filter((_, i) => bits & (1 << i));
    const others = all.filter((_, i) => !(bits & (1 << i)));
    return t(chosen, others) >= t(a, b) * (1 - 1e-9);
  });
  expect(ways).toHaveLength(126);
  const exact = extreme.length / ways.length;
  // Four standard errors of 99,999 draws.
  const tolerance = 4 * Math.sqrt((exact * (1 - exact)) / 99_999) + 1e-5;
  const { p } = compareGroups(a, b, { seed: 3, nPermutations: 99_999 });
  expect(Math.abs((p ?? 0) - exact)).toBeLessThan(tolerance);
});

test("where there is no difference p is at most α in a share α, of unequal spreads and sizes too", () => {
  const random = seededRandom(7);
  const n = 1_000;
  const small = Array.from({ length: n }, (_, i) => {
    const a = Array.from({ length: 12 }, () => 3 * random.normal());
    const b = Array.from({ length: 30 }, () => random.normal());
    return compareGroups(a, b, { seed: i, nPermutations: 199 }).p ?? 1;
  });
  for (const alpha of [0.05, 0.2]) {
    const share = small.filter((p) => p <= alpha).length / n;
    // Four standard errors, and what studentising leaves of the level at twelve mice.
    expect(Math.abs(share - alpha), String(alpha)).toBeLessThan(
      4 * Math.sqrt((alpha * (1 - alpha)) / n) + 0.01,
    );
  }
});

test("undefined values are left out; with too few, or without spread, there is nothing to tell chance by", () => {
  expect(compareGroups([null, 1, null, 3], [2, null, 5], { seed: 1 })).toEqual(
    compareGroups([1, 3], [2, 5], { seed: 1 }),
  );
  expect(compareGroups([1], [2, 3], { seed: 1 })).toMatchObject({
    ...{ difference: -1.5, ci: null, hedgesG: null, p: null, cliffsDelta: -1 },
    a: { mean: 1, n: 1 },
  });
  expect(compareGroups([], [2, 3], { seed: 1 })).toMatchObject({
    difference: null,
    cliffsDelta: null,
    p: null,
  });
  expect(compareGroups([0.1, 0.1, 0.1], [0.3, 0.3], { seed: 1 })).toMatchObject({ ci: null, p: null });
});
