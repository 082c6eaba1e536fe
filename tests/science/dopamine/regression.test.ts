/** Held to statsmodels 0.13.5 (statsmodels-reference.py is the recipe). */
import { expect, test } from "vitest";
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

test("cross-validation gives a regressor without effect no part, and one with an effect its part", () => {
  const { rSquared, uniqueRSquared } = crossValidate(design, y);
  const fit = regress(design, y);
  expect(rSquared).toBeLessThan(fit?.rSquared ?? 0);
  expect(uniqueRSquared[3]).toBeGreaterThan(0.03);
  expect(Math.abs(uniqueRSquared[2] ?? 1)).toBeLessThan(0.03);
});

test("a shift test finds a coupling, is the same for the same seed, and says how it moved the response", () => {
  const once = shiftTest(design, y, seededRandom(3), 499);
  expect(once).toEqual(shiftTest(design, y, seededRandom(3), 499));
  expect(once.null).toBe("circular-shift");
  expect(once.p[3]).toBeLessThan(0.01);
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
