/**
 * What the engine needs to know of a decision model: the log-likelihood of each trial given that trial's own
 * parameters, and its derivatives. Everything else (random walk, mode, evidence, prediction) is shared.
 *
 * Parameters are row-major, one row of K a trial. Symmetric K×K blocks are packed by rows of the lower
 * triangle: (0,0), (1,0), (1,1), (2,0), … Calls work on trials `first` ≤ t < `end`, so that a filter can go
 * trial by trial.
 */
export interface ObservationModel {
  readonly paramNames: readonly string[];
  readonly nParams: number;
  readonly nTrials: number;
  /** Constant parameters from which Newton's method is started. */
  readonly start: Float64Array;
  /** Σ log p(y_t | params_t); −Infinity outside the model's domain. */
  logLikelihood(params: Float64Array, first: number, end: number): number;
  /**
   * As `logLikelihood`; also writes its gradient (N×K) and the negative of its Hessian's diagonal blocks
   * (N×K(K+1)/2).
   */
  derivatives(
    params: Float64Array,
    gradient: Float64Array,
    curvature: Float64Array,
    first: number,
    end: number,
  ): number;
  /**
   * Writes ½ Σ_ij C_ij ∂³ log p / ∂e_i ∂e_j ∂e_k into `out` (N×K), for the symmetric packed blocks C of
   * `covariance`: the slope of −½ log det of the negative Hessian.
   */
  curvatureSlope(params: Float64Array, covariance: Float64Array, out: Float64Array): void;
  /** Largest s ≤ 1 such that params + s·step stays well inside the domain. */
  stepLimit(params: Float64Array, step: Float64Array, first: number, end: number): number;
  /**
   * log ∫ p(y_t | e) N(e; mean, covariance) de: the probability of trial t's response (its density, for
   * times) to one who knows the parameters only so well; 0 for a masked trial.
   *
   * @param mean K
   * @param covariance packed block
   */
  logPredictive(t: number, mean: Float64Array, covariance: Float64Array): number;
  /** The same model with the trials where `observed` is 0 made uninformative (log-likelihood 0). */
  masked(observed: Uint8Array): ObservationModel;
}

/** Length of a packed symmetric K×K block. */
export function packedLength(nParams: number): number {
  return (nParams * (nParams + 1)) / 2;
}

/** Where entry (i, j) of a symmetric block lies in its packed form. */
export function packedIndex(i: number, j: number): number {
  return i >= j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i;
}
