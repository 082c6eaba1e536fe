import type { ChoiceSequence } from "./choice-sequence.ts";
import { distance, type FixedPoint } from "./fixed-points.ts";
import type { LearningRule } from "./learning-rule.ts";
import type { NetworkParameters } from "./parameters.ts";
import { type Associations, associations } from "./slice.ts";
import { initialState, rateVector, STATE_SIZE } from "./state.ts";
import { learnFromTrial } from "./step.ts";

/** Where a fitted network stands after each session of the mouse's own trials. */
export interface PathStep {
  readonly session: number;
  /** Trials with a choice so far. */
  readonly nTrials: number;
  readonly associations: Associations;
}

export interface PointApproach {
  readonly point: string;
  /** Distance in the six associations after each session. */
  readonly distances: readonly number[];
  /** Of the whole path, trial by trial. */
  readonly closest: { readonly distance: number; readonly session: number; readonly trial: number };
}

export interface PathVisits {
  readonly approaches: readonly PointApproach[];
  /** The points that were nearest at some trial, in the order of the path's closest approach to each. */
  readonly order: readonly string[];
  /** The nearest point after each session, repeats left out. */
  readonly nearest: readonly string[];
}

/** Weights of the fitted network before each trial and after the last, (n + 1) × 9. */
export function learningStates(
  sequence: ChoiceSequence,
  rule: LearningRule,
  parameters: NetworkParameters,
): Float64Array {
  const { n, side, input, choseRight, reward } = sequence;
  const states = new Float64Array((n + 1) * STATE_SIZE);
  const state = initialState(parameters);
  const rates = rateVector(parameters);
  states.set(state);
  for (let t = 0; t < n; t++) {
    const xLeft = side[t] < 0 ? input[t] : 0;
    const xRight = side[t] > 0 ? input[t] : 0;
    learnFromTrial(state, rates, rule, xLeft, xRight, choseRight[t] === 1, reward[t]);
    states.set(state, (t + 1) * STATE_SIZE);
  }
  return states;
}

/** The path by session: its step k is taken after the last trial of the k-th session. */
export function learningPath(
  sequence: ChoiceSequence,
  rule: LearningRule,
  parameters: NetworkParameters,
): readonly PathStep[] {
  const states = learningStates(sequence, rule, parameters);
  const { n, session } = sequence;
  const path: PathStep[] = [];
  for (let t = 0; t < n; t++) {
    if (t + 1 < n && session[t + 1] === session[t]) continue;
    const state = states.subarray((t + 1) * STATE_SIZE, (t + 2) * STATE_SIZE);
    path.push({ session: session[t], nTrials: t + 1, associations: associations(state) });
  }
  return path;
}

/**
 * How near a mouse's fitted path came to each point, and in which order it passed them.
 *
 * Distances are between associations a_i u_{c,i}: they alone decide what the mouse chooses, and they can be compared
 * although the path need not stay on the points' slice.
 */
export function pathVisits(
  sequence: ChoiceSequence,
  rule: LearningRule,
  parameters: NetworkParameters,
  points: readonly FixedPoint[],
): PathVisits {
  const states = learningStates(sequence, rule, parameters);
  const path = learningPath(sequence, rule, parameters);
  const { n, session } = sequence;
  const wasNearest = new Uint8Array(points.length);
  const closest = points.map(() => ({ distance: Number.POSITIVE_INFINITY, session: 0, trial: 0 }));
  for (let t = 0; t <= n; t++) {
    const v = associations(states.subarray(t * STATE_SIZE, (t + 1) * STATE_SIZE));
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    points.forEach((point, k) => {
      const apart = distance(point.associations, v);
      if (apart < least) {
        least = apart;
        nearest = k;
      }
      if (apart < closest[k].distance) {
        closest[k] = { distance: apart, session: session[Math.min(t, n - 1)], trial: t };
      }
    });
    if (nearest >= 0) wasNearest[nearest] = 1;
  }
  const approaches = points.map((point, k) => ({
    point: point.name,
    distances: path.map((step) => distance(point.associations, step.associations)),
    closest: closest[k],
  }));
  const nearest: string[] = [];
  path.forEach((_, step) => {
    if (approaches.length === 0) return;
    const best = approaches.reduce((a, b) => (b.distances[step] < a.distances[step] ? b : a));
    if (nearest.at(-1) !== best.point) nearest.push(best.point);
  });
  return {
    approaches,
    order: approaches
      .filter((_, k) => wasNearest[k] === 1)
      .toSorted((a, b) => a.closest.trial - b.closest.trial)
      .map(({ point }) => point),
    nearest,
  };
}
