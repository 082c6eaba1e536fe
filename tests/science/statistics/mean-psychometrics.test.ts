import { expect, test } from "vitest";
import { fifthOf } from "../../../src/science/fifths.ts";
import { meanPsychometrics, type StageFit } from "../../../src/science/statistics/mean-psychometrics.ts";

const fitted = (
  biasContrast: number,
  slope: number,
  atBound: NonNullable<StageFit<number>["fit"]>["atBound"] = [],
) => ({ biasContrast, slope, lapseLeft: 0.1, lapseRight: 0, atBound });

/** Student's 0.975 quantile with one degree of freedom: tan(0.475 π). */
const T1 = Math.tan(0.475 * Math.PI);

test("a subject counts once, by the mean of its functions, and the interval is over subjects", () => {
  const [first, ...rest] = meanPsychometrics([
    { subject: "A", stage: 1, fit: fitted(0.1, 4) },
    { subject: "A", stage: 1, fit: fitted(0.3, 8) },
    { subject: "A", stage: 1, fit: null },
    { subject: "B", stage: 1, fit: fitted(0.4, 4) },
    { subject: "C", stage: 1, fit: null },
  ]);
  expect(rest).toEqual([]);
  expect([first.stage, first.n, first.nUnfitted]).toEqual([1, 2, 1]);
  const { biasContrast, slope, lapseLeft } = first.parameters;
  expect(biasContrast.mean).toBeCloseTo(0.3, 12);
  // .2 and .4: SD √.02, standard error .1.
  expect(biasContrast.ci?.[0]).toBeCloseTo(0.3 - 0.1 * T1, 8);
  expect(biasContrast.ci?.[1]).toBeCloseTo(0.3 + 0.1 * T1, 8);
  expect([slope.mean, slope.n, lapseLeft.mean]).toEqual([5, 2, 0.1]);
  const at = (bias: number, s: number) => 0.1 + 0.9 / (1 + Math.exp(s * bias));
  const zero = first.points.find(({ contrast }) => contrast === 0);
  expect(zero?.right.mean).toBeCloseTo(((at(0.1, 4) + at(0.3, 8)) / 2 + at(0.4, 4)) / 2, 12);
  expect(first.points.map(({ contrast }) => contrast)).toEqual(
    [...first.points.map(({ contrast }) => contrast)].sort((a, b) => a - b),
  );
});

test("a slope on a bound is in no mean of slopes, but says what it says of choices", () => {
  const [stage] = meanPsychometrics([
    { subject: "A", stage: 1, fit: fitted(0, 100, ["slope"]) },
    { subject: "B", stage: 1, fit: fitted(0, 4) },
  ]);
  expect([stage.n, stage.parameters.slope]).toEqual([2, { mean: 4, ci: null, n: 1 }]);
  expect(stage.points.find(({ contrast }) => contrast === 1)?.right.n).toBe(2);
});

test("fifths of training have as many sessions as can be, and none is without", () => {
  for (const n of [5, 7, 25, 43]) {
    const sizes = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) sizes[fifthOf(i, n) - 1] += 1;
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
});
