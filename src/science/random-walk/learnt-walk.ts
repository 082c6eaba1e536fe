import type { Chain } from "./chain.ts";
import { trialNoise, trialShrink } from "./covariance.ts";
import { packedIndex, packedLength } from "./observation-model.ts";
import { invert, type StepMean } from "./step-mean.ts";

/**
 * As `walkQuadratic`, for a walk whose mean is learnt: −½ Σ δ²/v with δ_t = e_{t+1} − f_t(e_t). Adds its
 * gradient to `gradient` and the second derivatives that are not of the form Fᵀ V⁻¹ F, −α Σ_k (δ_k/v_k)
 * ∇²r_k, to `curvature`; F_t and F_t⁻¹ are left in `mean`.
 */
export function learntWalkQuadratic(
  chain: Chain,
  mean: StepMean,
  params: Float64Array,
  gradient: Float64Array,
  curvature: Float64Array,
): number {
  const { nTrials, nParams: K, sessionStep, stepSd, initSd } = chain;
  const { rule, jacobian, inverse } = mean;
  const alpha = mean.alpha[0];
  const size = K * K;
  const packed = packedLength(K);
  const r = new Float64Array(K);
  const slope = new Float64Array(size);
  const bend = new Float64Array(size * K);
  const work = new Float64Array(2 * size);
  let squares = 0;
  for (let k = 0; k < K; k++) {
    const weighted = params[k] / (initSd[k] * initSd[k]);
    squares += params[k] * weighted;
    gradient[k] -= weighted;
  }
  mean.logDet[0] = 0;
  for (let t = 0; t < nTrials - 1; t++) {
    const row = t * K;
    const next = row + K;
    const p = sessionStep[t + 1] * K;
    rule.derivatives(t, params, row, r, slope, bend);
    for (let i = 0; i < size; i++) jacobian[t * size + i] = alpha * slope[i] + (i % (K + 1) === 0 ? 1 : 0);
    mean.logDet[0] += invert(jacobian, t * size, K, inverse, work);
    for (let k = 0; k < K; k++) {
      const residual = params[next + k] - params[row + k] - alpha * r[k];
      const weighted = residual / (stepSd[p + k] * stepSd[p + k]);
      squares += residual * weighted;
      gradient[next + k] -= weighted;
      for (let a = 0; a < K; a++) gradient[row + a] += weighted * jacobian[t * size + k * K + a];
      for (let a = 0, at = t * packed; a < K; a++) {
        for (let b = 0; b <= a; b++) curvature[at++] -= alpha * weighted * bend[(k * K + a) * K + b];
      }
    }
  }
  return -0.5 * squares;
}

/**
 * What a learning rule adds to the slope of −½ log det(−H) by the parameters (added to `slope`, N×K), and to
 * the evidence's gradient by the log of each step SD (added to `byLogSd`, 2K) and by α (returned), all at
 * fixed parameters.
 *
 * With δ_k the noise of a step, Λ_k = 1/v_k, C the posterior covariance and tr_k = tr(C_t ∇²r_k), the prior's
 * part of −H is Σ_k Λ_k [∇δ_k ∇δ_kᵀ − α δ_k ∇²r_k]; what follows are its derivatives.
 */
export function learntEvidenceTerms(
  chain: Chain,
  mean: StepMean,
  params: Float64Array,
  covariance: Float64Array,
  slope: Float64Array,
  byLogSd: Float64Array,
): number {
  const { nTrials, nParams: K, sessionStep, stepSd } = chain;
  const { rule, jacobian } = mean;
  const alpha = mean.alpha[0];
  const size = K * K;
  const packed = packedLength(K);
  const r = new Float64Array(K);
  const first = new Float64Array(size);
  const second = new Float64Array(size * K);
  const third = new Float64Array(size);
  const here = new Float64Array(size);
  const cross = new Float64Array(size);
  const work = {
    noise: new Float64Array(size),
    shrink: new Float64Array(size),
    half: new Float64Array(size),
  };
  let byAlpha = 0;
  for (let t = 0; t < nTrials - 1; t++) {
    const row = t * K;
    const p = sessionStep[t + 1] * K;
    for (let i = 0; i < K; i++) {
      for (let j = 0; j < K; j++) here[i * K + j] = covariance[t * packed + packedIndex(i, j)];
    }
    rule.derivatives(t, params, row, r, first, second);
    rule.thirdTrace(t, params, row, here, third);
    noiseCrossCovariance(chain, mean, covariance, t, cross, work);
    for (let k = 0; k < K; k++) {
      const residual = params[row + K + k] - params[row + k] - alpha * r[k];
      const precision = 1 / (stepSd[p + k] * stepSd[p + k]);
      let trace = 0;
      let slopeCross = 0;
      for (let a = 0; a < K; a++) {
        slopeCross += first[k * K + a] * cross[a * K + k];
        for (let b = 0; b < K; b++) trace += here[a * K + b] * second[(k * K + a) * K + b];
      }
      byLogSd[p + k] -= precision * residual * alpha * trace;
      byAlpha += precision * (residual * r[k] + slopeCross - 0.5 * (alpha * r[k] - residual) * trace);
      slope[row + K + k] += 0.5 * precision * alpha * trace;
      for (let j = 0; j < K; j++) {
        let bend = 0;
        for (let i = 0; i < K; i++) bend += second[(k * K + i) * K + j] * cross[i * K + k];
        slope[row + j] +=
          precision *
          alpha *
          (bend - 0.5 * jacobian[t * size + k * K + j] * trace + 0.5 * residual * third[k * K + j]);
      }
    }
  }
  return byAlpha;
}

