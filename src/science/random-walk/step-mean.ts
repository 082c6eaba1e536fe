import type { LearningRule } from "./learning-rule.ts";

/**
 * The learnt part of a walk: e_{t+1} = f_t(e_t) + noise, f_t(e) = e + α r(e, t). Without it, f_t is the
 * identity.
 *
 * Holds what the rule says at the trajectory that was last evaluated.
 */
export interface StepMean {
  readonly rule: LearningRule;
  /** The learning rate, as the only entry. */
  readonly alpha: Float64Array;
  /** F_t = ∂f_t/∂e and its inverse, N×K×K; the last trial's are not used. */
  readonly jacobian: Float64Array;
  readonly inverse: Float64Array;
  /** Σ_t log |det F_t|, as the only entry. */
  readonly logDet: Float64Array;
}

export function createStepMean(rule: LearningRule, nTrials: number): StepMean {
  const size = nTrials * rule.nParams * rule.nParams;
  return {
    rule,
    alpha: new Float64Array(1),
    jacobian: new Float64Array(size),
    inverse: new Float64Array(size),
    logDet: new Float64Array(1),
  };
}

/**
 * Inverse of the K×K row-major matrix at `at`, by Gauss–Jordan elimination with partial pivoting.
 *
 * @param work at least 2K² long
 * @returns log |det|; −Infinity if the matrix is singular
 */
export function invert(
  matrix: Float64Array,
  at: number,
  K: number,
  out: Float64Array,
  work: Float64Array,
): number {
  const width = 2 * K;
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      work[i * width + j] = matrix[at + i * K + j];
      work[i * width + K + j] = i === j ? 1 : 0;
    }
  }
  let logDet = 0;
  for (let c = 0; c < K; c++) {
    let pivot = c;
    for (let r = c + 1; r < K; r++) {
      if (Math.abs(work[r * width + c]) > Math.abs(work[pivot * width + c])) pivot = r;
    }
    const p = work[pivot * width + c];
    logDet += Math.log(Math.abs(p));
    for (let j = 0; j < width; j++) {
      const swapped = work[pivot * width + j];
      work[pivot * width + j] = work[c * width + j];
      work[c * width + j] = swapped / p;
    }
    for (let r = 0; r < K; r++) {
      const factor = work[r * width + c];
      if (r === c || factor === 0) continue;
      for (let j = 0; j < width; j++) work[r * width + j] -= factor * work[c * width + j];
    }
  }
  for (let i = 0; i < K; i++) for (let j = 0; j < K; j++) out[at + i * K + j] = work[i * width + K + j];
  return logDet;
}
