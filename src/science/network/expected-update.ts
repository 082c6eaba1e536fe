/**
 * The expected change of the weights in one trial, under the task's stimuli and the network's own policy (SCIENCE
 * §6, [D]): F(w) = Σ_stimuli P(s) Σ_c P(c | s, w) Δw(s, c, w). Its zeros are the network's fixed points.
 *
 * This is the flow without the absolute value: weights may have either sign. `projectedUpdate` gives the one-sided
 * flow of weights that stay at or above 0.
 */
import { hasPartialErrors, isDeep, type LearningRule } from "./learning-rule.ts";
import { LEFT_ROW, type NetworkState, type RateVector, RIGHT_ROW, STATE_SIZE } from "./state.ts";
import type { TaskStimulus } from "./task-stimuli.ts";

/** What the expected update depends on besides the weights. */
export interface ExpectedLearning {
  readonly rule: LearningRule;
  readonly rates: RateVector;
  /** β. */
  readonly beta: number;
  readonly task: readonly TaskStimulus[];
}

/**
 * @param out overwritten with F, length 9; 0 for a shallow network's first layer
 * @param jacobian overwritten with ∂F_i/∂w_j at 9 i + j, where given
 */
export function expectedUpdate(
  learning: ExpectedLearning,
  w: NetworkState,
  out: Float64Array,
  jacobian?: Float64Array,
): void {
  const { rule, rates, beta, task } = learning;
  const deep = isDeep(rule);
  const partial = hasPartialErrors(rule);
  out.fill(0);
  jacobian?.fill(0);
  for (const { side, input: x, probability } of task) {
    const i = side > 0 ? 1 : 0;
    const stimulated = side !== 0;
    const difference =
      (w[8] - w[5]) * w[2] + (stimulated ? (w[RIGHT_ROW + i] - w[LEFT_ROW + i]) * w[i] * x : 0);
    const pRight = 1 / (1 + Math.exp(-beta * difference));
    for (const row of [LEFT_ROW, RIGHT_ROW]) {
      const right = row === RIGHT_ROW;
      const chosen = right ? pRight : 1 / (1 + Math.exp(beta * difference));
      const weight = probability * chosen;
      const reward = stimulated ? (right === side > 0 ? 1 : 0) : 0.5;
      const aB = w[2];
      const uB = w[row + 2];
      const aS = stimulated ? w[i] : 0;
      const uS = stimulated ? w[row + i] : 0;
      const stimulusValue = uS * aS * x;
      const biasValue = uB * aB;
      const total = reward - stimulusValue - biasValue;
      const stimulusError = partial ? reward - stimulusValue : total;
      const biasError = partial ? reward - biasValue : total;

      // Each change is rate · error · partner, partner being the other layer's weight times the input.
      const rateA = stimulated && deep ? rates[i] * x : 0;
      const rateU = stimulated ? rates[3 + i] * x : 0;
      const rateAB = deep ? rates[2] : 0;
      const rateUB = rates[5];
      const changeA = rateA * total * uS;
      const changeU = rateU * stimulusError * aS;
      const changeAB = rateAB * total * uB;
      const changeUB = rateUB * biasError * aB;
      out[i] += weight * changeA;
      out[row + i] += weight * changeU;
      out[2] += weight * changeAB;
      out[row + 2] += weight * changeUB;
      if (!jacobian) continue;

      const onA = i * STATE_SIZE;
      const onU = (row + i) * STATE_SIZE;
      const onAB = 2 * STATE_SIZE;
      const onUB = (row + 2) * STATE_SIZE;
      // An error that leaves a value out does not move with that value's weights.
      const other = partial ? 0 : 1;
      const learn = (by: number, valueSlope: number, inStimulusError: number, inBiasError: number) => {
        jacobian[onA + by] -= weight * rateA * uS * valueSlope;
        jacobian[onU + by] -= weight * rateU * aS * valueSlope * inStimulusError;
        jacobian[onAB + by] -= weight * rateAB * uB * valueSlope;
        jacobian[onUB + by] -= weight * rateUB * aB * valueSlope * inBiasError;
      };
      learn(i, uS * x, 1, other);
      learn(row + i, aS * x, 1, other);
      learn(2, uB, other, 1);
      learn(row + 2, aB, other, 1);
      // Each change is also proportional to its partner.
      jacobian[onA + row + i] += weight * rateA * total;
      jacobian[onU + i] += weight * rateU * stimulusError;
      jacobian[onAB + row + 2] += weight * rateAB * total;
      jacobian[onUB + 2] += weight * rateUB * biasError;

      // The policy: ∂P(c)/∂w = ± P(right)(1 − P(right)) β ∂(V_R − V_L)/∂w.
      const policySlope = (right ? 1 : -1) * probability * pRight * (1 - pRight) * beta;
      const choose = (by: number, differenceSlope: number) => {
        const slope = policySlope * differenceSlope;
        jacobian[onA + by] += slope * changeA;
        jacobian[onU + by] += slope * changeU;
        jacobian[onAB + by] += slope * changeAB;
        jacobian[onUB + by] += slope * changeUB;
      };
      choose(i, stimulated ? (w[RIGHT_ROW + i] - w[LEFT_ROW + i]) * x : 0);
      choose(LEFT_ROW + i, -aS * x);
      choose(RIGHT_ROW + i, aS * x);
      choose(2, w[8] - w[5]);
      choose(5, -aB);
      choose(8, aB);
    }
  }
}

/**
 * The expected update of weights that cannot become negative: where a weight is 0 and F would lower it, it stays.
 * The network's |·| reflects instead; the two differ by less than one trial's step.
 *
 * @param out F on the way in, overwritten
 */
export function project(w: NetworkState, out: Float64Array): void {
  for (let k = 0; k < STATE_SIZE; k++) if (w[k] <= 0 && out[k] < 0) out[k] = 0;
}
