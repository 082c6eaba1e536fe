import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { cubaturePoints } from "../../../src/science/random-walk/cubature.ts";
import { createEvidenceProblem, evaluateEvidence } from "../../../src/science/random-walk/evidence.ts";
import { oneStepAhead } from "../../../src/science/random-walk/filter.ts";
import { fitRandomWalk } from "../../../src/science/random-walk/fit.ts";
import {
  forwardChaining,
  predictOneStepAhead,
  randomFolds,
} from "../../../src/science/random-walk/held-out.ts";
import { logisticNormal } from "../../../src/science/random-walk/logistic-normal.ts";
import type { TrialTable } from "../../../src/science/trial-table.ts";
import { gaussianModel } from "./gaussian-model.ts";
import { randomTrials } from "./random-trials.ts";

test("one-step-ahead log probabilities of a Gaussian model add up to its evidence", () => {
  const random = seededRandom(12);
  const x = Array.from({ length: 40 }, () => [1, random.normal(), random.normal()]);
  const y = x.map(() => random.normal());
  const sessionStep = Uint8Array.from(y, (_, t) => (t % 15 === 14 ? 1 : 0));
  const model = gaussianModel(x, y);
  const problem = createEvidenceProblem(model, sessionStep);
  problem.chain.stepSd.set([0.3, 0.01, 0.1, 0.8, 1.2, 0.001]);
  problem.chain.initSd.fill(16);
  const { logEvidence } = evaluateEvidence(problem, 1e-20);
  const sum = oneStepAhead(model, problem.chain).reduce((total, log) => total + log, 0);
  expect(sum).toBeCloseTo(logEvidence, 8);
});

test("the logistic–normal integral is that of fine quadrature, and ½ at mean 0", () => {
  expect(logisticNormal(0, 30)).toBeCloseTo(0.5, 14);
  expect(logisticNormal(-2, 0)).toBeCloseTo(1 / (1 + Math.exp(2)), 15);
  for (const [mean, sd] of [
    [1, 0.3],
    [-3, 2],
    [5, 20],
  ]) {
    let sum = 0;
    let total = 0;
    for (let z = -10; z <= 10; z += 1e-4) {
      const weight = Math.exp(-0.5 * z * z);
      sum += weight / (1 + Math.exp(-(mean + sd * z)));
      total += weight;
    }
    expect(logisticNormal(mean, sd)).toBeCloseTo(sum / total, 11);
  }
});

test("cubature points have the mean and covariance that they stand for", () => {
  const mean = Float64Array.of(1, -2, 0.5);
  const packed = Float64Array.of(2, 0.3, 1, -0.4, 0.2, 0.7);
  const points = cubaturePoints(mean, packed);
  for (let i = 0, at = 0; i < 3; i++) {
    const average = (f: (p: Float64Array) => number) => points.reduce((s, p) => s + f(p) / points.length, 0);
    expect(average((p) => p[i])).toBeCloseTo(mean[i], 14);
    for (let j = 0; j <= i; j++) {
      expect(average((p) => (p[i] - mean[i]) * (p[j] - mean[j]))).toBeCloseTo(packed[at++], 14);
    }
  }
});

for (const options of [
  { model: "logistic" },
  { model: "side", rule: "reinforce" },
  { model: "side", rule: "total-rpe" },
  { model: "race" },
] as const) {
  const name = "rule" in options ? `${options.model} with ${options.rule}` : options.model;

  test(`${name}: a prediction one step ahead does not see its trial or later ones`, () => {
    const trials = randomTrials(3, 60, 8);
    const fit = fitRandomWalk(trials, options);
    const before = predictOneStepAhead(trials, fit, options);
    const choice = trials.choice.map((c, t) => (t >= 100 ? -c : c)) as Int8Array;
    const after = predictOneStepAhead({ ...trials, choice }, fit, options);
    expect(after.slice(0, 100)).toEqual(before.slice(0, 100));
    if (options.model !== "race") {
      expect(Math.exp(before[100]) + Math.exp(after[100])).toBeCloseTo(1, 12);
    }
    expect(after[101]).not.toBeCloseTo(before[101], 6);
  });

  test(`${name}: one-step-ahead log probabilities come near the evidence once the prior is forgotten`, () => {
    const trials = randomTrials(5, 100, 9);
    const fit = fitRandomWalk(trials, options);
    const head: TrialTable = { ...trials, nTrials: 100 };
    const start = fitRandomWalk(head, { ...options, hyper: fit.hyper });
    const later = predictOneStepAhead(trials, fit, options)
      .slice(100)
      .reduce((sum, log) => sum + log, 0);
    // log p(all) − log p(first 100) is what the later trials' predictions must add up to; both are approximate.
    expect(Math.abs(later - (fit.logEvidence - start.logEvidence))).toBeLessThan(3);
  });
}

test("forward chaining learns nothing from the block it predicts but by going through it", () => {
  const trials = randomTrials(5, 60, 3);
  const before = forwardChaining(trials, {}, 5);
  expect(before.rows[0]).toBe(60);
  expect(before.rows.length).toBe(240);
  const choice = trials.choice.map((c, t) => (t >= 200 ? -c : c)) as Int8Array;
  const after = forwardChaining({ ...trials, choice }, {}, 5);
  expect(after.logProbability.slice(0, 140)).toEqual(before.logProbability.slice(0, 140));
  expect(before.logLikelihood).toBeCloseTo(
    before.logProbability.reduce((sum, log) => sum + log, 0),
    10,
  );
});

test("held-out choices do not reach a fit, and every trial is held out in one random fold", () => {
  const trials = randomTrials(4, 60, 3);
  const observed = new Uint8Array(240).fill(1);
  observed[17] = 0;
  observed[60] = 0;
  const fit = fitRandomWalk(trials, { observed });
  const choice = trials.choice.map((c, t) => (observed[t] === 0 ? -c : c)) as Int8Array;
  const other = fitRandomWalk({ ...trials, choice }, { observed });
  expect(other.mode).toEqual(fit.mode);
  expect(other.logEvidence).toBe(fit.logEvidence);
  expect(fit.nTrials).toBe(240);

  const folds = randomFolds(trials, {}, seededRandom(2), 4);
  expect(folds.rows.length).toBe(240);
  expect(folds.logProbability.every((log) => log < 0 && Number.isFinite(log))).toBe(true);
  // Better than a coin, worse than the fit to its own trials.
  expect(folds.logLikelihood).toBeGreaterThan(-240 * Math.log(2));
  expect(folds.logLikelihood).toBeLessThan(fitRandomWalk(trials).logLikelihood);
  expect(Math.abs(folds.logLikelihood - folds.logLikelihoodAtMode)).toBeLessThan(5);
});
