import type { LearningRule } from "../network/learning-rule.ts";
import type { NetworkParameters } from "../network/parameters.ts";
import { actionValue, LEFT_ROW, type NetworkState, RIGHT_ROW, rateVector } from "../network/state.ts";
import { learnFromTrial } from "../network/step.ts";
import { CHOICE_LEFT, CHOICE_RIGHT, OUTCOME_CORRECT, type TrialTable } from "../trial-table.ts";

/**
 * What dopamine is made to carry (SCIENCE §5, §6): the partial value and error of the stimulus pathways, those of the
 * whole input, or nothing that depends on the trial.
 */
export type DopamineAccount = "partial" | "total" | "none";

export const DOPAMINE_ACCOUNTS: readonly DopamineAccount[] = ["partial", "total", "none"];

/** The ground truth of one session or mouse: what each trial's responses are made from. */
export interface DopamineTruth {
  /** V_c of the chosen action, before the outcome: of [x_L, x_R, 0] for "partial", of x for "total". */
  readonly value: Float64Array;
  /** The reward given (1 or 0) minus that value. */
  readonly error: Float64Array;
  /** Gain of the stimulus response: 1 for a contralateral stimulus, less for an ipsilateral one, their mean for none. */
  readonly stimulusGain: Float64Array;
}

/** How much of a response an ipsilateral stimulus gives, of a contralateral one's. */
export const IPSILATERAL_GAIN = 0.3;

/**
 * Runs a network through a mouse's own trials and says what its dopamine stands at on each. A trial without a choice
 * has value 0.
 *
 * @param firstState the weights before the first trial, noise included
 * @param hemisphere of the fibre: right stimuli are contralateral to the left one
 */
export function dopamineTruth(
  trials: TrialTable,
  network: {
    readonly rule: LearningRule;
    readonly parameters: NetworkParameters;
    readonly firstState: NetworkState;
  },
  account: DopamineAccount,
  hemisphere: "left" | "right",
): DopamineTruth {
  const { nTrials } = trials;
  const truth = {
    value: new Float64Array(nTrials),
    error: new Float64Array(nTrials),
    stimulusGain: new Float64Array(nTrials),
  };
  const state = network.firstState.slice();
  const rates = rateVector(network.parameters);
  for (let t = 0; t < nTrials; t++) {
    const xLeft = trials.contrastLeft[t] > 0 ? 1 : 0;
    const xRight = trials.contrastRight[t] > 0 ? 1 : 0;
    const isBlank = xLeft === xRight;
    const isContralateral = hemisphere === "left" ? xRight === 1 : xLeft === 1;
    truth.stimulusGain[t] = isBlank ? (1 + IPSILATERAL_GAIN) / 2 : isContralateral ? 1 : IPSILATERAL_GAIN;
    const choice = trials.choice[t];
    if (choice !== CHOICE_LEFT && choice !== CHOICE_RIGHT) continue;
    const row = choice === CHOICE_RIGHT ? RIGHT_ROW : LEFT_ROW;
    const reward = trials.outcome[t] === OUTCOME_CORRECT ? 1 : 0;
    if (account !== "none") {
      const total = actionValue(state, row, xLeft, xRight);
      const value = account === "total" ? total : total - state[row + 2] * state[2];
      truth.value[t] = value;
      truth.error[t] = reward - value;
    }
    learnFromTrial(
      state,
      rates,
      network.rule,
      xLeft,
      xRight,
      choice === CHOICE_RIGHT,
      isBlank ? 0.5 : reward,
    );
  }
  return truth;
}
