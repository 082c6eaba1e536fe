import type { LearningRule } from "../../../src/science/network/learning-rule.ts";
import { signedContrast, type TrialTable } from "../../../src/science/trial-table.ts";
import {
  absolute,
  type Extended,
  exponential,
  extended,
  logarithm,
  one,
  over,
  times,
} from "./extended-precision.ts";

/**
 * log L of a mouse's choices, written from SCIENCE §6's equations line by line with the full input vector, in
 * extended precision; no part of it is shared with the code under test.
 *
 * @param raw the learning rates (first layer L, R, B; second layer L, R, B), β, a, u_L·, u_R·
 */
export function referenceLogLikelihood(
  trials: TrialTable,
  rule: LearningRule,
  raw: readonly Extended[],
  coding: "side" | "contrast" = "side",
): Extended {
  const a = raw.slice(7, 10);
  const u = [raw.slice(10, 13), raw.slice(13, 16)];
  const beta = raw[6];
  let greatest = 0;
  for (let t = 0; t < trials.nTrials; t++) greatest = Math.max(greatest, Math.abs(signedContrast(trials, t)));

  let sum = 0n;
  for (let t = 0; t < trials.nTrials; t++) {
    if (trials.choice[t] === 0) continue;
    const c = signedContrast(trials, t);
    const strength = extended(coding === "side" ? 1 : Math.abs(c) / greatest);
    const x = [c < 0 ? strength : 0n, c > 0 ? strength : 0n, one];
    const value = (action: number, input: readonly Extended[]) =>
      input.reduce((v, xi, i) => v + times(times(u[action][i], a[i]), xi), 0n);
    const action = trials.choice[t] > 0 ? 1 : 0;
    const difference = value(1, x) - value(0, x);
    const margin = times(beta, action === 1 ? difference : -difference);
    sum -= logarithm(one + exponential(-margin));

    const r = c === 0 ? one / 2n : c > 0 === (action === 1) ? one : 0n;
    const total = r - value(action, x);
    const stimulus = rule === "tutor-executor" ? r - value(action, [x[0], x[1], 0n]) : total;
    const bias = rule === "tutor-executor" ? r - value(action, [0n, 0n, one]) : total;
    const before = { a: [...a], u: [...u[action]] };
    for (let i = 0; i < 3; i++) {
      if (rule !== "shallow") {
        a[i] = absolute(before.a[i] + times(times(times(raw[i], total), before.u[i]), x[i]));
      }
      const error = i < 2 ? stimulus : bias;
      u[action][i] = absolute(before.u[i] + times(times(times(raw[3 + i], error), before.a[i]), x[i]));
    }
  }
  return sum;
}

/** A check of the arithmetic itself, so that a fault there is not taken for agreement. */
export const knownValues = [
  { of: exponential(one), is: "2.718281828459045235360287471352662497757247093699959574966" },
  { of: logarithm(2n * one), is: "0.693147180559945309417232121458176568075500134360255254120" },
  { of: over(one, 3n * one), is: "0.333333333333333333333333333333333333333333333333333333333" },
] as const;
