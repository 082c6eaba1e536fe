/** Held to statsmodels 0.13.5 (statsmodels-reference.py is the recipe). */
import { expect, test } from "vitest";
import { absorbDrift } from "../../../src/science/dopamine/absorb-drift.ts";
import { crossValidate } from "../../../src/science/dopamine/cross-validation.ts";
import { adjustedP } from "../../../src/science/dopamine/false-discovery.ts";
import {
  absorbDesign,
  type Regression,
  regress,
  withScaleError,
} from "../../../src/science/dopamine/regression.ts";
import { shiftTest } from "../../../src/science/dopamine/shift-null.ts";
import { seededRandom } from "../../../src/science/random.ts";
import reference from "./statsmodels-reference.json" with { type: "json" };

const starts = Int32Array.from(reference.starts);
const names = Object.keys(reference.columns);
const columns = Object.values(reference.columns).map((column) => Float64Array.from(column));
const y = Float64Array.from(reference.y);
const design = absorbDesign(names, columns, starts, reference.driftTrials);

test("coefficients, HC3 errors, intervals and p equal statsmodels' with drift as explicit regressors", () => {
  const fit = regress(design, y);
  expect(fit?.residualDegrees).toBe(reference.ols.dfResid);
  fit?.coefficients.forEach((found, k) => {
    expect(found.estimate).toBeCloseTo(reference.ols.params[k], 10);
    expect(found.standardError).toBeCloseTo(reference.ols.hc3[k], 10);
    expect(found.p).toBeCloseTo(reference.ols.p[k], 9);
    expect(found.ci?.[0]).toBeCloseTo(reference.ols.ci[k][0], 9);
    expect(found.ci?.[1]).toBeCloseTo(reference.ols.ci[k][1], 9);
  });
});

test("adjusted p-values equal statsmodels' fdr_bh; what is null is not counted", () => {
  const found = adjustedP([null, ...reference.bh.p]);
  expect(found[0]).toBeNull();
  reference.bh.adjusted.forEach((value, k) => {
    expect(found[k + 1]).toBeCloseTo(value, 12);
  });
});

test("a regressor that does not vary, or that another tells, has no coefficient, and the others keep theirs", () => {
  const twice = columns[0].map((value) => 3 * value);
  const more = absorbDesign(
    [...names, "constant", "twice"],
    [...columns, new Float64Array(y.length).fill(2), twice],
    starts,
    reference.driftTrials,
  );
  const fit = regress(more, y);
  expect(fit?.coefficients[4].estimate).toBeNull();
  expect(fit?.coefficients[5].estimate).toBeNull();
  expect(fit?.coefficients[0].estimate).toBeCloseTo(reference.ols.params[0], 10);
});

test("cross-validated R² and the unique part of each regressor equal those of least squares fold by fold", () => {
  const { rSquared, uniqueRSquared } = crossValidate(design, y);
  expect(rSquared).toBeCloseTo(reference.crossValidation.rSquared, 10);
  reference.crossValidation.unique.forEach((part, k) => {
    expect(uniqueRSquared[k]).toBeCloseTo(part, 10);
  });
  // Of the regressor with the largest effect, and of one with hardly any.
  expect(uniqueRSquared[3]).toBeGreaterThan(0.03);
  expect(Math.abs(uniqueRSquared[2] ?? 1)).toBeLessThan(0.03);
});

test("a shift test finds a coupling, is the same for the same seed, and says how it moved the response", () => {
  const once = shiftTest(design, y, seededRandom(3), 499);
  expect(once).toEqual(shiftTest(design, y, seededRandom(3), 499));
  expect(once.null).toBe("circular-shift");
  expect(once.p[3]).toBeLessThan(0.01);
});

/** All orders of 0 … n − 1. */
function orders(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

test.each([
  // Of one session every shift is tried, of eight of unequal lengths every order.
  { starts: [0, 45], moves: Array.from({ length: 45 }, (_, shift) => ({ order: [0], shift })) },
  {
    starts: [0, 12, 31, 45, 60, 79, 93, 110, 120],
    moves: orders(8).map((order) => ({ order, shift: 0 })),
  },
])("p by $moves.length possible moves is that of them all", ({ starts, moves }) => {
  const random = seededRandom(21);
  const x = Float64Array.from({ length: starts[starts.length - 1] }, () => random.normal());
  const response = x.map((value) => 0.12 * value + random.normal());
  const one = absorbDesign(["x"], [x], Int32Array.from(starts), 30);
  const apart = absorbDrift(response, one.starts, 30);
  const moved = moves.map(({ order, shift }) => {
    let sum = 0;
    order.forEach((other, s) => {
      const length = starts[other + 1] - starts[other];
      for (let i = 0; i < starts[s + 1] - starts[s]; i++)
        sum += one.columns[0][starts[s] + i] * apart[starts[other] + ((i + shift) % length)];
    });
    return Math.abs(sum);
  });
  // Nothing is moved by the first shift, and by the order that is the identity.
  const still = moves.findIndex(({ order }) => order.every((session, s) => session === s));
  const exact = moved.filter((sum) => sum >= moved[still] - 1e-9).length / moves.length;
  expect(exact).toBeGreaterThan(0.02);
  expect(exact).toBeLessThan(0.98);
  const shifts = 20_000;
  const [found] = shiftTest(one, response, seededRandom(5), shifts).p;
  expect(Math.abs((found ?? 1) - exact)).toBeLessThan(3 * Math.sqrt((exact * (1 - exact)) / shifts));
});

test("over a divisor that is known with an error, intervals hold the coefficient as often as they say", () => {
  const random = seededRandom(8);
  const runs = 1_000;
  const n = 100;
  const own = Int32Array.of(0, n);
  // A tenth of it, and a coefficient of 1 with an error of about as much.
  const error = 0.1;
  let inside = 0;
  let insideWithout = 0;
  const holds = ({ coefficients: [{ ci }] }: Regression) => ci !== null && ci[0] <= 1 && 1 <= ci[1];
  for (let run = 0; run < runs; run++) {
    const x = Float64Array.from({ length: n }, () => random.normal());
    const divisor = 1 + error * random.normal();
    const found = regress(
      absorbDesign(["x"], [x], own, n),
      x.map((value) => (value + random.normal()) / divisor),
    );
    if (found === null) throw new Error("a hundred trials are enough");
    const whole = withScaleError(found, error ** 2);
    expect(whole.coefficients[0].p).toBe(found.coefficients[0].p);
    if (holds(whole)) inside++;
    if (holds(found)) insideWithout++;
  }
  expect(inside / runs).toBeGreaterThan(0.93);
  expect(inside / runs).toBeLessThan(0.97);
  expect(insideWithout / runs).toBeLessThan(0.9);
});
