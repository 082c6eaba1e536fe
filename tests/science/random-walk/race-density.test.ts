import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lowerMills } from "../../../src/science/random-walk/mills-ratio.ts";
import {
  addThirdTrace,
  finishDerivatives,
  logFinish,
  logSurvival,
  survivalDerivatives,
} from "../../../src/science/random-walk/race-density.ts";

interface Derivatives {
  readonly value: number;
  readonly gradient: readonly number[];
  /** ww, wb, bb, wz, bz, zz. */
  readonly hessian: readonly number[];
  readonly halfThirdTrace: readonly number[];
}
interface Case {
  readonly x: number;
  readonly w: number;
  readonly b: number;
  readonly z: number;
  readonly T: number;
  readonly C: readonly number[];
  readonly finish: Derivatives;
  readonly survive: Derivatives;
}

/**
 * 60-digit values of SCIENCE §3's formulas, by race-density-reference.py; from the 41st on, extreme drifts
 * and times.
 */
const cases: readonly Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "race-density-reference.json"), "utf8"),
);

/** Error relative to the value, or to `scale` where the value is small beside it. */
function relativeError(value: number, reference: number, scale: number): number {
  return Math.abs(value - reference) / Math.max(Math.abs(reference), scale);
}

for (const name of ["finish", "survive"] as const) {
  test(`log ${name} and its first three derivatives agree with 60-digit arithmetic`, () => {
    const out = new Float64Array(9);
    for (const [n, c] of cases.entries()) {
      const reference = c[name];
      // Far out, third derivatives are small differences of large terms.
      const thirdTolerance = n < 40 ? 1e-8 : 1e-6;
      const [density, derivatives] =
        name === "finish" ? [logFinish, finishDerivatives] : [logSurvival, survivalDerivatives];
      expect(relativeError(density(c.x, c.w, c.b, c.z, c.T), reference.value, 1e-3)).toBeLessThan(1e-12);
      const value = derivatives(c.x, c.w, c.b, c.z, c.T, out);
      expect(relativeError(value, reference.value, 1e-3)).toBeLessThan(1e-12);
      const steep = Math.max(...reference.gradient.map(Math.abs));
      reference.gradient.forEach((g, i) => {
        expect(relativeError(out[i], g, 1e-3 * steep + 1e-12)).toBeLessThan(1e-10);
      });
      const bent = Math.max(...reference.hessian.map(Math.abs));
      reference.hessian.forEach((h, i) => {
        expect(relativeError(out[3 + i], h, 1e-3 * bent + 1e-12)).toBeLessThan(1e-9);
      });
      const trace = new Float64Array(3);
      addThirdTrace(name === "survive", c.x, c.w, c.b, c.z, c.T, Float64Array.from(c.C), trace);
      const third = Math.max(...reference.halfThirdTrace.map(Math.abs));
      reference.halfThirdTrace.forEach((h, i) => {
        expect(relativeError(trace[i], h, 1e-3 * third + 1e-12)).toBeLessThan(thirdTolerance);
      });
    }
  });
}

test("no time from 0.06 to 30 s and no drift of ±15 overflows", () => {
  const out = new Float64Array(9);
  const trace = new Float64Array(3);
  for (const T of [0.01, 0.06, 1, 30]) {
    for (const b of [-15, -8, 0, 8, 15]) {
      for (const w of [-15, 0, 15]) {
        for (const z of [0.01, 1, 10]) {
          for (const derivatives of [finishDerivatives, survivalDerivatives]) {
            expect(Number.isFinite(derivatives(0.5, w, b, z, T, out))).toBe(true);
            expect(out.every(Number.isFinite)).toBe(true);
          }
          for (const survives of [false, true]) {
            addThirdTrace(survives, 0.5, w, b, z, T, Float64Array.of(1, 0.1, 1, 0.1, 0.1, 1), trace);
          }
          expect(trace.every(Number.isFinite)).toBe(true);
        }
      }
    }
  }
});

test("the Mills ratio obeys m′ = y m − 1 across its two branches, and is √(π/2) at 0", () => {
  expect(lowerMills(0)).toBeCloseTo(Math.sqrt(Math.PI / 2), 15);
  // Φ(−12)/φ(12) and Φ(−40)/φ(40), to 17 digits by mpmath.
  expect(Math.abs(lowerMills(12) / 0.082766286501369177 - 1)).toBeLessThan(5e-16);
  expect(Math.abs(lowerMills(40) / 0.024984404205720571 - 1)).toBeLessThan(5e-16);
  for (const y of [0.1, 1, 5, 11.9, 12.1, 30]) {
    const h = 1e-3;
    const slope = (lowerMills(y + h) - lowerMills(y - h)) / (2 * h);
    expect(Math.abs(slope - (y * lowerMills(y) - 1))).toBeLessThan(1e-6);
  }
});
