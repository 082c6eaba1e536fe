import { hasPartialErrors, isDeep, type LearningRule } from "./learning-rule.ts";
import { LEFT_ROW, type NetworkState, type RateVector, RIGHT_ROW } from "./state.ts";

/**
 * Learn from one trial, in place (SCIENCE §6): both layers move at once, from the weights before the trial, and
 * are then made non-negative by taking absolute values.
 *
 * ```
 * a_i     += η δ_tot  u_{c,i} x_i            i ∈ {L, R, B}; not for the shallow rule
 * u_{c,i} += η δ_stim a_i x_i                i ∈ {L, R}      δ_stim = r − V_c([x_L, x_R, 0])
 * u_{c,B} += η δ_bias a_B                                    δ_bias = r − V_c([0, 0, 1])
 * ```
 * With the rules `total-rpe` and `shallow`, δ_tot = r − V_c(x) stands for δ_stim and δ_bias too.
 *
 * @param xLeft the input's left stimulus, 0 to 1; xRight likewise
 * @param choseRight which action was taken: only its row learns
 * @param reward r: 1 correct, 0 incorrect, ½ at zero contrast
 */
export function learnFromTrial(
  state: NetworkState,
  rates: RateVector,
  rule: LearningRule,
  xLeft: number,
  xRight: number,
  choseRight: boolean,
  reward: number,
): void {
  const row = choseRight ? RIGHT_ROW : LEFT_ROW;
  const aL = state[0];
  const aR = state[1];
  const aB = state[2];
  const uL = state[row];
  const uR = state[row + 1];
  const uB = state[row + 2];
  const stimulusValue = uL * aL * xLeft + uR * aR * xRight;
  const biasValue = uB * aB;
  const total = reward - stimulusValue - biasValue;
  const partial = hasPartialErrors(rule);
  const stimulus = partial ? reward - stimulusValue : total;
  const bias = partial ? reward - biasValue : total;
  if (isDeep(rule)) {
    state[0] = Math.abs(aL + rates[0] * total * uL * xLeft);
    state[1] = Math.abs(aR + rates[1] * total * uR * xRight);
    state[2] = Math.abs(aB + rates[2] * total * uB);
  }
  state[row] = Math.abs(uL + rates[3] * stimulus * aL * xLeft);
  state[row + 1] = Math.abs(uR + rates[4] * stimulus * aR * xRight);
  state[row + 2] = Math.abs(uB + rates[5] * bias * aB);
}
