import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { correctedSd } from "../../../src/science/random-walk/corrected-sd.ts";
import { fitRandomWalk } from "../../../src/science/random-walk/fit.ts";
import { hyperUncertainty } from "../../../src/science/random-walk/hyper-uncertainty.ts";
import { simulateWalk } from "../../../src/science/random-walk/simulate.ts";
import { trialsOf } from "../trials-of.ts";
import { randomTrials } from "./random-trials.ts";

test("a hyperparameter's standard error is the curvature of the evidence, by differences of the evidence itself", () => {
  const trials = randomTrials(6, 120, 21);
  const options = { model: "side", sharedSigma: true } as const;
  const fit = fitRandomWalk(trials, options);
  const { names, log2, covariance, standardError } = hyperUncertainty(trials, options, fit);
  expect(names).toEqual(["sigma", "sigmaDay"]);
  const evidence = (theta: readonly number[]) =>
    fitRandomWalk(trials, {
      ...options,
      hyper: {
        sigma: [2 ** theta[0], 2 ** theta[0]],
        sigmaDay: [2 ** theta[1], 2 ** theta[1]],
        sigmaInit: [16, 16],
      },
    }).logEvidence;
  const h = 0.1;
  const second = (i: number, j: number) => {
    const at = (a: number, b: number) =>
      evidence(log2.map((x, k) => x + (k === i ? a * h : 0) + (k === j ? b * h : 0)));
    return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h * h);
  };
  // Precision: the evidence's curvature and the prior of SD 20/√12 on each.
  const prior = 12 / 400;
  const [a, b, d] = [prior - second(0, 0), -second(0, 1), prior - second(1, 1)];
  const determinant = a * d - b * b;
  expect(Math.abs(covariance[0] / (d / determinant) - 1)).toBeLessThan(0.03);
  expect(Math.abs(covariance[3] / (a / determinant) - 1)).toBeLessThan(0.03);
  standardError.forEach((error, i) => {
    const exact = Math.sqrt(covariance[3 * i]);
    expect(error).toBe(exact < 20 / Math.sqrt(24) ? exact : null);
  });
});

test("a known step SD lies within three standard errors of its estimate", () => {
  const random = seededRandom(31);
  const stimuli = trialsOf(
    Array.from({ length: 4000 }, (_, t) => ({
      session: 1 + Math.floor(t / 200),
      contrast: random.integer(3) - 1,
    })),
  );
  const hyper = { sigma: [2 ** -4, 2 ** -4], sigmaDay: [2 ** -1, 2 ** -1], sigmaInit: [1, 1] };
  const { trials } = simulateWalk({ model: "side", hyper, start: [1, 0] }, stimuli, random);
  const { log2, standardError } = hyperUncertainty(
    trials,
    { model: "side" },
    fitRandomWalk(trials, { model: "side" }),
  );
  [-4, -4, -1, -1].forEach((truth, i) => {
    const error = standardError[i];
    expect(error).not.toBeNull();
    if (error !== null) expect(Math.abs(log2[i] - truth)).toBeLessThan(3 * error);
  });
});

test("a hyperparameter on a bound, or that the evidence does not tell, has no standard error", () => {
  // Choices that never change their probabilities: no drift is to be found.
  const trials = trialsOf(
    Array.from({ length: 900 }, (_, t) => ({
      session: 1 + Math.floor(t / 300),
      contrast: [-0.5, 0.5][t % 2],
      choice: t % 6 < 4 ? "left" : "right",
    })),
  );
  const fit = fitRandomWalk(trials, { model: "side" });
  const { log2, standardError } = hyperUncertainty(trials, { model: "side" }, fit);
  expect(log2.every((x) => x < -5)).toBe(true);
  expect(standardError).toEqual([null, null, null, null]);
});

test("corrected SDs are deterministic, finite and on average wider than those at the best hyperparameters", () => {
  const trials = randomTrials(5, 100, 13);
  const fit = fitRandomWalk(trials);
  const sd = correctedSd(trials, {}, fit, seededRandom(3));
  expect(sd).toEqual(correctedSd(trials, {}, fit, seededRandom(3)));
  expect(sd.every((v) => Number.isFinite(v) && v > 0)).toBe(true);
  const widening = sd.reduce((sum, v, i) => sum + v / fit.sd[i], 0) / sd.length;
  expect(widening).toBeGreaterThan(1.02);
  expect(widening).toBeLessThan(3);
});
