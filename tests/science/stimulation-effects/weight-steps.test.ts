/** Held to dense algebra on few trials, and to walks whose pushes are known. */
import { expect, test } from "vitest";
import { inverseOfPositive } from "../../../src/science/network/small-matrix.ts";
import { seededRandom } from "../../../src/science/random.ts";
import { fitRandomWalk } from "../../../src/science/random-walk/fit.ts";
import { weightSteps } from "../../../src/science/stimulation-effects/weight-steps.ts";
import { randomTrials } from "../random-walk/random-trials.ts";

const hyper = { sigma: [0.05, 0.2, 0.1], sigmaDay: [0.3, 0.4, 0.2], sigmaInit: [4, 4, 4] };

test("weights and pushes are at their joint mode, and the covariance is that of the whole model, inverted at once", () => {
  const trials = randomTrials(3, 40, 5);
  const N = trials.nTrials;
  const random = seededRandom(2);
  const pushes = [0, 1].map(() => Float64Array.from({ length: N }, () => (random.uniform() < 0.3 ? 1 : 0)));
  const found = weightSteps(trials, hyper, pushes);
  const fit = fitRandomWalk(trials, { hyper });
  const K = 3;
  // Unknowns: N·K weights, then 2·K pushes. Negative Hessian of log p(choices | e) + log p(e | β) at the mode.
  const size = N * K + 2 * K;
  const at = new Float64Array(size);
  at.set(fit.mode);
  let covariance: Float64Array | null = null;
  for (let iteration = 0; iteration < 9; iteration++) {
    const hessian = new Float64Array(size * size);
    const gradient = new Float64Array(size);
    for (let t = 0; t < N; t++) {
      const x = [1, trials.contrastLeft[t], trials.contrastRight[t]];
      const eta = x.reduce((sum, value, k) => sum + value * at[t * K + k], 0);
      const p = 1 / (1 + Math.exp(-eta));
      for (let i = 0; i < K; i++) {
        gradient[t * K + i] += ((trials.choice[t] === 1 ? 1 : 0) - p) * x[i];
        for (let j = 0; j < K; j++) hessian[(t * K + i) * size + t * K + j] += p * (1 - p) * x[i] * x[j];
      }
      for (let k = 0; k < K; k++) {
        const row = new Float64Array(size);
        row[t * K + k] = 1;
        if (t > 0) {
          row[(t - 1) * K + k] = -1;
          pushes.forEach((push, j) => {
            row[N * K + j * K + k] = -push[t - 1];
          });
        }
        const isWithin = t > 0 && trials.session[t] === trials.session[t - 1];
        const sd = t === 0 ? hyper.sigmaInit[k] : isWithin ? hyper.sigma[k] : hyper.sigmaDay[k];
        const residual = row.reduce((sum, value, i) => sum + value * at[i], 0);
        for (let i = 0; i < size; i++) {
          if (row[i] === 0) continue;
          gradient[i] -= (residual * row[i]) / sd ** 2;
          for (let j = 0; j < size; j++) hessian[i * size + j] += (row[i] * row[j]) / sd ** 2;
        }
      }
    }
    covariance = inverseOfPositive(hessian, size);
    if (covariance === null) throw new Error("the dense Hessian is not positive definite");
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) at[i] += covariance[i * size + j] * gradient[j];
  }
  for (let a = 0; a < 2 * K; a++) {
    expect(found?.estimate[a]).toBeCloseTo(at[N * K + a], 6);
    for (let b = 0; b < 2 * K; b++) {
      expect(found?.covariance[a * 2 * K + b]).toBeCloseTo(
        covariance?.[(N * K + a) * size + N * K + b] ?? Number.NaN,
        6,
      );
    }
  }
});

test("pushes that are one another's multiple cannot be told apart", () => {
  const trials = randomTrials(2, 40, 6);
  const push = Float64Array.from({ length: trials.nTrials }, (_, t) => (t % 3 === 0 ? 1 : 0));
  expect(weightSteps(trials, hyper, [push, push.map((value) => 2 * value)])).toBeNull();
});
