/**
 * SCIENCE §6: what 1,000 simulated mice (25 sessions × 200 trials) of each rule must show. The windows are
 * SCIENCE §2's: early = sessions 4–8, late = the last 5; last accuracy is that of the last session.
 */
import { expect, test } from "vitest";
import type { LearningRule } from "../../src/science/network/learning-rule.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { type SessionMeasure, sessionMeasures } from "../../src/science/session-measures.ts";

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const mx = mean(xs);
  const my = mean(ys);
  const product = (f: (i: number) => number) => xs.reduce((sum, _, i) => sum + f(i), 0);
  const xy = product((i) => (xs[i] - mx) * (ys[i] - my));
  return xy / Math.sqrt(product((i) => (xs[i] - mx) ** 2) * product((i) => (ys[i] - my) ** 2));
}

function measureCohort(rule: LearningRule) {
  const earlyBias: number[] = [];
  const lateBias: number[] = [];
  const lateSlope: number[] = [];
  const lastAccuracy: number[] = [];
  const of = (rows: readonly SessionMeasure[], value: (row: SessionMeasure) => number | null) =>
    mean(rows.map((row) => value(row) ?? Number.NaN));
  for (const mouse of simulateCohort({ rule, mice: 1000, seed: 1 })) {
    const rows = sessionMeasures(mouse.trials, { maxResponseTimeZ: null });
    const late = rows.slice(-5);
    earlyBias.push(of(rows.slice(3, 8), (row) => row.bias));
    lateBias.push(of(late, (row) => row.bias));
    lateSlope.push(of(late, (row) => (row.rightSlope ?? Number.NaN) - (row.leftSlope ?? Number.NaN)));
    lastAccuracy.push(of(rows.slice(-1), (row) => row.accuracy));
  }
  return {
    earlyBiasLateSlope: correlation(earlyBias, lateSlope),
    earlyLateBias: correlation(earlyBias, lateBias),
    lastAccuracy: mean(lastAccuracy),
  };
}

test("tutor–executor mice: early bias foretells late slopes, as in the paper", () => {
  const cohort = measureCohort("tutor-executor");
  expect(cohort.earlyBiasLateSlope).toBeGreaterThan(0.85);
  expect(cohort.earlyBiasLateSlope).toBeLessThan(0.95);
  expect(cohort.lastAccuracy).toBeGreaterThan(0.73);
  expect(cohort.lastAccuracy).toBeLessThan(0.78);
});

test("total-RPE mice: the bias turns into its opposite", () => {
  const cohort = measureCohort("total-rpe");
  expect(cohort.earlyBiasLateSlope).toBeGreaterThan(0.95);
  expect(cohort.lastAccuracy).toBeGreaterThan(0.755);
  expect(cohort.lastAccuracy).toBeLessThan(0.805);
  expect(cohort.earlyLateBias).toBeLessThan(-0.95);
});
