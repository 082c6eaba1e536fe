import type { LearningRule } from "../network/learning-rule.ts";
import type { SimulatedCohortMouse } from "../network/simulate-cohort.ts";
import { LEFT_ROW, probabilityRight, RIGHT_ROW, rateVector } from "../network/state.ts";
import { learnFromTrial } from "../network/step.ts";
import type { Random } from "../random.ts";
import {
  CHOICE_LEFT,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  type TrialTable,
} from "../trial-table.ts";

export interface StimulationOptions {
  /** Sessions from this one on have light. */
  readonly fromSession: number;
  /** Chance that a trial of them has light. */
  readonly probability: number;
  /**
   * What the light adds to the error that teaches the stimulus pathway of the chosen action: the ground truth. 0 for
   * light that cannot act.
   */
  readonly boost: number;
}

export const DEFAULT_STIMULATION: StimulationOptions = { fromSession: 3, probability: 0.2, boost: 5 };

/** The mouse that it becomes with light on some trials. */
export interface StimulatedMouse {
  readonly trials: TrialTable;
  /** Rows of the trials that had light, ascending. */
  readonly stimulated: Int32Array;
}

/**
 * The same mouse, the same stimuli in the same order, with light at the outcome of some trials. The light acts as a
 * larger error of the stimulus pathway that was in use (SCIENCE §7: stimulation updates selectively what reward
 * updates broadly), so that later choices differ.
 *
 * @param random advanced by this call
 */
export function simulateStimulation(
  random: Random,
  mouse: SimulatedCohortMouse,
  rule: LearningRule,
  options: StimulationOptions = DEFAULT_STIMULATION,
): StimulatedMouse {
  const { nTrials } = mouse.trials;
  const choice = new Int8Array(nTrials);
  const outcome = new Int8Array(nTrials);
  const stimulated: number[] = [];
  const state = mouse.firstState.slice();
  const rates = rateVector(mouse.parameters);
  for (let t = 0; t < nTrials; t++) {
    const xLeft = mouse.trials.contrastLeft[t] > 0 ? 1 : 0;
    const xRight = mouse.trials.contrastRight[t] > 0 ? 1 : 0;
    const isBlank = xLeft === xRight;
    const choseRight =
      random.uniform() < probabilityRight(state, mouse.parameters.inverseTemperature, xLeft, xRight);
    const coin = random.uniform() < 0.5;
    const hasLight = random.uniform() < options.probability && mouse.trials.session[t] >= options.fromSession;
    const isCorrect = isBlank ? coin : choseRight === (xRight === 1);
    choice[t] = choseRight ? CHOICE_RIGHT : CHOICE_LEFT;
    outcome[t] = isCorrect ? OUTCOME_CORRECT : OUTCOME_INCORRECT;
    const row = choseRight ? RIGHT_ROW : LEFT_ROW;
    const [aLeft, aRight] = state;
    learnFromTrial(state, rates, rule, xLeft, xRight, choseRight, isBlank ? 0.5 : isCorrect ? 1 : 0);
    if (!hasLight) continue;
    stimulated.push(t);
    state[row] = Math.abs(state[row] + rates[3] * options.boost * aLeft * xLeft);
    state[row + 1] = Math.abs(state[row + 1] + rates[4] * options.boost * aRight * xRight);
  }
  return { trials: { ...mouse.trials, choice, outcome }, stimulated: Int32Array.from(stimulated) };
}