/**
 * The evidence's gradient through the mode: aᵀ ∂(∇ log p)/∂θ for the adjoint a. Added to `byLogSd` (2K), and
 * returned for α: Σ Λ_k [r_k (a_{t+1} − F a_t)_k + δ_k (∂r_k/∂e · a_t)].
 */
export function learntAdjointTerms(
  chain: Chain,
  mean: StepMean,
  params: Float64Array,
  adjoint: Float64Array,
  byLogSd: Float64Array,
): number {
  const { nTrials, nParams: K, sessionStep, stepSd } = chain;
  const { rule, jacobian } = mean;
  const alpha = mean.alpha[0];
  const r = new Float64Array(K);
  const first = new Float64Array(K * K);
  const second = new Float64Array(K * K * K);
  let byAlpha = 0;
  for (let t = 0; t < nTrials - 1; t++) {
    const row = t * K;
    const p = sessionStep[t + 1] * K;
    rule.derivatives(t, params, row, r, first, second);
    for (let k = 0; k < K; k++) {
      const residual = params[row + K + k] - params[row + k] - alpha * r[k];
      const precision = 1 / (stepSd[p + k] * stepSd[p + k]);
      let step = adjoint[row + K + k];
      let learnt = 0;
      for (let a = 0; a < K; a++) {
        step -= jacobian[(row + k) * K + a] * adjoint[row + a];
        learnt += first[k * K + a] * adjoint[row + a];
      }
      byLogSd[p + k] += 2 * precision * residual * step;
      byAlpha += precision * (r[k] * step + residual * learnt);
    }
  }
  return byAlpha;
}

/** Σ δ²/v by parameter and kind of step (2K), for a learnt walk. */
export function learntSquares(chain: Chain, mean: StepMean, params: Float64Array, out: Float64Array): void {
  const { nTrials, nParams: K, sessionStep, stepSd } = chain;
  const r = new Float64Array(K);
  out.fill(0);
  for (let t = 0; t < nTrials - 1; t++) {
    const row = t * K;
    const p = sessionStep[t + 1] * K;
    mean.rule.value(t, params, row, r);
    for (let k = 0; k < K; k++) {
      const residual = params[row + K + k] - params[row + k] - mean.alpha[0] * r[k];
      out[p + k] += (residual / stepSd[p + k]) ** 2;
    }
  }
}

/**
 * Posterior covariance of e_t with the noise of its step, e_{t+1} − F e_t, K×K: F⁻¹ [(I − A) C_{t+1} Aᵀ − N
 * Nᵀ], where I − A and N are the backward gain and noise before F⁻¹.
 */
function noiseCrossCovariance(
  chain: Chain,
  mean: StepMean,
  covariance: Float64Array,
  t: number,
  out: Float64Array,
  work: { readonly noise: Float64Array; readonly shrink: Float64Array; readonly half: Float64Array },
): void {
  const K = chain.nParams;
  const size = K * K;
  const next = (t + 1) * packedLength(K);
  const { noise, shrink, half } = work;
  trialNoise(chain, t, noise, 0);
  trialShrink(chain, t, noise, 0, shrink);
  // half = C_{t+1} Aᵀ
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      let sum = 0;
      for (let m = 0; m < K; m++) sum += covariance[next + packedIndex(i, m)] * shrink[j * K + m];
      half[i * K + j] = sum;
    }
  }
  // out = F⁻¹ (half − A half − N Nᵀ), a column at a time.
  for (let j = 0; j < K; j++) {
    for (let i = 0; i < K; i++) out[i * K + j] = 0;
    for (let i = 0; i < K; i++) {
      let entry = half[i * K + j];
      for (let m = 0; m < K; m++)
        entry -= shrink[i * K + m] * half[m * K + j] + noise[i * K + m] * noise[j * K + m];
      for (let k = 0; k < K; k++) out[k * K + j] += mean.inverse[t * size + k * K + i] * entry;
    }
  }
}
