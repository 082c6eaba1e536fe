import type { Random } from "../random.ts";
import {
  CHOICE_LEFT,
  CHOICE_NO_GO,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  OUTCOME_UNKNOWN,
  selectTrials,
  type TrialTable,
} from "../trial-table.ts";
import { DEFAULT_REGRESSORS } from "./build-model.ts";
import { learningRuleFor } from "./build-rule.ts";
import type { RandomWalkFit } from "./fit.ts";
import type { Hyperparameters, LearningRuleName, ModelName, RegressorName } from "./fit-options.ts";
import { samplePosterior } from "./posterior-sample.ts";
import { firstPassageTime } from "./race-density.ts";
import { regressorValue } from "./regressors.ts";

/** What is needed to make choices: a model's name and what it takes beside the parameters. */
export interface SimulatedModel {
  readonly model: ModelName;
  /** Of the logistic model; default bias, contrastLeft, contrastRight. */
  readonly regressors?: readonly RegressorName[];
  /** Added to the race model's decision times, in seconds; default 0.15. */
  readonly nonDecisionS?: number;
  /** Rows of the stimuli: 1 where stimulated. */
  readonly stimulated?: Uint8Array;
}

/** A random walk to be drawn. */
export interface SimulatedWalk extends SimulatedModel {
  readonly rule?: LearningRuleName;
  readonly hyper: Hyperparameters;
  /** Parameters on trial 0. */
  readonly start: readonly number[];
}

const DEFAULT_NON_DECISION_S = 0.15;
const RACE_THRESHOLD = 4;

/**
 * Draws a fresh trajectory from the walk (its learning rule acting on the choices as they are made) and the
 * choices and response times that it gives to these stimuli. The race's threshold is kept positive by
 * redrawing steps.
 *
 * Outcomes: correct is the side of the stimulus; at zero contrast a coin is flipped. A race that no
 * accumulator finishes is a trial without a choice.
 *
 * @param stimuli sessions and contrasts; its choices and outcomes are not read
 * @returns the trials, and the parameters of each (N×K)
 */
export function simulateWalk(
  walk: SimulatedWalk,
  stimuli: TrialTable,
  random: Random,
): { readonly trials: TrialTable; readonly params: Float64Array } {
  const K = walk.start.length;
  const { hyper } = walk;
  const params = new Float64Array(stimuli.nTrials * K);
  params.set(walk.start);
  const right = new Uint8Array(stimuli.nTrials);
  const contrast = stimuli.contrastRight.map((c, t) => c - stimuli.contrastLeft[t]);
  const rule = learningRuleFor(walk.model, walk.rule ?? "none", {
    regressors: walk.regressors ?? DEFAULT_REGRESSORS,
    contrast,
    right,
  });
  const direction = new Float64Array(K);
  const trials = respond(walk, stimuli, params, random, (t, choseRight) => {
    right[t] = choseRight ? 1 : 0;
    if (t + 1 === stimuli.nTrials) return;
    const between = hyper.sigmaDay !== null && stimuli.session[t + 1] !== stimuli.session[t];
    if (rule !== null) rule.value(t, params, t * K, direction);
    for (let k = 0; k < K; k++) {
      const mean = params[t * K + k] + (rule === null ? 0 : (hyper.alpha ?? 0) * direction[k]);
      const sd = between && hyper.sigmaDay !== null ? hyper.sigmaDay[k] : hyper.sigma[k];
      let next = mean + sd * random.normal();
      while (walk.model === "race" && k === RACE_THRESHOLD && !(next > 0)) next = mean + sd * random.normal();
      params[(t + 1) * K + k] = next;
    }
  });
  return { trials, params };
}

/**
 * New choices and response times for a fitted mouse's own stimuli.
 *
 * @param trials the table that was fitted
 * @param trajectory the most probable parameters, or a draw from their posterior (drawn again where it would
 *   leave the race's threshold negative, at most 100 times; then the mode)
 * @returns the fitted trials with simulated choices: as many rows as the fit has trials
 */
export function simulateFit(
  fit: RandomWalkFit,
  trials: TrialTable,
  random: Random,
  trajectory: "mode" | "posterior" = "mode",
  stimulated?: Uint8Array,
): TrialTable {
  let params = fit.mode;
  if (trajectory === "posterior") {
    const K = fit.paramNames.length;
    for (let attempt = 0; attempt < 100; attempt++) {
      const draw = samplePosterior(fit, random);
      if (fit.model === "race" && draw.some((v, i) => i % K === RACE_THRESHOLD && !(v > 0))) continue;
      params = draw;
      break;
    }
  }
  const model: SimulatedModel = {
    model: fit.model,
    regressors: fit.regressors,
    nonDecisionS: fit.nonDecisionS ?? DEFAULT_NON_DECISION_S,
    ...(stimulated === undefined
      ? {}
      : { stimulated: Uint8Array.from(fit.trialRows, (row) => stimulated[row]) }),
  };
  return respond(model, selectTrials(trials, fit.trialRows), params, random, () => {});
}

/** Makes the choices one after the other; `params` of trial t + 1 may be written by `chosen(t)`. */
function respond(
  model: SimulatedModel,
  stimuli: TrialTable,
  params: Float64Array,
  random: Random,
  chosen: (t: number, choseRight: boolean) => void,
): TrialTable {
  const N = stimuli.nTrials;
  const K = params.length / N;
  const regressors = model.regressors ?? DEFAULT_REGRESSORS;
  const trials: TrialTable = {
    ...stimuli,
    choice: new Int8Array(N),
    outcome: new Int8Array(N).fill(OUTCOME_UNKNOWN),
    responseTimeS: new Float64Array(N).fill(Number.NaN),
    repeatNumber: new Int32Array(N),
  };
  let lastChoice = -1;
  for (let t = 0; t < N; t++) {
    const at = t * K;
    const left = stimuli.contrastLeft[t];
    const rightContrast = stimuli.contrastRight[t];
    if (model.model === "race") {
      const z = params[at + RACE_THRESHOLD];
      const timeR = firstPassageTime(rightContrast, params[at], params[at + 2], z, random);
      const timeL = firstPassageTime(left, params[at + 1], params[at + 3], z, random);
      const time = Math.min(timeR, timeL);
      if (time < Number.POSITIVE_INFINITY) {
        trials.choice[t] = timeR < timeL ? CHOICE_RIGHT : CHOICE_LEFT;
        trials.responseTimeS[t] = time + (model.nonDecisionS ?? DEFAULT_NON_DECISION_S);
      }
    } else {
      let eta = 0;
      if (model.model === "side") {
        eta = params[at] * Math.sign(rightContrast - left) + params[at + 1];
      } else {
        const before = lastChoice >= 0 && trials.session[lastChoice] === trials.session[t] ? lastChoice : -1;
        for (let k = 0; k < K; k++) {
          eta += params[at + k] * regressorValue(regressors[k], trials, t, before, model.stimulated ?? null);
        }
      }
      trials.choice[t] = random.uniform() < 1 / (1 + Math.exp(-eta)) ? CHOICE_RIGHT : CHOICE_LEFT;
    }
    if (trials.choice[t] !== CHOICE_NO_GO) {
      const side = Math.sign(rightContrast - left);
      const correct = side === 0 ? random.uniform() < 0.5 : trials.choice[t] === side;
      trials.outcome[t] = correct ? OUTCOME_CORRECT : OUTCOME_INCORRECT;
      lastChoice = t;
    }
    chosen(t, trials.choice[t] === CHOICE_RIGHT);
  }
  return trials;
}
