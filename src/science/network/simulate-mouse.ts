import type { Random } from "../random.ts";
import {
  CHOICE_LEFT,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  type TrialTable,
} from "../trial-table.ts";
import { isDeep, type LearningRule } from "./learning-rule.ts";
import { INITIAL_NOISE, type NetworkParameters } from "./parameters.ts";
import { initialState, type NetworkState, probabilityRight, rateVector } from "./state.ts";
import { learnFromTrial } from "./step.ts";

/** P(stimulus left) and P(stimulus right), each (SCIENCE §6); the rest is zero contrast. */
export const SIDE_PROBABILITY = 0.4;
/**
 * Contrasts of the simulated stimuli, the task's own (SCIENCE §1), each as likely as the other. The network's
 * input is the side alone, so they change nothing but the columns that are written.
 */
export const SIMULATED_CONTRASTS: readonly [number, number] = [0.25, 0.5];
/** Median, in seconds, and SD of the logarithm of the invented response times (SCIENCE §6). */
export const RESPONSE_TIME_MEDIAN_S = 0.8;
export const RESPONSE_TIME_LOG_SD = 0.4;

export interface SimulateMouseOptions {
  readonly rule: LearningRule;
  readonly parameters: NetworkParameters;
  readonly sessions: number;
  readonly trialsPerSession: number;
  /** SD of the noise on each initial weight that learns; SCIENCE §6's 1e-5 by default. */
  readonly initialNoise?: number;
  /**
   * Write response times, which the network does not make: log-normal, independent of everything, so to be
   * labelled as invented wherever they are shown. Without them the column is NaN. Choices are the same either way.
   */
  readonly responseTimes?: boolean;
}

export interface SimulatedMouse {
  readonly trials: TrialTable;
  /** Weights before the first trial, noise included. */
  readonly firstState: NetworkState;
  /** Weights after the last trial. */
  readonly lastState: NetworkState;
}

/**
 * A network that makes its own choices on random stimuli and learns from each (SCIENCE §6). At zero contrast the
 * written outcome is a coin flip, as the task's reward is, and the network learns from its expectation, r = ½.
 *
 * @param random advanced by this call
 */
export function simulateMouse(random: Random, options: SimulateMouseOptions): SimulatedMouse {
  const { rule, parameters, sessions, trialsPerSession } = options;
  const nTrials = sessions * trialsPerSession;
  const trials: TrialTable = {
    nTrials,
    session: new Int32Array(nTrials),
    trial: new Int32Array(nTrials),
    contrastLeft: new Float64Array(nTrials),
    contrastRight: new Float64Array(nTrials),
    choice: new Int8Array(nTrials),
    outcome: new Int8Array(nTrials),
    responseTimeS: new Float64Array(nTrials).fill(Number.NaN),
    repeatNumber: new Int32Array(nTrials),
    sessionBoundariesKnown: true,
  };
  // A stream of their own: choices must not depend on whether response times are written.
  if (options.responseTimes) inventResponseTimes(random.child(0), trials.responseTimeS);

  const state = noisyInitialState(random, rule, parameters, options.initialNoise ?? INITIAL_NOISE);
  const firstState = state.slice();
  const rates = rateVector(parameters);
  const beta = parameters.inverseTemperature;
  for (let t = 0; t < nTrials; t++) {
    const side = random.uniform();
    const xLeft = side < SIDE_PROBABILITY ? 1 : 0;
    const xRight = side >= 1 - SIDE_PROBABILITY ? 1 : 0;
    const contrast = SIMULATED_CONTRASTS[random.uniform() < 0.5 ? 0 : 1];
    const choseRight = random.uniform() < probabilityRight(state, beta, xLeft, xRight);
    const coin = random.uniform() < 0.5;

    const blank = xLeft === xRight;
    const correct = choseRight === (xRight === 1);
    trials.session[t] = Math.floor(t / trialsPerSession) + 1;
    trials.trial[t] = (t % trialsPerSession) + 1;
    trials.contrastLeft[t] = xLeft * contrast;
    trials.contrastRight[t] = xRight * contrast;
    trials.choice[t] = choseRight ? CHOICE_RIGHT : CHOICE_LEFT;
    trials.outcome[t] = (blank ? coin : correct) ? OUTCOME_CORRECT : OUTCOME_INCORRECT;

    learnFromTrial(state, rates, rule, xLeft, xRight, choseRight, blank ? 0.5 : correct ? 1 : 0);
  }
  return { trials, firstState, lastState: state };
}

function noisyInitialState(
  random: Random,
  rule: LearningRule,
  parameters: NetworkParameters,
  noise: number,
): NetworkState {
  const state = initialState(parameters);
  const firstNoisy = isDeep(rule) ? 0 : 3;
  for (let i = firstNoisy; i < state.length; i++) state[i] = Math.abs(state[i] + noise * random.normal());
  return state;
}

function inventResponseTimes(random: Random, responseTimeS: Float64Array): void {
  for (let t = 0; t < responseTimeS.length; t++) {
    responseTimeS[t] = RESPONSE_TIME_MEDIAN_S * Math.exp(RESPONSE_TIME_LOG_SD * random.normal());
  }
}
