import { associationForce } from "./association-force.ts";
import type { ExpectedLearning } from "./expected-update.ts";
import { isDeep } from "./learning-rule.ts";
import { firstLayerOnSlice, rateRatio, type SliceConstants } from "./slice.ts";
import { LEFT_ROW, type NetworkState, RIGHT_ROW, STATE_SIZE } from "./state.ts";
import type { AssociationZero, FlowKind } from "./zero-search.ts";

/**
 * The weights of a zero on a slice, or null where the slice holds none with these associations.
 *
 * A pathway that is on has one a_i there. A pathway that is off (no association) needs K_i ≤ 0: at K_i = 0 it is at
 * its origin; at K_i < 0, a_i = 0 and u lies on an arc, of which the point with F_a = 0 is taken (or, where the
 * projected flow holds a_i at 0 along the whole arc, the arc's middle). At K_i > 0, a_i > 0 would teach u, so
 * the pathway can be off only where nothing rewards it.
 */
export function zeroOnSlice(
  learning: ExpectedLearning,
  zero: AssociationZero,
  constants: SliceConstants,
  flow: FlowKind,
): NetworkState | null {
  const state = new Float64Array(STATE_SIZE);
  const deep = isDeep(learning.rule);
  const total = new Float64Array(6);
  const own = new Float64Array(6);
  associationForce(learning, zero.v, "total", total);
  associationForce(learning, zero.v, "own", own);
  for (let i = 0; i < 3; i++) {
    const [left, right] = [zero.v[i], zero.v[3 + i]];
    if (!deep || zero.on[i]) {
      const a = deep ? firstLayerOnSlice(constants[i], rateRatio(learning.rates, i), left, right) : 1;
      state[i] = a;
      state[LEFT_ROW + i] = left / a;
      state[RIGHT_ROW + i] = right / a;
      continue;
    }
    if (constants[i] === 0) continue;
    if (constants[i] > 0) {
      const held = (g: number) => (flow === "projected" ? g <= 0 : g === 0);
      if (!held(own[i]) || !held(own[3 + i])) return null;
      state[i] = Math.sqrt(constants[i]);
      continue;
    }
    const length = Math.sqrt(-constants[i] / rateRatio(learning.rates, i));
    const direction = silentDirection(total[i], total[3 + i], flow);
    if (!direction) return null;
    state[LEFT_ROW + i] = length * direction[0];
    state[RIGHT_ROW + i] = length * direction[1];
  }
  return state;
}

/** The unit (u_L, u_R) ≥ 0 at which an off pathway's first layer is not taught; null where there is none. */
function silentDirection(left: number, right: number, flow: FlowKind): readonly [number, number] | null {
  if (left === 0 && right === 0) return [Math.SQRT1_2, Math.SQRT1_2];
  const size = Math.hypot(left, right);
  // Orthogonal to (left, right); of one sign only where the two forces differ in theirs.
  if (left * right <= 0) return [Math.abs(right) / size, Math.abs(left) / size];
  if (flow === "unconstrained") return [-right / size, left / size];
  return left < 0 ? [Math.SQRT1_2, Math.SQRT1_2] : null;
}
