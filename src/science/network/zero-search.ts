/**
 * All zeros of the expected flow, by what is on and what is off (SCIENCE §6, warning 3).
 *
 * In the six associations v_{c,i} = a_i u_{c,i} a zero is a complementarity problem that scaling has gone from. With
 * weights kept at or above 0 (`projected`), each association is either positive with G = 0, or 0 with G ≤ 0. With
 * weights of either sign (`unconstrained`), each pathway is either on, with G = 0 for both actions, or off. So all
 * patterns are tried, each from several starts. The first layer adds Σ_c v_{c,i} G^total_{c,i} = 0, which the
 * total-RPE rule meets by itself and the tutor–executor rule need not: then that pattern has no zero.
 */
import { seededRandom } from "../random.ts";
import { associationForce } from "./association-force.ts";
import type { ExpectedLearning } from "./expected-update.ts";
import { isDeep } from "./learning-rule.ts";
import type { Associations } from "./slice.ts";
import { solve } from "./small-matrix.ts";

export type FlowKind = "projected" | "unconstrained";

export interface AssociationZero {
  readonly v: Associations;
  /** Pathways L, R, B that carry an association. */
  readonly on: readonly [boolean, boolean, boolean];
}

const STARTS = 6;
const MAX_ITERATIONS = 60;
/** Of the mean errors, which are of order 1: a zero is met to rounding or not at all. */
const TOLERANCE = 1e-9;
const SAME = 1e-6;
/** Rewards lie in 0 to 1. Far beyond, an action is never taken, and that it meets no error says nothing. */
const LARGEST = 2;

/** Zeros in the associations, the empty one first, then by number of pathways; no two alike. */
export function associationZeros(learning: ExpectedLearning, flow: FlowKind): readonly AssociationZero[] {
  const found: AssociationZero[] = [];
  const random = seededRandom(1);
  for (const active of patterns(flow, isDeep(learning.rule))) {
    for (let start = 0; start < STARTS; start++) {
      const from = Float64Array.from(active, (is) => (is ? (start === 0 ? 0.5 : 1.2 * random.uniform()) : 0));
      const v = newton(learning, active, from);
      if (!v || !isZero(learning, flow, active, v)) continue;
      if (found.some((other) => other.v.every((x, k) => Math.abs(x - v[k]) < SAME))) continue;
      found.push({
        v,
        on: [0, 1, 2].map((i) => v[i] !== 0 || v[3 + i] !== 0) as unknown as AssociationZero["on"],
      });
    }
  }
  const count = ({ on }: AssociationZero) => on.filter((is) => is).length;
  return found.toSorted((a, b) => count(a) - count(b));
}

/** Which associations are free to be other than 0. Without a first layer, weights of either sign are never off. */
function patterns(flow: FlowKind, deep: boolean): readonly (readonly boolean[])[] {
  const all: boolean[][] = [];
  for (let bits = 0; bits < 64; bits++) {
    const active = [0, 1, 2, 3, 4, 5].map((k) => (bits >> k) % 2 === 1);
    const whole = [0, 1, 2].every((i) => active[i] === active[3 + i]);
    if (flow === "projected" || (deep && whole) || bits === 63) all.push(active);
  }
  return all;
}

/** Mean error of each association where it is used. */
function meanErrors(learning: ExpectedLearning, v: Associations, error: "own" | "total"): Float64Array {
  const force = new Float64Array(6);
  const chance = new Float64Array(6);
  associationForce(learning, v, error, force, chance);
  return force.map((g, k) => g / Math.max(chance[k], 1e-300));
}

/** Newton's method on the active associations with halved steps; null where it does not end in a zero. */
function newton(
  learning: ExpectedLearning,
  active: readonly boolean[],
  from: Float64Array,
): Float64Array<ArrayBuffer> | null {
  const free = [...active.keys()].filter((k) => active[k]);
  const n = free.length;
  let v = Float64Array.from(from);
  const sizeOf = (errors: Float64Array) => free.reduce((sum, k) => sum + errors[k] ** 2, 0);
  let errors = meanErrors(learning, v, "own");
  let size = sizeOf(errors);
  for (let iteration = 0; iteration < MAX_ITERATIONS && size > (1e-4 * TOLERANCE) ** 2; iteration++) {
    const slope = new Float64Array(n * n);
    free.forEach((k, column) => {
      const moved = v.slice();
      moved[k] = v[k] + 1e-6;
      const above = meanErrors(learning, moved, "own");
      moved[k] = v[k] - 1e-6;
      const below = meanErrors(learning, moved, "own");
      free.forEach((j, row) => {
        slope[row * n + column] = (above[j] - below[j]) / 2e-6;
      });
    });
    const right = Float64Array.from(free, (k) => -errors[k]);
    const step = solve(slope, right);
    if (!step) return null;
    let scale = Math.min(1, 1 / Math.max(...step.map(Math.abs)));
    let gained = false;
    for (; scale > 1e-6 && !gained; scale /= 2) {
      const next = v.slice();
      free.forEach((k, row) => {
        next[k] += scale * step[row];
      });
      const nextErrors = meanErrors(learning, next, "own");
      if (sizeOf(nextErrors) < size) {
        gained = true;
        v = next;
        errors = nextErrors;
        size = sizeOf(nextErrors);
      }
    }
    if (!gained) break;
  }
  return Math.sqrt(size) < TOLERANCE ? v : null;
}

function isZero(
  learning: ExpectedLearning,
  flow: FlowKind,
  active: readonly boolean[],
  v: Associations,
): boolean {
  if (v.some((association) => Math.abs(association) > LARGEST)) return false;
  const own = meanErrors(learning, v, "own");
  const deep = isDeep(learning.rule);
  for (let k = 0; k < 6; k++) {
    if (flow === "unconstrained") continue;
    if (active[k]) {
      // An association that came out as 0 is another pattern's zero.
      if (!(v[k] > SAME)) return false;
      continue;
    }
    // Beside a weight that is on, or without a first layer to be 0 too, nothing but its own error holds one at 0.
    const pathwayOn = v[k % 3] !== 0 || v[3 + (k % 3)] !== 0;
    if ((pathwayOn || !deep) && own[k] > TOLERANCE) return false;
  }
  if (!deep) return true;
  const total = new Float64Array(6);
  associationForce(learning, v, "total", total);
  return [0, 1, 2].every((i) => Math.abs(v[i] * total[i] + v[3 + i] * total[3 + i]) < TOLERANCE);
}
