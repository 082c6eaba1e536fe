import type { TrialTable } from "../trial-table.ts";
import { maximiseBounded } from "./bounded-bfgs.ts";
import { buildModel, DEFAULT_REGRESSORS } from "./build-model.ts";
import { backwardKernel, posteriorCovariance } from "./covariance.ts";
import {
  createEvidenceProblem,
  type EvidenceProblem,
  evaluateEvidence,
  evidenceGradient,
} from "./evidence.ts";
import type {
  FitOptions,
  Hyperparameters,
  LearningRuleName,
  ModelName,
  RegressorName,
} from "./fit-options.ts";
import {
  applyHyperparameters,
  applyTheta,
  chainRule,
  checkHyperparameters,
  type HyperLayout,
  hyperLayout,
  readHyperparameters,
  uniformTheta,
} from "./hyper-layout.ts";
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

/** Newton decrements at which a mode counts as found: while searching hyperparameters, again, and for the result. */
const SEARCH_TOLERANCE = 1e-5;
const CLOSE_TOLERANCE = 1e-11;
const FINAL_TOLERANCE = 1e-14;
/** Newton steps within which a search that starts from a near mode must find the next; else the step was too long. */
const WARM_ITERATIONS = 25;

/** log2 (sigma, sigmaDay, alpha) from which the evidence is climbed; small sigmas alone would get stuck (NUMERICS 4). */
const STARTS: readonly (readonly [number, number, number])[] = [
  [-3, -2, -6],
  [-6, -3, -9],
];

/**
 * Fits a random-walk decision model: the hyperparameters that maximise the Laplace evidence, and the posterior of every
 * trial's parameters given them (SCIENCE §3; Roy et al. 2021).
 *
 * Deterministic. Trials without a choice are left out.
 *
 * @throws SaddlepointError where the trials cannot be fitted (`buildModel`) or the given hyperparameters are not valid
 */
export function fitRandomWalk(trials: TrialTable, options: FitOptions = {}): RandomWalkFit {
  const { model, rule, fitted, nonDecisionS } = buildModel(trials, options);
  if (options.hyper !== undefined) checkHyperparameters(options.hyper, model.nParams, rule !== null);
  const hasSessions = fitted.nSessions > 1 && options.hyper?.sigmaDay !== null;
  const sessionStep = hasSessions ? fitted.sessionStep : new Uint8Array(fitted.rows.length);
  const problem = createEvidenceProblem(model, sessionStep, rule);
  const { chain, params } = problem;

  let search: Search = { iterations: 0, converged: true, atBound: [] };
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

interface Search {
  readonly iterations: number;
  readonly converged: boolean;
  readonly atBound: readonly string[];
}

/** Climbs the evidence from each start and leaves the problem at the better end. */
function maximiseEvidence(problem: EvidenceProblem, layout: HyperLayout): Search {
  const { chain, params, model } = problem;
  const accepted = new Float64Array(params.length);
  const raw = new Float64Array(2 * layout.nParams + 1);
  let at: Float64Array = new Float64Array(layout.nHyper);
  let tolerance = SEARCH_TOLERANCE;
  let isFirst = true;
  const objective = {
    value(theta: Float64Array) {
      params.set(accepted);
      applyTheta(layout, theta, chain);
      at = theta;
      return evaluateEvidence(problem, tolerance, isFirst ? undefined : WARM_ITERATIONS).logEvidence;
    },
    gradient(out: Float64Array) {
      evidenceGradient(problem, raw);
      chainRule(layout, at, raw, out);
    },
    accept() {
      isFirst = false;
      accepted.set(params);
    },
  };
  const bounds = {
    lower: layout.lower,
    upper: layout.upper,
    gradientTolerance: 0.02,
    maxIterations: 200,
    maxStep: 3,
  };
  let best: { value: number; point: Float64Array; params: Float64Array; converged: boolean } | null = null;
  let iterations = 0;
  for (const [sigma, sigmaDay, alpha] of STARTS) {
    for (let i = 0; i < accepted.length; i++) accepted[i] = model.start[i % model.nParams];
    tolerance = SEARCH_TOLERANCE;
    isFirst = true;
    let result = maximiseBounded(objective, uniformTheta(layout, sigma, sigmaDay, alpha), bounds);
    if (!result.converged) {
      // Modes found only so far can make the evidence uneven: look again with closer ones.
      iterations += result.iterations;
      tolerance = CLOSE_TOLERANCE;
      result = maximiseBounded(objective, result.point, { ...bounds, maxIterations: 50 });
    }
    iterations += result.iterations;
    if (best === null || result.value > best.value) {
      best = {
        value: result.value,
        point: result.point,
        params: accepted.slice(),
        converged: result.converged,
      };
    }
  }
  if (best === null) throw new Error("no start");
  applyTheta(layout, best.point, chain);
  params.set(best.params);
  const { point } = best;
  return {
    iterations,
    converged: best.converged,
    atBound: layout.names.filter((_, i) => point[i] <= layout.lower[i] || point[i] >= layout.upper[i]),
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
