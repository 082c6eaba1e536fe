import { insertFit, loadFit, type StoredFit } from "../read/fits.ts";
import { fitRandomWalk, type RandomWalkFit } from "../science/random-walk/fit.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { defineAnalysis } from "./analysis.ts";

const parameters = {
  model: "logistic",
  rule: "none",
  regressors: ["bias", "contrastLeft", "contrastRight"],
} as const;

/** The logistic random walk of every trial's weights, hyperparameters by evidence (SCIENCE §3). */
export const decisionModelAnalysis = defineAnalysis({
  name: "decision-model",
  version: 1,
  parameters,
  reads: ["trial"],
  needs: [],
  timing: "change",
  tables: ["decision_model_fit"],
  compute({ trials }, { model, rule, regressors }: typeof parameters): StoredFit {
    return storedFit(trials, fitRandomWalk(trials, { model, rule, regressors }));
  },
  insert: insertFit,
  load: loadFit,
});

function storedFit(trials: TrialTable, fit: RandomWalkFit): StoredFit {
  return {
    model: fit.model,
    rule: fit.rule,
    paramNames: fit.paramNames,
    nTrials: fit.nTrials,
    nSessions: fit.nSessions,
    maxContrast: largest(trials.contrastLeft, trials.contrastRight),
    sigma: fit.hyper.sigma,
    sigmaDay: fit.hyper.sigmaDay,
    sigmaInit: fit.hyper.sigmaInit,
    atBound: fit.atBound,
    logLikelihood: fit.logLikelihood,
    logPrior: fit.logPrior,
    logEvidence: fit.logEvidence,
    converged: fit.converged,
    iterations: fit.iterations,
    session: Int32Array.from(fit.trialRows, (row) => trials.session[row]),
    trial: Int32Array.from(fit.trialRows, (row) => trials.trial[row]),
    weight: Float32Array.from(fit.mode),
    weightSd: Float32Array.from(fit.sd),
    weightCovariance: lowerTriangles(fit.covariance, fit.nTrials, fit.paramNames.length),
  };
}

function lowerTriangles(covariance: Float64Array, n: number, k: number): Float32Array {
  const packed = new Float32Array((n * k * (k + 1)) / 2);
  let at = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) packed[at++] = covariance[(t * k + i) * k + j];
    }
  }
  return packed;
}

function largest(...columns: readonly Float64Array[]): number {
  let max = 0;
  for (const column of columns) for (const value of column) if (value > max) max = value;
  return max;
}
