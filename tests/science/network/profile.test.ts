import { describe, expect, test } from "vitest";
import type { FitObjective } from "../../../src/science/network/fit-objective.ts";
import { parameterisation } from "../../../src/science/network/parameterisation.ts";
import { FALL_95, profileIntervals } from "../../../src/science/network/profile.ts";

/*
 * Profile intervals of likelihoods that are made here, whose ends are known in closed form or by bisection of one
 * equation. An end is found by a straight line along the root of the fall, once that is within .03 of √1.9207.
 */
const Z = 1.959963984540054;
const shallow = parameterisation("shallow", "shared");
const n = shallow.names.length;
const space = {
  ...shallow,
  lower: new Float64Array(n).fill(-20),
  upper: new Float64Array(n).fill(20),
};

/** −log L: `own` in the first two coordinates, and a unit parabola in each other. */
function objectiveOf(
  own: (x: number, y: number) => readonly [value: number, dx: number, dy: number],
): FitObjective {
  const evaluate = (phi: Float64Array, gradient: Float64Array): number => {
    const [value, dx, dy] = own(phi[0], phi[1]);
    let sum = value;
    for (let i = 2; i < n; i++) {
      sum += 0.5 * phi[i] ** 2;
      gradient[i] = phi[i];
    }
    gradient[0] = dx;
    gradient[1] = dy;
    return sum;
  };
  return { space, gradient: evaluate, value: (phi) => evaluate(phi, new Float64Array(n)) };
}

const at = (x: number, y: number) =>
  Float64Array.from({ length: n }, (_, i) => (i === 0 ? x : i === 1 ? y : 0));
const first = { kind: "parameter", index: 0 } as const;
const second = { kind: "parameter", index: 1 } as const;

