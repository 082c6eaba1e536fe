import { expect, test } from "vitest";
import {
  incompleteBeta,
  logGamma,
  normalCdf,
  normalQuantile,
  studentTwoSided,
} from "../../../src/science/statistics/distributions.ts";

test("the normal distribution function and its quantile hold to tabled values", () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
  expect(normalCdf(-3)).toBeCloseTo(0.0013498980316301, 14);
  expect(normalQuantile(0.975)).toBeCloseTo(1.95996398454005, 12);
  expect(normalQuantile(0.05)).toBeCloseTo(-1.64485362695147, 12);
});

test("Student's two-sided points hold to tabled values, and to closed forms at 1 and 2 degrees", () => {
  expect(studentTwoSided(0.95, 1)).toBeCloseTo(Math.tan(0.475 * Math.PI), 8);
  expect(studentTwoSided(0.95, 2)).toBeCloseTo((0.95 * Math.SQRT2) / Math.sqrt(1 - 0.95 ** 2), 10);
  expect(studentTwoSided(0.95, 10)).toBeCloseTo(2.22813885196494, 10);
  expect(studentTwoSided(0.99, 29)).toBeCloseTo(2.756386, 5);
  expect(studentTwoSided(0.95, 999)).toBeCloseTo(1.962341, 5);
});

test("log Γ holds to factorials and to Γ(½)", () => {
  expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
  expect(logGamma(6)).toBeCloseTo(Math.log(120), 13);
  expect(logGamma(21)).toBeCloseTo(Math.log(2432902008176640000), 11);
});

test("the incomplete beta function holds to its polynomial closed form", () => {
  // I_x(2, 3) = 6x² − 8x³ + 3x⁴.
  for (const x of [0.05, 0.3, 0.5, 0.8, 0.99]) {
    expect(incompleteBeta(x, 2, 3)).toBeCloseTo(6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4, 13);
  }
});
