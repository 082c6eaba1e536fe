import type { Random } from "../random.ts";
import {
  CHOICE_LEFT,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  type TrialTable,
} from "../trial-table.ts";
import type { ChoiceSequence } from "./choice-sequence.ts";
import type { LearningRule } from "./learning-rule.ts";
import type { NetworkParameters } from "./parameters.ts";
import { initialState, probabilityRight, rateVector } from "./state.ts";
import { learnFromTrial } from "./step.ts";

/**
 * A network meets a mouse's own stimuli, makes its own choices, and learns from those. All else is the mouse's:
 * response times and repeats, so that the filters of session measures keep the same trials, and its trials without a
 * choice.
 *
 * @param trials the table that `sequence` was made from
 * @param random advanced by this call
 */
export function simulateOnStimuli(
  random: Random,
  trials: TrialTable,
  sequence: ChoiceSequence,
  rule: LearningRule,
  parameters: NetworkParameters,
): TrialTable {
  const choice = trials.choice.slice();
  const outcome = trials.outcome.slice();
  const state = initialState(parameters);
  const rates = rateVector(parameters);
  for (let t = 0; t < sequence.n; t++) {
    const side = sequence.side[t];
    const xLeft = side < 0 ? sequence.input[t] : 0;
    const xRight = side > 0 ? sequence.input[t] : 0;
    const choseRight =
      random.uniform() < probabilityRight(state, parameters.inverseTemperature, xLeft, xRight);
    const coin = random.uniform() < 0.5;
    const correct = side === 0 ? coin : choseRight === side > 0;
    choice[sequence.row[t]] = choseRight ? CHOICE_RIGHT : CHOICE_LEFT;
    outcome[sequence.row[t]] = correct ? OUTCOME_CORRECT : OUTCOME_INCORRECT;
    learnFromTrial(state, rates, rule, xLeft, xRight, choseRight, side === 0 ? 0.5 : correct ? 1 : 0);
  }
  return { ...trials, choice, outcome };
}
