import { type Chain, cholesky } from "./chain.ts";
import { convexifyBlocks } from "./convexify.ts";
import { type ObservationModel, packedIndex, packedLength } from "./observation-model.ts";

/** Longest Newton search for a trial's own mode. */
const MAX_ITERATIONS = 50;

/**
 * One-step-ahead prediction: log p(y_t | y_0 … y_{t−1}) of each trial (a density where the model has response
 * times), at the hyperparameters that the chain is set to.
 *
 * Forwards in time, what is known of the parameters is kept as a Gaussian: it is moved by the walk (and its
 * learning rule), predicts the trial, and is then replaced by Laplace's approximation of its product with the
 * trial's likelihood.
 *
 * @returns N log probabilities
 */
export function oneStepAhead(model: ObservationModel, chain: Chain): Float64Array {
  const { nTrials, nParams: K } = model;
  const { sessionStep, stepSd, initSd, stepMean } = chain;
  const packed = packedLength(K);
  const logProbability = new Float64Array(nTrials);
  const mean = new Float64Array(K);
  const covariance = new Float64Array(packed);
  for (let k = 0; k < K; k++) covariance[packedIndex(k, k)] = initSd[k] ** 2;
  const update = createUpdate(model);
  const r = new Float64Array(K);
  const slope = new Float64Array(K * K);
  const bend = new Float64Array(K ** 3);
  for (let t = 0; t < nTrials; t++) {
    if (t > 0) {
      if (stepMean !== null) {
        const alpha = stepMean.alpha[0];
        stepMean.rule.derivatives(t - 1, update.params, (t - 1) * K, r, slope, bend);
        for (let k = 0; k < K; k++) mean[k] += alpha * r[k];
        for (let i = 0; i < K * K; i++) slope[i] = alpha * slope[i] + (i % (K + 1) === 0 ? 1 : 0);
        pushCovariance(covariance, slope, K);
      }
      for (let k = 0; k < K; k++) covariance[packedIndex(k, k)] += stepSd[sessionStep[t] * K + k] ** 2;
    }
    logProbability[t] = model.logPredictive(t, mean, covariance);
    update.apply(t, mean, covariance);
  }
  return logProbability;
}

/** Replaces C by F C Fᵀ. */
function pushCovariance(covariance: Float64Array, F: Float64Array, K: number): void {
  const half = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      for (let m = 0; m < K; m++) half[i * K + j] += F[i * K + m] * covariance[packedIndex(m, j)];
    }
  }
  for (let i = 0; i < K; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let m = 0; m < K; m++) sum += half[i * K + m] * F[j * K + m];
      covariance[packedIndex(i, j)] = sum;
    }
  }
}

/** Bayes' step of the filter: `apply` turns the prediction's mean and covariance into those given the trial. */
function createUpdate(model: ObservationModel) {
  const K = model.nParams;
  const packed = packedLength(K);
  const params = new Float64Array(model.nTrials * K);
  const gradient = new Float64Array(model.nTrials * K);
  const curvature = new Float64Array(model.nTrials * packed);
  const precision = new Float64Array(packed);
  const lower = new Float64Array(packed);
  const block = new Float64Array(packed);
  const step = new Float64Array(K);
  const stepAt = new Float64Array(model.nTrials * K);

  const apply = (t: number, mean: Float64Array, covariance: Float64Array): void => {
    const row = t * K;
    invertPacked(covariance, K, precision);
    params.set(mean, row);
    // A prediction outside the model's domain starts from inside it.
    if (model.logLikelihood(params, t, t + 1) === Number.NEGATIVE_INFINITY) params.set(model.start, row);
    const objective = () => {
      let quadratic = 0;
      for (let i = 0; i < K; i++) {
        for (let j = 0; j < K; j++) {
          quadratic +=
            (params[row + i] - mean[i]) * precision[packedIndex(i, j)] * (params[row + j] - mean[j]);
        }
      }
      return model.logLikelihood(params, t, t + 1) - 0.5 * quadratic;
    };
    let value = objective();
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      model.derivatives(params, gradient, curvature, t, t + 1);
      for (let i = 0; i < K; i++) {
        for (let j = 0; j < K; j++) {
          gradient[row + i] -= precision[packedIndex(i, j)] * (params[row + j] - mean[j]);
        }
      }
      posteriorPrecision(t);
      solvePacked(lower, K, gradient.subarray(row, row + K), step);
      let decrement = 0;
      for (let i = 0; i < K; i++) decrement += step[i] * gradient[row + i];
      if (!(decrement > 1e-14)) break;
      stepAt.set(step, row);
      let scale = model.stepLimit(params, stepAt, t, t + 1);
      const before = params.slice(row, row + K);
      let gained = false;
      for (let halving = 0; halving < 30 && !gained; halving++, scale /= 2) {
        for (let i = 0; i < K; i++) params[row + i] = before[i] + scale * step[i];
        const there = objective();
        if (there >= value + 1e-4 * scale * decrement - 1e-14 * Math.abs(value)) {
          gained = true;
          value = there;
        }
      }
      if (!gained) {
        params.set(before, row);
        break;
      }
    }
    model.derivatives(params, gradient, curvature, t, t + 1);
    posteriorPrecision(t);
    mean.set(params.subarray(row, row + K));
    for (let j = 0; j < K; j++) {
      const unit = new Float64Array(K);
      unit[j] = 1;
      solvePacked(lower, K, unit, step);
      for (let i = j; i < K; i++) covariance[packedIndex(i, j)] = step[i];
    }
  };

  /** Factors precision + curvature of trial t, made convex where it is not. */
  const posteriorPrecision = (t: number) => {
    const sum = () =>
      block.forEach((_, i) => {
        block[i] = precision[i] + curvature[t * packed + i];
      });
    sum();
    if (Number.isNaN(cholesky(block, K, lower, 0))) {
      const own = curvature.subarray(t * packed, (t + 1) * packed);
      convexifyBlocks(own, K, 1);
      sum();
      cholesky(block, K, lower, 0);
    }
  };

  return { params, apply };
}

function invertPacked(matrix: Float64Array, K: number, out: Float64Array): void {
  const lower = new Float64Array(packedLength(K));
  cholesky(matrix, K, lower, 0);
  const column = new Float64Array(K);
  for (let j = 0; j < K; j++) {
    const unit = new Float64Array(K);
    unit[j] = 1;
    solvePacked(lower, K, unit, column);
    for (let i = j; i < K; i++) out[packedIndex(i, j)] = column[i];
  }
}

/** Solves L Lᵀ x = b, L being packed with its diagonal inverted. */
function solvePacked(lower: Float64Array, K: number, b: Float64Array, x: Float64Array): void {
  for (let i = 0; i < K; i++) {
    let sum = b[i];
    for (let m = 0; m < i; m++) sum -= lower[packedIndex(i, m)] * x[m];
    x[i] = sum * lower[packedIndex(i, i)];
  }
  for (let i = K - 1; i >= 0; i--) {
    let sum = x[i];
    for (let m = i + 1; m < K; m++) sum -= lower[packedIndex(m, i)] * x[m];
    x[i] = sum * lower[packedIndex(i, i)];
  }
}
