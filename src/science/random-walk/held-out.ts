import type { Random } from "../random.ts";
import { selectTrials, type TrialTable } from "../trial-table.ts";
import { buildModel } from "./build-model.ts";
import { createEvidenceProblem } from "./evidence.ts";
import { oneStepAhead } from "./filter.ts";
import { fitRandomWalk, type RandomWalkFit } from "./fit.ts";
import type { FitOptions } from "./fit-options.ts";
import { fittedTrials } from "./fitted-trials.ts";
import { applyHyperparameters } from "./hyper-layout.ts";
import { packedIndex, packedLength } from "./observation-model.ts";

/** Log probabilities of trials that the model had not seen. */
export interface HeldOut {
  /** Σ over the held-out trials, averaged over the posterior of their parameters. */
  readonly logLikelihood: number;
  /** Rows of the trial table that were held out, ascending. */
  readonly rows: Int32Array;
  /** By held-out trial. */
  readonly logProbability: Float64Array;
}

/**
 * One-step-ahead log probability of every fitted trial given all before it, at the fit's hyperparameters
 * (which have seen every trial: see `forwardChaining` for an honest score). For the race model these are
 * densities.
 *
 * @returns N, one a fitted trial
 */
export function predictOneStepAhead(
  trials: TrialTable,
  fit: RandomWalkFit,
  options: FitOptions = {},
): Float64Array {
  const { model, rule, fitted } = buildModel(trials, {
    ...options,
    model: fit.model,
    rule: fit.rule,
    ...(fit.model === "logistic" ? { regressors: fit.regressors } : {}),
  });
  const hasSessions = fit.hyper.sigmaDay !== null;
  const steps = hasSessions ? fitted.sessionStep : new Uint8Array(model.nTrials);
  const { chain } = createEvidenceProblem(model, steps, rule);
  applyHyperparameters(fit.hyper, chain);
  return oneStepAhead(model, chain);
}

/**
 * Held-out log-likelihood by forward chaining: the trials are cut into blocks; for each block after the
 * first, hyperparameters are fitted to all trials before it, and the block's trials are predicted one step
 * ahead.
 *
 * @param nBlocks blocks of about equal numbers of trials (default 5); cut at session starts where sessions
 *   are known
 */
export function forwardChaining(trials: TrialTable, options: FitOptions = {}, nBlocks = 5): HeldOut {
  const { rows, sessionStep, nSessions } = fittedTrials(trials);
  const cuts: number[] = [];
  for (let block = 1; block < nBlocks; block++) {
    let cut = Math.round((rows.length * block) / nBlocks);
    if (nSessions > 1) while (cut < rows.length && sessionStep[cut] === 0) cut++;
    if (cut > (cuts.at(-1) ?? 0) && cut < rows.length) cuts.push(cut);
  }
  const tested: number[] = [];
  const logs: number[] = [];
  for (const [i, cut] of cuts.entries()) {
    const end = cuts[i + 1] ?? rows.length;
    const fit = fitRandomWalk(...firstTrials(trials, options, rows.subarray(0, cut)));
    // Without session steps in the training trials there is no sigmaDay: sessions then begin with ordinary steps.
    const predicted = predictOneStepAhead(
      ...withFit(firstTrials(trials, options, rows.subarray(0, end)), fit),
    );
    for (let t = cut; t < end; t++) {
      tested.push(rows[t]);
      logs.push(predicted[t]);
    }
  }
  return heldOut(tested, logs);
}

function firstTrials(trials: TrialTable, options: FitOptions, rows: Int32Array): [TrialTable, FitOptions] {
  const { stimulated, observed } = options;
  return [
    selectTrials(trials, rows),
    {
      ...options,
      ...(stimulated === undefined ? {} : { stimulated: Uint8Array.from(rows, (t) => stimulated[t]) }),
      ...(observed === undefined ? {} : { observed: Uint8Array.from(rows, (t) => observed[t]) }),
    },
  ];
}

function withFit(
  [trials, options]: [TrialTable, FitOptions],
  fit: RandomWalkFit,
): [TrialTable, RandomWalkFit, FitOptions] {
  return [trials, fit, options];
}

/**
 * Held-out log-likelihood by random folds, as PsyTrack does it: each fold's trials are made uninformative but
 * keep their place in the walk, the hyperparameters are fitted to the others, and the held-out choices are
 * predicted from the posterior of the parameters on their trials, which the trials around them inform.
 *
 * The race model's non-decision time is that of all trials: a response cannot be faster than it.
 *
 * @returns also `logLikelihoodAtMode`, at the most probable parameters instead of averaged over them
 *   (PsyTrack's score, but for its taking the parameters of the training trial before)
 */
export function randomFolds(
  trials: TrialTable,
  options: FitOptions,
  random: Random,
  nFolds = 10,
): HeldOut & { readonly logLikelihoodAtMode: number } {
  const { rows } = fittedTrials(trials);
  const order = Array.from(rows, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const { model } = buildModel(trials, options);
  const K = model.nParams;
  const logs = new Float64Array(rows.length);
  let atMode = 0;
  const mean = new Float64Array(K);
  const covariance = new Float64Array(packedLength(K));
  for (let fold = 0; fold < nFolds; fold++) {
    const test = order.filter((_, i) => i % nFolds === fold);
    const observed = new Uint8Array(trials.nTrials).fill(1);
    for (const t of test) observed[rows[t]] = 0;
    const fit = fitRandomWalk(trials, { ...options, observed });
    for (const t of test) {
      for (let i = 0; i < K; i++) {
        mean[i] = fit.mode[t * K + i];
        for (let j = 0; j <= i; j++) covariance[packedIndex(i, j)] = fit.covariance[(t * K + i) * K + j];
      }
      logs[t] = model.logPredictive(t, mean, covariance);
      atMode += model.logLikelihood(fit.mode, t, t + 1);
    }
  }
  return { ...heldOut(Array.from(rows), Array.from(logs)), logLikelihoodAtMode: atMode };
}

function heldOut(rows: readonly number[], logs: readonly number[]): HeldOut {
  return {
    logLikelihood: logs.reduce((sum, log) => sum + log, 0),
    rows: Int32Array.from(rows),
    logProbability: Float64Array.from(logs),
  };
}
