/** What a cohort's networks say: held to sums that are done here by hand. */
import { expect, test } from "vitest";
import { cohortComparison } from "../../../src/science/network/cohort-comparison.ts";
import {
  type FittedMouse,
  individualDifferences,
  initialBias,
} from "../../../src/science/network/individual-differences.ts";
import { LEARNING_RULES } from "../../../src/science/network/learning-rule.ts";
import { defaultNetworkParameters } from "../../../src/science/network/parameters.ts";

/** Initial bias weights d, whose logits are β d = 9 d since a_B = 1; and what the mice came to. */
const biases = [-0.04, -0.02, 0.01, 0.03, 0.05];
const lateSlopes = [-0.3, -0.1, 0.0, 0.25, 0.2];
const lateBiases = [0.1, 0.0, 0.05, -0.1, -0.2];

function mouse(k: number): FittedMouse {
  const ends = { earlyBias: 2 * biases[k], lateBias: lateBiases[k], lateSlopeDifference: lateSlopes[k] };
  const parameters = defaultNetworkParameters("tutor-executor", biases[k]);
  return {
    subject: `M${k}`,
    ends,
    fits: LEARNING_RULES.map((rule) => ({ rule, parameters })),
    predictive: LEARNING_RULES.map((rule) => ({
      rule,
      // Two twin cohorts: the mice themselves, and the mice with their late slopes turned round.
      twins: [ends, { ...ends, lateSlopeDifference: -lateSlopes[k] }],
    })),
  };
}

function correlationByHand(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
  const top = n * sum((i) => x[i] * y[i]) - sum((i) => x[i]) * sum((i) => y[i]);
  const square = (v: readonly number[]) => n * sum((i) => v[i] ** 2) - sum((i) => v[i]) ** 2;
  return top / Math.sqrt(square(x) * square(y));
}

test("fitted initial bias is regressed on late strategy, in logits, beside the mice's own correlation", () => {
  const mice = biases.map((_, k) => mouse(k));
  const left: FittedMouse = { ...mouse(0), subject: "short", ends: null };
  const found = individualDifferences([...mice, left], 1);
  expect(initialBias(mice[3].fits[0].parameters)).toBeCloseTo(9 * 0.03, 12);
  expect([found.n, found.excluded]).toEqual([5, ["short"]]);
  const r = correlationByHand(biases, lateSlopes);
  expect(found.earlyBiasLateSlope.r).toBeCloseTo(r, 12);
  expect(found.earlyLateBias.r).toBeCloseTo(correlationByHand(biases, lateBiases), 12);
  const { initialBiasLateSlope: line, initialBiasLateBias } = found.rules[0];
  expect(line.r).toBeCloseTo(r, 12);
  expect(initialBiasLateBias.r).toBeCloseTo(correlationByHand(biases, lateBiases), 12);
  // The least-squares line by its normal equations.
  const logits = biases.map((d) => 9 * d);
  const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
  const slope =
    logits.reduce((sum, x, i) => sum + (x - mean(logits)) * (lateSlopes[i] - mean(lateSlopes)), 0) /
    logits.reduce((sum, x) => sum + (x - mean(logits)) ** 2, 0);
  expect(line.slope).toBeCloseTo(slope, 12);
  expect(line.intercept).toBeCloseTo(mean(lateSlopes) - slope * mean(logits), 12);
});

test("twin cohorts are correlated one by one, and say whether they hold what was observed", () => {
  const found = individualDifferences(
    biases.map((_, k) => mouse(k)),
    1,
  );
  const r = correlationByHand(biases, lateSlopes);
  const [{ nTwinCohorts, twinEarlyBiasLateSlope: twins, twinEarlyLateBias }] = found.rules;
  expect(nTwinCohorts).toBe(2);
  // r and −r: the middle of them, and the middle 95 %.
  expect(twins.median).toBeCloseTo(0, 12);
  expect(twins.interval?.[0]).toBeCloseTo(-0.95 * r, 12);
  expect(twins.interval?.[1]).toBeCloseTo(0.95 * r, 12);
  expect(twins.holdsObserved).toBe(false);
  expect(twinEarlyLateBias.median).toBeCloseTo(correlationByHand(biases, lateBiases), 12);
});

test("over a cohort verdicts are counted, and every mouse's difference counts the same", () => {
  const margin = { account: "total-rpe", against: "shallow", perTrial: 0.01, ci: null } as const;
  const verdict = {
    winner: "total-rpe",
    runnerUp: "shallow",
    margin,
    winnerByBic: "shallow",
    bicMargin: 1,
  } as const;
  const difference = (perTrial: number) =>
    ({ account: "tutor-executor", against: "total-rpe", perTrial, ci: null }) as const;
  const found = cohortComparison(
    [
      { verdict: { ...verdict, sure: true }, differences: [difference(-0.02)] },
      { verdict: { ...verdict, sure: false }, differences: [difference(0.005)] },
      { verdict: { ...verdict, winner: "shallow", sure: true }, differences: [difference(-0.03)] },
    ],
    1,
  );
  expect(found.wins).toEqual({ "tutor-executor": 0, "total-rpe": 2, shallow: 1 });
  expect(found.sureWins).toEqual({ "tutor-executor": 0, "total-rpe": 1, shallow: 1 });
  expect(found.winsByBic).toEqual({ "tutor-executor": 0, "total-rpe": 0, shallow: 3 });
  const [{ mean, n, nBetter, ci }] = found.differences;
  expect(mean).toBeCloseTo(-0.015, 12);
  expect([n, nBetter]).toEqual([3, 1]);
  expect(ci?.[0]).toBeGreaterThanOrEqual(-0.03);
  expect(ci?.[1]).toBeLessThanOrEqual(0.005);
});
