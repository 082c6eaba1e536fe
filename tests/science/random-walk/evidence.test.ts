import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { buildModel } from "../../../src/science/random-walk/build-model.ts";
import {
  createEvidenceProblem,
  evaluateEvidence,
  evidenceGradient,
} from "../../../src/science/random-walk/evidence.ts";
import type { FitOptions } from "../../../src/science/random-walk/fit-options.ts";
import { applyTheta, chainRule, hyperLayout } from "../../../src/science/random-walk/hyper-layout.ts";
import { dense, identity } from "./dense.ts";
import { gaussianModel } from "./gaussian-model.ts";
import { randomTrials } from "./random-trials.ts";

const cases: readonly (readonly [string, FitOptions, number])[] = [
  ["logistic", { model: "logistic" }, 0],
  ["logistic with one shared sigma", { model: "logistic", sharedSigma: true }, 0],
  ["side", { model: "side" }, 0],
  ["race", { model: "race" }, 0],
  ["logistic with REINFORCE", { model: "logistic", rule: "reinforce" }, -4],
  ["side with REINFORCE", { model: "side", rule: "reinforce" }, -2],
  ["side with tutor–executor", { model: "side", rule: "tutor-executor" }, -8],
  ["side with total-RPE", { model: "side", rule: "total-rpe" }, -8],
];

for (const [name, options, log2Alpha] of cases) {
  test(`${name}: the evidence's gradient is that of its finite differences`, () => {
    const { model, rule, fitted } = buildModel(randomTrials(4, 60, 5), options);
    const layout = hyperLayout(model.paramNames, true, rule !== null, options.sharedSigma ?? false);
    const problem = createEvidenceProblem(model, fitted.sessionStep, rule);
    const evidence = (theta: Float64Array) => {
      applyTheta(layout, theta, problem.chain);
      const found = evaluateEvidence(problem, 1e-16);
      expect(found.decrement).toBeLessThan(1e-12);
      return found.logEvidence;
    };
    const random = seededRandom(3);
    const theta = Float64Array.from({ length: layout.nHyper }, () => -4 + 3 * random.uniform());
    if (rule !== null) theta[layout.nHyper - 1] = log2Alpha;
    evidence(theta);
    const raw = new Float64Array(2 * layout.nParams + 1);
    const gradient = new Float64Array(layout.nHyper);
    evidenceGradient(problem, raw);
    chainRule(layout, theta, raw, gradient);
    for (let i = 0; i < layout.nHyper; i++) {
      const at = (offset: number) => evidence(theta.map((x, j) => (i === j ? x + offset : x)));
      const h = 0.02;
      // Fourth-order differences: their error is far below the tolerance.
      const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
    }
  });
}

test("the evidence of a Gaussian model is its closed form, log N(y; 0, s²I + X K Xᵀ)", () => {
  const N = 25;
  const random = seededRandom(9);
  const x = Array.from({ length: N }, () => [1, random.normal()]);
  const y = Array.from({ length: N }, () => random.normal());
  const sessionStep = Uint8Array.from({ length: N }, (_, t) => (t === 10 ? 1 : 0));
  const problem = createEvidenceProblem(gaussianModel(x, y), sessionStep);
  problem.chain.stepSd.set([0.3, 0.05, 0.8, 1.2]);
  problem.chain.initSd.set([16, 2]);
  const found = evaluateEvidence(problem, 1e-20);

  const covariance = identity(N).map((row) => row.map((v) => 0.49 * v));
  for (let s = 0; s < N; s++) {
    for (let t = 0; t < N; t++) {
      for (let k = 0; k < 2; k++) {
        let shared = problem.chain.initSd[k] ** 2;
        for (let u = 1; u <= Math.min(s, t); u++) shared += problem.chain.stepSd[2 * sessionStep[u] + k] ** 2;
        covariance[s][t] += x[s][k] * x[t][k] * shared;
      }
    }
  }
  const { logDet, inverse } = dense(covariance);
  const quadratic = y.reduce((sum, v, i) => sum + v * inverse[i].reduce((s, w, j) => s + w * y[j], 0), 0);
  expect(found.logEvidence).toBeCloseTo(-0.5 * (N * Math.log(2 * Math.PI) + logDet + quadratic), 9);
});
