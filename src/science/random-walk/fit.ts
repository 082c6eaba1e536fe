import type { TrialTable } from "../trial-table.ts";
import { buildModel, DEFAULT_REGRESSORS } from "./build-model.ts";
import { backwardKernel, posteriorCovariance } from "./covariance.ts";
import { createEvidenceProblem, evaluateEvidence } from "./evidence.ts";
import type {
  FitOptions,
  Hyperparameters,
  LearningRuleName,
  ModelName,
  RegressorName,
} from "./fit-options.ts";
import {
  applyHyperparameters,
  checkHyperparameters,
  hyperLayout,
  readHyperparameters,
} from "./hyper-layout.ts";
import { type HyperSearch, maximiseEvidence, SEARCH_TOLERANCE } from "./maximise-evidence.ts";
import { walkLogVariance } from "./walk-prior.ts";

/** A random-walk decision model fitted to one subject. N fitted trials, K parameters. */
export interface RandomWalkFit {
  readonly model: ModelName;
  readonly rule: LearningRuleName;
  readonly paramNames: readonly string[];
  readonly nTrials: number;
  readonly nSessions: number;
  readonly hyper: Hyperparameters;
  /** Most probable trajectory, N×K row-major. */
  readonly mode: Float64Array;
  /** Marginal posterior SDs at these hyperparameters, N×K. */
  readonly sd: Float64Array;
  /** Joint posterior covariance of each trial's parameters, N×K×K. */
  readonly covariance: Float64Array;
  /** N×K×K: Cov(e_t, e_{t+1}) = backwardGain_t C_{t+1}; see `neighbourCovariance` and `samplePosterior`. */
  readonly backwardGain: Float64Array;
  /** N×K×K: a root of the covariance of e_t given e_{t+1} (of e_t, on the last trial). */
  readonly backwardNoise: Float64Array;
  readonly logLikelihood: number;
  /** SCIENCE §3's log p(e*): without 2π terms. */
  readonly logPrior: number;
  readonly logPosterior: number;
  /** Laplace's approximation; −Infinity where the posterior has no peak, and then `converged` is false. */
  readonly logEvidence: number;
  /** Whether the mode, and the hyperparameters if they were optimised, are at a maximum. */
  readonly converged: boolean;
  /** Steps of the hyperparameter search, over all starts; 0 where they were fixed. */
  readonly iterations: number;
  /** Names of optimised hyperparameters that ended on a bound, such as "sigma.bias". */
  readonly atBound: readonly string[];
  /** The logistic model's regressors; empty for the others. */
  readonly regressors: readonly RegressorName[];
  /** Non-decision time that was taken off response times, in seconds; null but for the race model. */
  readonly nonDecisionS: number | null;
  /** Row of the trial table of each fitted trial: trials without a choice are left out. */
  readonly trialRows: Int32Array;
}

/** Newton decrement at which the result's mode counts as found. */
const FINAL_TOLERANCE = 1e-14;

/**
 * Fits a random-walk decision model: the hyperparameters that maximise the Laplace evidence, and the
 * posterior of every trial's parameters given them (SCIENCE §3; Roy et al. 2021).
 *
 * Deterministic. Trials without a choice are left out.
 *
 * @throws SaddlepointError where the trials cannot be fitted (`buildModel`) or the given hyperparameters are
 *   not valid
 */
export function fitRandomWalk(trials: TrialTable, options: FitOptions = {}): RandomWalkFit {
  const { model, rule, fitted, nonDecisionS } = buildModel(trials, options);
  if (options.hyper !== undefined) checkHyperparameters(options.hyper, model.nParams, rule !== null);
  const hasSessions = fitted.nSessions > 1 && options.hyper?.sigmaDay !== null;
  const sessionStep = hasSessions ? fitted.sessionStep : new Uint8Array(fitted.rows.length);
  const problem = createEvidenceProblem(model, sessionStep, rule);
  const { chain, params } = problem;

  let search: HyperSearch = { iterations: 0, converged: true, atBound: [] };
  if (options.hyper !== undefined) {
    applyHyperparameters(options.hyper, chain);
  } else {
    const layout = hyperLayout(model.paramNames, hasSessions, rule !== null, options.sharedSigma ?? false);
    search = maximiseEvidence(problem, layout);
  }
  const searched = params.slice();
  let evidence = evaluateEvidence(problem, FINAL_TOLERANCE);
  if (evidence.logEvidence === Number.NEGATIVE_INFINITY) {
    // The posterior has no proper peak near: give the last point that passed for one, as not converged.
    params.set(searched);
    evidence = { ...evaluateEvidence(problem, SEARCH_TOLERANCE), converged: false };
  }
  posteriorCovariance(chain, problem.covariance, null);
  const kernel = backwardKernel(chain);
  const logPrior = evidence.quadratic - 0.5 * walkLogVariance(chain);
  const { covariance, sd } = unpack(problem.covariance, model.nTrials, model.nParams);
  return {
    model: options.model ?? "logistic",
    rule: options.rule ?? "none",
    paramNames: model.paramNames,
    nTrials: model.nTrials,
    nSessions: fitted.nSessions,
    hyper: readHyperparameters(chain, hasSessions),
    mode: params,
    sd,
    covariance,
    backwardGain: kernel.gain,
    backwardNoise: kernel.noise,
    logLikelihood: evidence.logLikelihood,
    logPrior,
    logPosterior: evidence.logLikelihood + logPrior,
    logEvidence: evidence.logEvidence,
    converged: evidence.converged && search.converged,
    iterations: search.iterations,
    atBound: search.atBound,
    regressors:
      options.model === undefined || options.model === "logistic"
        ? (options.regressors ?? DEFAULT_REGRESSORS)
        : [],
    nonDecisionS,
    trialRows: fitted.rows,
  };
}

/** Full blocks and SDs from packed blocks. */
function unpack(packedBlocks: Float64Array, nTrials: number, K: number) {
  const covariance = new Float64Array(nTrials * K * K);
  const sd = new Float64Array(nTrials * K);
  let at = 0;
  for (let t = 0; t < nTrials; t++) {
    for (let i = 0; i < K; i++) {
      for (let j = 0; j <= i; j++, at++) {
        covariance[(t * K + i) * K + j] = packedBlocks[at];
        covariance[(t * K + j) * K + i] = packedBlocks[at];
      }
      sd[t * K + i] = Math.sqrt(packedBlocks[at - 1]);
    }
  }
  return { covariance, sd };
}
