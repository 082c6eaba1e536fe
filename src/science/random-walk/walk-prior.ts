import type { Chain } from "./chain.ts";

/**
 * −½ Σ (Δe)²/var over the walk's steps, trial 0 being a step from 0: log p(e) of SCIENCE §3 is this less ½
 * `walkLogVariance`. Adds its gradient to `gradient`.
 *
 * @param params N×K
 */
export function walkQuadratic(chain: Chain, params: Float64Array, gradient: Float64Array): number {
  const { nTrials, nParams, sessionStep, stepSd, initSd } = chain;
  const precision = Float64Array.from(stepSd, (sd) => 1 / (sd * sd));
  let squares = 0;
  for (let k = 0; k < nParams; k++) {
    const weighted = params[k] / (initSd[k] * initSd[k]);
    squares += params[k] * weighted;
    gradient[k] -= weighted;
  }
  for (let t = 1; t < nTrials; t++) {
    const row = t * nParams;
    const p = sessionStep[t] * nParams;
    for (let k = 0; k < nParams; k++) {
      const step = params[row + k] - params[row + k - nParams];
      const weighted = step * precision[p + k];
      squares += step * weighted;
      gradient[row + k] -= weighted;
      gradient[row + k - nParams] += weighted;
    }
  }
  return -0.5 * squares;
}

/** Σ log var over all steps and parameters of the walk. */
export function walkLogVariance(chain: Chain): number {
  const { nTrials, nParams, sessionStep, stepSd, initSd } = chain;
  let nSession = 0;
  for (let t = 1; t < nTrials; t++) nSession += sessionStep[t];
  let logSd = 0;
  for (let k = 0; k < nParams; k++) {
    logSd += Math.log(initSd[k]);
    logSd += (nTrials - 1 - nSession) * Math.log(stepSd[k]) + nSession * Math.log(stepSd[nParams + k]);
  }
  return 2 * logSd;
}

/**
 * For each parameter and kind of step (2K: within, then between sessions), Σ left_t · right_t / var over
 * steps, where left and right are differences of N×K trajectories: the sums that the evidence's gradient is
 * made of.
 */
export function stepProducts(chain: Chain, left: Float64Array, right: Float64Array, out: Float64Array): void {
  const { nTrials, nParams, sessionStep, stepSd } = chain;
  for (let k = 0; k < nParams; k++) {
    let within = 0;
    let between = 0;
    for (let t = 1, i = nParams + k; t < nTrials; t++, i += nParams) {
      const product = (left[i] - left[i - nParams]) * (right[i] - right[i - nParams]);
      if (sessionStep[t] === 0) within += product;
      else between += product;
    }
    out[k] = within / (stepSd[k] * stepSd[k]);
    out[nParams + k] = between / (stepSd[nParams + k] * stepSd[nParams + k]);
  }
}
