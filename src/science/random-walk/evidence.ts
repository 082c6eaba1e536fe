import { type Chain, createChain, solveChain } from "./chain.ts";
import { posteriorCovariance } from "./covariance.ts";
import { createModeWorkspace, findMode, type Mode, type ModeWorkspace } from "./find-mode.ts";
import type { LearningRule } from "./learning-rule.ts";
import { learntAdjointTerms, learntEvidenceTerms, learntSquares } from "./learnt-walk.ts";
import { type ObservationModel, packedLength } from "./observation-model.ts";
import { createStepMean } from "./step-mean.ts";
import { stepProducts } from "./walk-prior.ts";

/** One model on one subject's trials, with the buffers that evaluating its evidence needs. */
export interface EvidenceProblem {
  readonly model: ObservationModel;
  readonly chain: Chain;
  /** N×K: the last mode found, from which the next search starts. */
  readonly params: Float64Array;
  readonly workspace: ModeWorkspace;
  readonly covariance: Float64Array;
  readonly stepVariance: Float64Array;
  readonly slope: Float64Array;
}

export function createEvidenceProblem(
  model: ObservationModel,
  sessionStep: Uint8Array,
  rule: LearningRule | null = null,
): EvidenceProblem {
  const { nTrials, nParams } = model;
  const params = new Float64Array(nTrials * nParams);
  for (let i = 0; i < params.length; i++) params[i] = model.start[i % nParams];
  return {
    model,
    chain: createChain(nParams, sessionStep, rule === null ? null : createStepMean(rule, nTrials)),
    params,
    workspace: createModeWorkspace(model),
    covariance: new Float64Array(nTrials * packedLength(nParams)),
    stepVariance: new Float64Array(nTrials * nParams),
    slope: new Float64Array(nTrials * nParams),
  };
}

export interface Evidence extends Mode {
  /** Laplace's approximation: ℓ(e*) + log p(e*) − ½ log det(−H) (SCIENCE §3); −Infinity where no mode was found. */
  readonly logEvidence: number;
}

/** Finds the mode at the chain's present step SDs and the Laplace evidence there. */
export function evaluateEvidence(
  problem: EvidenceProblem,
  tolerance: number,
  maxIterations?: number,
): Evidence {
  const { model, chain, params, workspace } = problem;
  const mode = findMode(model, chain, params, tolerance, workspace, maxIterations);
  // log p(e*) holds −½ Σ log var, and factorChain has taken Σ log var into its determinant.
  const logEvidence = mode.logLikelihood + mode.quadratic - 0.5 * mode.logDet;
  const found = mode.converged && !Number.isNaN(logEvidence);
  return { ...mode, logEvidence: found ? logEvidence : Number.NEGATIVE_INFINITY };
}

/**
 * Exact gradient of the Laplace evidence at the mode that `evaluateEvidence` has just found, by the log of
 * each step SD (2K: within, then between sessions) and, with a learning rule, by its rate α (a last entry):
 *
 *     Σ_steps (Δ² + Var Δ)/v − 1   +   2 Σ_steps (a_t − a_{t−1}) Δ_t / v,   (−H) a = ∂(−½ log det(−H))/∂e
 */
export function evidenceGradient(problem: EvidenceProblem, out: Float64Array): void {
  const { model, chain, params, covariance, stepVariance, slope } = problem;
  const { nTrials, nParams, sessionStep, stepSd, stepMean } = chain;
  posteriorCovariance(chain, covariance, stepVariance);
  model.curvatureSlope(params, covariance, slope);
  if (stepMean === null) {
    const adjoint = new Float64Array(2 * nParams);
    solveChain(chain, slope, slope);
    stepProducts(chain, params, params, out);
    stepProducts(chain, slope, params, adjoint);
    for (let p = 0; p < 2 * nParams; p++) out[p] += 2 * adjoint[p];
  } else {
    learntSquares(chain, stepMean, params, out);
    let byAlpha = learntEvidenceTerms(chain, stepMean, params, covariance, slope, out);
    solveChain(chain, slope, slope);
    byAlpha += learntAdjointTerms(chain, stepMean, params, slope, out);
    out[2 * nParams] = byAlpha;
  }
  for (let k = 0; k < nParams; k++) {
    let within = 0;
    let between = 0;
    let nSession = 0;
    for (let t = 1; t < nTrials; t++) {
      if (sessionStep[t] === 0) within += stepVariance[t * nParams + k];
      else {
        between += stepVariance[t * nParams + k];
        nSession++;
      }
    }
    out[k] += within / (stepSd[k] * stepSd[k]) - (nTrials - 1 - nSession);
    out[nParams + k] += between / (stepSd[nParams + k] * stepSd[nParams + k]) - nSession;
  }
}
