import type { LearningRule } from "../network/learning-rule.ts";
import { defaultNetworkParameters, type NetworkParameters } from "../network/parameters.ts";
import { actionValue, initialState, LEFT_ROW, RIGHT_ROW, rateVector } from "../network/state.ts";
import { learnFromTrial } from "../network/step.ts";
import { CHOICE_NO_GO, CHOICE_RIGHT, type TrialTable } from "../trial-table.ts";

/** A network, and where it comes from. */
export interface ValueNetwork {
  readonly source: "default" | "refit";
  readonly rule: LearningRule;
  readonly parameters: NetworkParameters;
}

/** The default network, for mice that have no refit. */
export const defaultValueNetwork: ValueNetwork = {
  source: "default",
  rule: "tutor-executor",
  parameters: defaultNetworkParameters("tutor-executor"),
};

/** Values and errors of each trial (SCIENCE §6), of length nTrials; NaN for trials without a choice. */
export interface TrialValues {
  /** V_c([x_L, x_R, 0]) */
  readonly stimulusValue: Float64Array;
  /** V_c(x) */
  readonly totalValue: Float64Array;
  /** δ_stim = r − V_c([x_L, x_R, 0]), r being the water that came: 1 or 0, ½ where a blank trial's is not known. */
  readonly stimulusError: Float64Array;
  /** δ_tot = r − V_c(x) */
  readonly totalError: Float64Array;
}

/** Runs a network through a mouse's own trials. The weights learn from r_c of SCIENCE §6: ½ at zero contrast. */
export function networkValues(trials: TrialTable, network: ValueNetwork = defaultValueNetwork): TrialValues {
  const { nTrials } = trials;
  const column = () => new Float64Array(nTrials).fill(Number.NaN);
  const values = {
    stimulusValue: column(),
    totalValue: column(),
    stimulusError: column(),
    totalError: column(),
  };
  const state = initialState(network.parameters);
  const rates = rateVector(network.parameters);
  for (let t = 0; t < nTrials; t++) {
    if (trials.choice[t] === CHOICE_NO_GO) continue;
    const xLeft = trials.contrastLeft[t] > trials.contrastRight[t] ? 1 : 0;
    const xRight = trials.contrastRight[t] > trials.contrastLeft[t] ? 1 : 0;
    const choseRight = trials.choice[t] === CHOICE_RIGHT;
    const row = choseRight ? RIGHT_ROW : LEFT_ROW;
    const expected = xLeft === xRight ? 0.5 : choseRight === (xRight === 1) ? 1 : 0;
    const water = xLeft === xRight && trials.outcome[t] >= 0 ? trials.outcome[t] : expected;
    const total = actionValue(state, row, xLeft, xRight);
    const stimulus = total - state[row + 2] * state[2];
    values.stimulusValue[t] = stimulus;
    values.totalValue[t] = total;
    values.stimulusError[t] = water - stimulus;
    values.totalError[t] = water - total;
    learnFromTrial(state, rates, network.rule, xLeft, xRight, choseRight, expected);
  }
  return values;
}
