import type { Random } from "../random.ts";
import type { RandomWalkFit } from "./fit.ts";

/** The parts of a fit that its posterior is drawn from. */
export type Posterior = Pick<
  RandomWalkFit,
  "nTrials" | "paramNames" | "mode" | "backwardGain" | "backwardNoise"
>;

/**
 * Draws a trajectory from the Gaussian posterior at the fit's hyperparameters, all trials jointly, backwards
 * in time.
 *
 * @param out N×K, written and returned; a new array by default
 */
export function samplePosterior(
  fit: Posterior,
  random: Random,
  out: Float64Array = new Float64Array(fit.mode.length),
): Float64Array {
  const K = fit.paramNames.length;
  const { mode, backwardGain: gain, backwardNoise: noise, nTrials } = fit;
  const xi = new Float64Array(K);
  const deviation = new Float64Array(K);
  const next = new Float64Array(K);
  for (let t = nTrials - 1; t >= 0; t--) {
    for (let i = 0; i < K; i++) xi[i] = random.normal();
    for (let i = 0; i < K; i++) {
      const row = (t * K + i) * K;
      let sum = 0;
      for (let m = 0; m < K; m++) sum += gain[row + m] * next[m] + noise[row + m] * xi[m];
      deviation[i] = sum;
      out[t * K + i] = mode[t * K + i] + sum;
    }
    next.set(deviation);
  }
  return out;
}

/**
 * Posterior covariance between trial t and trial t + 1, K×K row-major: entry (i, j) is Cov(e_t,i, e_{t+1},j).
 *
 * @param t 0 … N − 2
 */
export function neighbourCovariance(fit: RandomWalkFit, t: number): Float64Array {
  const K = fit.paramNames.length;
  const out = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      for (let m = 0; m < K; m++) {
        out[i * K + j] += fit.backwardGain[(t * K + i) * K + m] * fit.covariance[((t + 1) * K + m) * K + j];
      }
    }
  }
  return out;
}
