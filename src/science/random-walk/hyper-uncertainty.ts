import type { TrialTable } from "../trial-table.ts";
import { buildModel } from "./build-model.ts";
import { diagonalise } from "./convexify.ts";
import {
  createEvidenceProblem,
  type EvidenceProblem,
  evaluateEvidence,
  evidenceGradient,
} from "./evidence.ts";
import type { RandomWalkFit } from "./fit.ts";
import type { FitOptions } from "./fit-options.ts";
import { applyTheta, chainRule, type HyperLayout, hyperLayout } from "./hyper-layout.ts";

/** How well the evidence determines the hyperparameters, in log2 units, about the values that maximise it. */
export interface HyperUncertainty {
  /** Such as "sigma.bias". H of them. */
  readonly names: readonly string[];
  readonly log2: readonly number[];
  /**
   * Standard errors; null for those on a bound, and where the evidence is flatter than the prior (an error
   * above 4).
   */
  readonly standardError: readonly (number | null)[];
  /** Laplace's covariance of log2 hyperparameters, H×H row-major; those on a bound have zeros. */
  readonly covariance: Float64Array;
}

/** A fitted problem that can be evaluated at other hyperparameters. */
export interface HyperProblem {
  readonly problem: EvidenceProblem;
  readonly layout: HyperLayout;
  readonly theta: Float64Array;
}

const MODE_TOLERANCE = 1e-10;
/** Step of the differences of the gradient, in log2 units. */
const DIFFERENCE_STEP = 0.1;
/** Prior SD of log2 hyperparameters: a uniform density over their box of 20 log2 units has this one. */
const BOX_SD = 20 / Math.sqrt(12);
/** An error above this means that the evidence says less of the hyperparameter than its box does. */
const FLAT = BOX_SD / Math.SQRT2;

/** The fit's model on its trials, with θ at its hyperparameters and the search started from its mode. */
export function hyperProblem(trials: TrialTable, options: FitOptions, fit: RandomWalkFit): HyperProblem {
  const { model, rule, fitted } = buildModel(trials, options);
  const hasSessions = fit.hyper.sigmaDay !== null;
  const steps = hasSessions ? fitted.sessionStep : new Uint8Array(model.nTrials);
  const layout = hyperLayout(model.paramNames, hasSessions, rule !== null, options.sharedSigma ?? false);
  const problem = createEvidenceProblem(model, steps, rule);
  problem.params.set(fit.mode);
  const theta = new Float64Array(layout.nHyper);
  const values = [...fit.hyper.sigma, ...(fit.hyper.sigmaDay ?? fit.hyper.sigma), fit.hyper.alpha ?? 0];
  values.forEach((value, p) => {
    if (layout.index[p] >= 0) theta[layout.index[p]] = Math.log2(value);
  });
  return { problem, layout, theta };
}

/**
 * Standard errors of optimised hyperparameters, from the curvature of the log evidence (differences of its
 * exact gradient) and, so that flat directions stay bounded, a wide prior over the box that they are searched
 * in.
 *
 * @param options those of the fit
 * @param fit an optimised fit of these trials
 */
export function hyperUncertainty(
  trials: TrialTable,
  options: FitOptions,
  fit: RandomWalkFit,
): HyperUncertainty {
  const at = hyperProblem(trials, options, fit);
  const { layout, theta } = at;
  const free = layout.names.map((name) => !fit.atBound.includes(name));
  const H = layout.nHyper;
  const covariance = covarianceOf(evidenceCurvature(at, fit.mode), free);
  const standardError = free.map((isFree, i) => {
    const error = Math.sqrt(covariance[i * H + i]);
    return isFree && error < FLAT ? error : null;
  });
  return { names: layout.names, log2: Array.from(theta), standardError, covariance };
}

/**
 * Negative Hessian of the log evidence by the log2 hyperparameters, symmetrised, H×H.
 *
 * @param mode N×K, from which modes are searched
 */
export function evidenceCurvature(at: HyperProblem, mode: Float64Array): Float64Array {
  const { theta } = at;
  const H = theta.length;
  const out = new Float64Array(H * H);
  for (let i = 0; i < H; i++) {
    const up = gradientAt(at, shifted(theta, i, DIFFERENCE_STEP), mode);
    const down = gradientAt(at, shifted(theta, i, -DIFFERENCE_STEP), mode);
    for (let j = 0; j < H; j++) {
      const half = -(up[j] - down[j]) / (4 * DIFFERENCE_STEP);
      out[i * H + j] += half;
      out[j * H + i] += half;
    }
  }
  return out;
}

function shifted(theta: Float64Array, i: number, by: number): Float64Array {
  return theta.map((x, j) => (i === j ? x + by : x));
}

/** The log evidence at θ, the problem being left at its mode there. */
export function evidenceAt(
  { problem, layout }: HyperProblem,
  theta: Float64Array,
  mode: Float64Array,
): number {
  problem.params.set(mode);
  applyTheta(layout, theta, problem.chain);
  return evaluateEvidence(problem, MODE_TOLERANCE).logEvidence;
}

function gradientAt(at: HyperProblem, theta: Float64Array, mode: Float64Array): Float64Array {
  const { problem, layout } = at;
  evidenceAt(at, theta, mode);
  const raw = new Float64Array(2 * layout.nParams + 1);
  const out = new Float64Array(layout.nHyper);
  evidenceGradient(problem, raw);
  chainRule(layout, theta, raw, out);
  return out;
}

/** Inverse of the curvature with the prior added, on the free entries; negative curvature counts as none. */
function covarianceOf(curvature: Float64Array, free: readonly boolean[]): Float64Array {
  const H = free.length;
  const index = free.flatMap((isFree, i) => (isFree ? [i] : []));
  const n = index.length;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a[i * n + j] = curvature[index[i] * H + index[j]];
  const vectors = new Float64Array(n * n);
  diagonalise(a, vectors, n);
  const out = new Float64Array(H * H);
  for (let m = 0; m < n; m++) {
    const variance = 1 / (Math.max(0, a[m * n + m]) + 1 / (BOX_SD * BOX_SD));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        out[index[i] * H + index[j]] += variance * vectors[i * n + m] * vectors[j * n + m];
      }
    }
  }
  return out;
}
