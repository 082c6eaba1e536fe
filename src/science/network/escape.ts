/**
 * The ways out of a fixed point. Unconstrained: eigenvalues of the Jacobian on the slice with a positive real part.
 * Projected: weights at 0 can only grow, so a way out is a direction v that the one-sided linear flow keeps, with
 * rate λ > 0: v ≥ 0 on the weights that are at 0, some of which stay there because J v would lower them.
 */
import { type Eigenvalue, eigenvalues, eigenvector } from "./eigenvalues.ts";
import { type ExpectedLearning, expectedUpdate } from "./expected-update.ts";
import { isDeep } from "./learning-rule.ts";
import { reduceJacobian, sliceBasis } from "./slice.ts";
import { LEFT_ROW, type NetworkState, RIGHT_ROW, STATE_SIZE } from "./state.ts";

export interface Escape {
  /** Growth a trial: e^{rate · trials}. */
  readonly rate: number;
  /** Unit direction in the nine weights. */
  readonly direction: Float64Array;
  /** The pathways that are off and that the direction turns on. */
  readonly pathways: readonly PathwayName[];
}

export interface Stability {
  /** On the slice, weights of either sign; the largest real part first. */
  readonly unconstrained: readonly Eigenvalue[];
  /** On the slice and the face of the weights that the flow presses against 0. */
  readonly projected: readonly Eigenvalue[];
  /** Ways out along real eigenvectors, weights of either sign, fastest first. */
  readonly unconstrainedEscapes: readonly Escape[];
  /** One-sided ways out, fastest first. */
  readonly projectedEscapes: readonly Escape[];
}

/** Relative to the largest entry of the Jacobian: less is rounding. */
const NEGLIGIBLE = 1e-9;
export const PATHWAY_NAMES = ["left", "right", "bias"] as const;
export type PathwayName = (typeof PATHWAY_NAMES)[number];

/** @param state a zero of the projected or of the unconstrained flow, or a slow point */
export function stabilityAt(learning: ExpectedLearning, state: NetworkState): Stability {
  const force = new Float64Array(STATE_SIZE);
  const jacobian = new Float64Array(STATE_SIZE * STATE_SIZE);
  expectedUpdate(learning, state, force, jacobian);
  const deep = isDeep(learning.rule);
  const scale = jacobian.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const exists = Array.from(state, (_, k) => deep || k >= LEFT_ROW);
  const onFace = exists.map((is, k) => is && !(state[k] <= 0 && force[k] < -NEGLIGIBLE * scale));
  const spectrum = (moving: readonly boolean[]) => {
    const basis = sliceBasis(state, learning.rates, moving, deep);
    return eigenvalues(reduceJacobian(jacobian, basis), basis.size);
  };
  const atZero = [...onFace.keys()].filter((k) => onFace[k] && state[k] <= 0);
  // What turns on one pathway alone: the weights of the others that are off stay where they are.
  const off = offPathways(state).map((i) => [i, LEFT_ROW + i, RIGHT_ROW + i]);
  const change = (k: number, v: Float64Array) => {
    let sum = 0;
    for (let j = 0; j < STATE_SIZE; j++) sum += jacobian[k * STATE_SIZE + j] * v[j];
    return sum / scale;
  };
  return {
    unconstrained: spectrum(exists),
    projected: spectrum(onFace),
    unconstrainedEscapes: escapes(learning, state, jacobian, exists, subsets(off), (v, held) =>
      held.every((k) => Math.abs(change(k, v)) < 1e-7),
    ),
    projectedEscapes: escapes(learning, state, jacobian, onFace, subsets(atZero.map((k) => [k])), (v, held) =>
      atZero.every((k) => (held.includes(k) ? change(k, v) < 1e-7 : v[k] > -1e-7)),
    ),
  };
}

/**
 * Growing real modes of the weights on `face` less those that are held, that `isKept` says the flow keeps.
 *
 * @param heldSets each set of weights to hold in turn; of degenerate modes those that turn on one pathway are kept,
 *   not their mixtures
 */
function escapes(
  learning: ExpectedLearning,
  state: NetworkState,
  jacobian: Float64Array,
  face: readonly boolean[],
  heldSets: readonly (readonly number[])[],
  isKept: (direction: Float64Array, held: readonly number[]) => boolean,
): readonly Escape[] {
  const deep = isDeep(learning.rule);
  const scale = jacobian.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const found: Escape[] = [];
  for (const held of heldSets) {
    const basis = sliceBasis(
      state,
      learning.rates,
      face.map((is, k) => is && !held.includes(k)),
      deep,
    );
    const reduced = reduceJacobian(jacobian, basis);
    for (const { re: rate, im } of eigenvalues(reduced, basis.size)) {
      if (im !== 0 || rate <= NEGLIGIBLE * scale) continue;
      const direction = lift(eigenvector(reduced, basis.size, rate), basis.directions, basis.size);
      const kept = [direction, direction.map((x) => -x)].find((v) => isKept(v, held));
      if (kept) found.push({ rate, direction: kept, pathways: turnedOn(kept, state) });
    }
  }
  const pureFirst = found.toSorted((a, b) => a.pathways.length - b.pathways.length);
  const distinct: Escape[] = [];
  for (const mode of pureFirst) {
    const alike = distinct.filter((other) => Math.abs(other.rate - mode.rate) < 1e-6 * mode.rate);
    const known = alike.flatMap((other) => other.pathways);
    const isMixture = mode.pathways.length > 0 && mode.pathways.every((pathway) => known.includes(pathway));
    const isTwin = alike.some((other) =>
      other.direction.every((x, k) => Math.abs(x - mode.direction[k]) < 1e-4),
    );
    if (!isMixture && !isTwin) distinct.push(mode);
  }
  return distinct.toSorted((a, b) => b.rate - a.rate);
}

/** Every union of some of the sets, none of them included. */
function subsets(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** sets.length }, (_, bits) =>
    sets.filter((_set, m) => (bits >> m) % 2 === 1).flat(),
  );
}

function lift(reduced: Float64Array, directions: Float64Array, size: number): Float64Array {
  const v = new Float64Array(STATE_SIZE);
  for (let k = 0; k < STATE_SIZE; k++) {
    for (let m = 0; m < size; m++) v[k] += directions[k * size + m] * reduced[m];
  }
  const length = Math.hypot(...v);
  // What is left of rounding in a weight that does not take part would grow where the flow is unstable.
  return v.map((x) => (Math.abs(x) < 1e-9 * length ? 0 : x / length));
}

/** Indices of the pathways without an association. */
function offPathways(state: NetworkState): readonly number[] {
  return [0, 1, 2].filter(
    (i) => state[i] * state[LEFT_ROW + i] === 0 && state[i] * state[RIGHT_ROW + i] === 0,
  );
}

function turnedOn(v: Float64Array, state: NetworkState): readonly PathwayName[] {
  return offPathways(state)
    .filter((i) => Math.hypot(v[i], v[LEFT_ROW + i], v[RIGHT_ROW + i]) > 1e-4)
    .map((i) => PATHWAY_NAMES[i]);
}