/** Where an increasing function is 0. */
function rootOf(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let k = 0; k < 100; k++) {
    const middle = (a + b) / 2;
    if (f(middle) < 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

describe("profile intervals", () => {
  test("of correlated normal estimates are 1.96 standard errors wide on each side", () => {
    // Covariance [[4, 1.8], [1.8, 1]], of determinant .76; its inverse is the information.
    const [a, b, c] = [1 / 0.76, -1.8 / 0.76, 4 / 0.76];
    const objective = objectiveOf((x, y) => {
      const [u, v] = [x - 1, y + 2];
      return [0.5 * (a * u * u + 2 * b * u * v + c * v * v), a * u + b * v, b * u + c * v];
    });
    const { intervals } = profileIntervals(objective, at(1, -2), [], [first, second]);
    for (const [k, [estimate, standardError]] of [
      [1, 2],
      [-2, 1],
    ].entries()) {
      const half = Z * standardError;
      expect(intervals[k].estimate).toBeCloseTo(estimate, 6);
      expect(Math.abs((intervals[k].upper ?? Number.NaN) - estimate - half)).toBeLessThan(1e-3 * half);
      expect(Math.abs(estimate - (intervals[k].lower ?? Number.NaN) - half)).toBeLessThan(1e-3 * half);
      expect(intervals[k].identifiable).toBe(true);
    }
  });

  test("of two binomials' difference in log odds end where the likelihood ratio says", () => {
    // 3 of 40 at log odds y, 12 of 30 at x + y: the profile over y is found by bisection of its score.
    const [k0, n0, k1, n1] = [3, 40, 12, 30];
    const sigma = (t: number) => 1 / (1 + Math.exp(-t));
    const fall = (k: number, m: number, t: number) => m * Math.log1p(Math.exp(t)) - k * t;
    const objective = objectiveOf((x, y) => [
      fall(k0, n0, y) + fall(k1, n1, x + y),
      n1 * sigma(x + y) - k1,
      n0 * sigma(y) - k0 + n1 * sigma(x + y) - k1,
    ]);
    const logit = (p: number) => Math.log(p / (1 - p));
    const [y, x] = [logit(k0 / n0), logit(k1 / n1) - logit(k0 / n0)];
    const least = fall(k0, n0, y) + fall(k1, n1, x + y);
    const profile = (psi: number) => {
      const best = rootOf((t) => n0 * sigma(t) - k0 + n1 * sigma(psi + t) - k1, -20, 20);
      return fall(k0, n0, best) + fall(k1, n1, psi + best) - least;
    };
    const { intervals } = profileIntervals(objective, at(x, y), [], [first]);
    for (const end of [intervals[0].lower, intervals[0].upper]) {
      expect(Math.abs(Math.sqrt(profile(end ?? Number.NaN)) - Math.sqrt(FALL_95))).toBeLessThan(0.002);
    }
    expect(intervals[0].lower).toBeLessThan(x);
    expect(intervals[0].upper).toBeGreaterThan(x);
  });

  test("begin anew about a better maximum, though the last profile found it", () => {
    // Two wells in y, the right one a nat deeper; x follows y, so that along x the left one's wall gives way.
    const value = (x: number, y: number) => (y * y - 1) ** 2 - 0.5 * y + 0.5 * (x - 2 * y) ** 2;
    const slope = (y: number) => 4 * y * (y * y - 1) - 0.5;
    const objective = objectiveOf((x, y) => [value(x, y), x - 2 * y, slope(y) - 2 * (x - 2 * y)]);
    const [left, right] = [rootOf(slope, -1, -0.8), rootOf(slope, 1, 1.2)];
    const { phi, logLikelihood, intervals } = profileIntervals(objective, at(2 * left, left), [], [first]);
    const least = value(2 * right, right);
    expect(value(2 * left, left) - least).toBeGreaterThan(0.9);
    expect(logLikelihood).toBeCloseTo(-least, 6);
    expect(phi[0]).toBeCloseTo(2 * right, 3);
    const upper = intervals[0].upper ?? Number.NaN;
    const profile = Math.min(...Array.from({ length: 40_001 }, (_, i) => value(upper, i / 10_000 - 1)));
    expect(Math.abs(Math.sqrt(profile - least) - Math.sqrt(FALL_95))).toBeLessThan(0.002);
  });

  test("reach over all that is likely enough, though in between it is not", () => {
    // Two wells in x, the left one a nat shallower, and 8 nats of wall between: the left one's far side is the end.
    const value = (x: number) => 0.5 * (x * x - 4) ** 2 - 0.25 * x;
    const slope = (x: number) => 2 * x * (x * x - 4) - 0.25;
    const objective = objectiveOf((x, y) => [value(x) + 0.5 * y * y, slope(x), y]);
    const [left, right] = [rootOf(slope, -2.2, -1.8), rootOf(slope, 1.8, 2.2)];
    const { intervals } = profileIntervals(objective, at(right, 0), [at(left, 0)], [first]);
    const fall = (x: number) => value(x) - value(right);
    for (const end of [
      { found: intervals[0].lower, exact: rootOf((x) => FALL_95 - fall(x), -4, left) },
      { found: intervals[0].upper, exact: rootOf((x) => fall(x) - FALL_95, right, 4) },
    ]) {
      expect(Math.abs(Math.sqrt(fall(end.found ?? Number.NaN)) - Math.sqrt(FALL_95))).toBeLessThan(0.002);
      expect(end.found).toBeCloseTo(end.exact, 1);
    }
  });

  test("of a product keep to the fit's bounds, however steeply the likelihood grows beyond them", () => {
    // The first u would be e for this likelihood, and may be 1 at most. There, of the product β u, only β moves.
    const bounded = parameterisation("shallow", "shared");
    const [beta, u] = [bounded.betaAt, bounded.secondLayerAt];
    const centre = 1.35;
    for (const steepness of [10, 100]) {
      const evaluate = (phi: Float64Array, gradient: Float64Array): number => {
        gradient.fill(0);
        gradient[beta] = phi[beta] - centre;
        gradient[u] = steepness * (phi[u] - 1);
        return 0.5 * (phi[beta] - centre) ** 2 + 0.5 * steepness * (phi[u] - 1) ** 2;
      };
      const objective: FitObjective = {
        space: bounded,
        gradient: evaluate,
        value: (phi) => evaluate(phi, new Float64Array(n)),
      };
      const best = bounded.lower.map((low, i) =>
        i === beta ? centre : i === u ? 0 : (low + bounded.upper[i]) / 2,
      );
      const target = { kind: "product", association: 0 } as const;
      const { phi, logLikelihood, intervals } = profileIntervals(objective, best, [], [target]);
      expect(phi[u]).toBeLessThanOrEqual(bounded.upper[u]);
      expect(logLikelihood).toBeCloseTo(-steepness / 2, 6);
      expect(intervals[0].estimate).toBeCloseTo(centre, 6);
      expect(Math.abs((intervals[0].upper ?? Number.NaN) - centre - Z)).toBeLessThan(1e-3);
      expect(Math.abs(centre - (intervals[0].lower ?? Number.NaN) - Z)).toBeLessThan(1e-3);
    }
  });

  test("have no end where the likelihood never falls far enough", () => {
    // Flat towards larger x: as e^x is an infinitely certain choice.
    const objective = objectiveOf((x, y) => [
      Math.log1p(Math.exp(-x)) * 40 + 0.5 * y * y,
      -40 / (1 + Math.exp(x)),
      y,
    ]);
    const { intervals } = profileIntervals(objective, at(19, 0), [], [first]);
    expect(intervals[0].upper).toBeNull();
    expect(intervals[0].identifiable).toBe(false);
    // 40 log(1 + e^{−x}) = 1.9207
    expect(intervals[0].lower).toBeCloseTo(-Math.log(Math.expm1(FALL_95 / 40)), 0);
  });
});
