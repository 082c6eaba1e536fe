/**
 * Strategy labels of the trials from the posterior of a logistic random walk (SCIENCE §4).
 *
 * With m the largest contrast, b the bias and w_L, w_R the contrast weights:
 *
 *     A_L = σ(b) − σ(b + w_L m)     A_R = σ(b + w_R m) − σ(b)     B = σ(b) − ½
 *
 * A label's probability is the posterior mass of its region in (b, w_L, w_R), not the label of a point estimate.
 */
import { defaultLabelThresholds, type LabelThresholds, labelIndexOf, nLabels } from "./label.ts";
import { createLabelIntegral } from "./label-integral.ts";

/** The marginal posterior of each trial, parameters in the order bias, left contrast, right contrast. */
export interface WeightPosterior {
  readonly nTrials: number;
  /** N×3, row-major. */
  readonly mean: Float64Array;
  /** N×3×3, row-major, symmetric. */
  readonly covariance: Float64Array;
  /** The largest contrast of the subject's trials, m > 0. */
  readonly maxContrast: number;
}

/** A_L, A_R and B of every trial at the posterior mean of the weights. */
export interface StrategyCoordinates {
  readonly associationLeft: Float64Array;
  readonly associationRight: Float64Array;
  readonly bias: Float64Array;
}

export function strategyCoordinates(posterior: WeightPosterior): StrategyCoordinates {
  const { nTrials, mean, maxContrast } = posterior;
  const associationLeft = new Float64Array(nTrials);
  const associationRight = new Float64Array(nTrials);
  const bias = new Float64Array(nTrials);
  for (let t = 0; t < nTrials; t++) {
    const b = mean[3 * t];
    const p = sigmoid(b);
    associationLeft[t] = p - sigmoid(b + mean[3 * t + 1] * maxContrast);
    associationRight[t] = sigmoid(b + mean[3 * t + 2] * maxContrast) - p;
    bias[t] = p - 0.5;
  }
  return { associationLeft, associationRight, bias };
}

/** Index in strategyLabels of every trial's label at the posterior mean: a point estimate, for display. */
export function pointLabels(
  posterior: WeightPosterior,
  thresholds: LabelThresholds = defaultLabelThresholds,
): Int8Array {
  const { associationLeft, associationRight, bias } = strategyCoordinates(posterior);
  return Int8Array.from(bias, (b, t) => labelIndexOf(associationLeft[t], associationRight[t], b, thresholds));
}

/**
 * Probability of every label on every trial, N×6 row-major in the order of strategyLabels; rows sum to 1.
 *
 * Every trial is integrated (a few microseconds each), so nothing is thinned; exact to about 1e-6 on posteriors
 * like those of real mice.
 */
export function labelProbabilities(
  posterior: WeightPosterior,
  thresholds: LabelThresholds = defaultLabelThresholds,
): Float64Array {
  const probabilities = new Float64Array(posterior.nTrials * nLabels);
  const integrate = createLabelIntegral(posterior.maxContrast, thresholds);
  for (let t = 0; t < posterior.nTrials; t++) {
    integrate(posterior.mean, posterior.covariance, t, probabilities);
  }
  return probabilities;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
