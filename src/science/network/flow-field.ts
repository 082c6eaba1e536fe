import { type ExpectedLearning, expectedUpdate, project } from "./expected-update.ts";
import { isDeep } from "./learning-rule.ts";
import { firstLayerOnSlice, rateRatio, type SliceConstants } from "./slice.ts";
import { LEFT_ROW, RIGHT_ROW, STATE_SIZE } from "./state.ts";

/** Where the expected flow leads from one place of the plane of own-side associations, a trial. */
export interface FlowArrow {
  /** a_L u_{L,L}, of the left action with the left stimulus. */
  readonly left: number;
  /** a_R u_{R,R}. */
  readonly right: number;
  readonly leftChange: number;
  readonly rightChange: number;
}

/**
 * The projected expected flow in the plane of the two own-side associations, the other four held at `others`, on the
 * slice. The plane is a section: in truth the other associations move too.
 *
 * @param others all six associations; those of the plane are of no account
 * @param values of either axis, at or above 0
 */
export function flowField(
  learning: ExpectedLearning,
  constants: SliceConstants,
  others: ArrayLike<number>,
  values: readonly number[],
): readonly FlowArrow[] {
  const state = new Float64Array(STATE_SIZE);
  const force = new Float64Array(STATE_SIZE);
  const v = Float64Array.from(others);
  return values.flatMap((left) =>
    values.map((right): FlowArrow => {
      v[0] = left;
      v[4] = right;
      for (let i = 0; i < 3; i++) {
        const ratio = rateRatio(learning.rates, i);
        const a = isDeep(learning.rule) ? firstLayerOnSlice(constants[i], ratio, v[i], v[3 + i]) : 1;
        state[i] = a;
        state[LEFT_ROW + i] = a > 0 ? v[i] / a : 0;
        state[RIGHT_ROW + i] = a > 0 ? v[3 + i] / a : 0;
      }
      expectedUpdate(learning, state, force);
      project(state, force);
      const change = (i: number, row: number) => force[i] * state[row + i] + state[i] * force[row + i];
      return { left, right, leftChange: change(0, LEFT_ROW), rightChange: change(1, RIGHT_ROW) };
    }),
  );
}
