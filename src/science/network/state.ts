import type { NetworkParameters } from "./parameters.ts";

/**
 * A network's weights: a Float64Array of length 9, `[a_L, a_R, a_B, u_LL, u_LR, u_LB, u_RL, u_RR, u_RB]`
 * (u's first letter is the action, its second the pathway). Weights are never negative.
 */
export type NetworkState = Float64Array;

export const STATE_SIZE = 9;
export const FIRST_LAYER = 0;
export const LEFT_ROW = 3;
export const RIGHT_ROW = 6;

/** The learning rates as a Float64Array of length 6: first layer L, R, B, then second layer L, R, B. */
export type RateVector = Float64Array;

/** The state before the first trial. */
export function initialState(parameters: NetworkParameters): NetworkState {
  const { firstLayer: a, leftAction: l, rightAction: r } = parameters;
  return Float64Array.of(a.left, a.right, a.bias, l.left, l.right, l.bias, r.left, r.right, r.bias);
}

export function rateVector(parameters: NetworkParameters): RateVector {
  const { firstLayerRate: f, secondLayerRate: s } = parameters;
  return Float64Array.of(f.left, f.right, f.bias, s.left, s.right, s.bias);
}

/** V_c, the value that the network gives to one action under the input x = [xLeft, xRight, 1] (SCIENCE §6). */
export function actionValue(state: NetworkState, row: number, xLeft: number, xRight: number): number {
  return state[row] * state[0] * xLeft + state[row + 1] * state[1] * xRight + state[row + 2] * state[2];
}

/** P(right) = σ(β (V_R − V_L)) (SCIENCE §6). */
export function probabilityRight(state: NetworkState, beta: number, xLeft: number, xRight: number): number {
  const difference =
    actionValue(state, RIGHT_ROW, xLeft, xRight) - actionValue(state, LEFT_ROW, xLeft, xRight);
  return 1 / (1 + Math.exp(-beta * difference));
}
