/**
 * Where the expected flow is slowest on the slice without standing still (SCIENCE §6, warning 4): the tutor–executor
 * rule has no zero with bias and stimulus pathways on together, since the first layer's total error and the second
 * layer's partial errors cannot all vanish. Local minima of the update's norm take their place, labelled as such.
 */
import { seededRandom } from "../random.ts";
import { type LbfgsResult, minimiseInBox } from "./bounded-lbfgs.ts";
import { type ExpectedLearning, expectedUpdate } from "./expected-update.ts";
import { associations, rateRatio, type SliceConstants } from "./slice.ts";
import { LEFT_ROW, type NetworkState, RIGHT_ROW, STATE_SIZE } from "./state.ts";

export interface SlowPoint {
  readonly state: NetworkState;
  /** Length of the projected expected update, in one trial. */
  readonly speed: number;
}

const STARTS = 16;
/** Largest weight looked at. */
const LARGEST = 3;
/** Associations nearer than this are one point. */
const SAME = 0.01;
/** In units of the learning rate: slower is standing still. */
const STILL = 1e-6;

/**
 * Slow points on the slice, the slowest first; no two alike. Weights that the flow would press below 0 are held
 * there, as the projected flow does: every choice of the stimulus pathways' first layers and of the associations
 * away from the stimulus is tried.
 */
export function slowPoints(learning: ExpectedLearning, constants: SliceConstants): readonly SlowPoint[] {
  const rate = learning.rates.reduce((largest, x) => Math.max(largest, x), 0);
  const random = seededRandom(2);
  const found: SlowPoint[] = [];
  for (let bits = 0; bits < 16; bits++) {
    const held = [0, 1, RIGHT_ROW, LEFT_ROW + 1].filter((_, m) => (bits >> m) % 2 === 1);
    const chart = sliceChart(learning, constants, held);
    if (!chart) continue;
    for (let start = 0; start < STARTS; start++) {
      const from = chart.lower.map(
        (low, m) => low + (chart.upper[m] - low) * (0.05 + 0.5 * random.uniform()),
      );
      const end = minimiseInBox(chart.objective, from, chart.lower, chart.upper, {
        gradientTolerance: 1e-9 * rate * rate,
        valueTolerance: 1e-14,
        maxEvaluations: 500,
        firstStep: 0.1,
      });
      const state = new Float64Array(STATE_SIZE);
      chart.place(end.x, state);
      const speed = Math.sqrt(2 * end.value);
      const inside = end.x.every((x, m) => x < chart.upper[m] || chart.mayEndAbove[m]);
      if (!inside || speed < STILL * rate || !isPressed(learning, state, held)) continue;
      if (!isMinimum(end, chart, speed * rate)) continue;
      found.push({ state, speed });
    }
  }
  const distinct: SlowPoint[] = [];
  for (const point of found.toSorted((a, b) => a.speed - b.speed)) {
    const v = associations(point.state);
    // Where a pathway is off, the split of its u between the actions is of no account.
    const known = distinct.some((other) =>
      associations(other.state).every((x, k) => Math.abs(x - v[k]) < SAME),
    );
    if (!known) distinct.push(point);
  }
  return distinct;
}

/** The slice in coordinates without constraints but a box, and ½‖F‖² of the weights that are not held. */
interface SliceChart {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The upper bound is the model's own, an angle's end. */
  readonly mayEndAbove: readonly boolean[];
  readonly place: (x: Float64Array, state: NetworkState) => void;
  readonly objective: (x: Float64Array, gradient: Float64Array) => number;
}

/**
 * A pathway with K < 0 has the coordinates a and the angle of u; one with K ≥ 0 has u itself. A held weight of
 * a pathway with K < 0 fixes its coordinate; null where the slice has no point with the held weights at 0.
 */
function sliceChart(
  learning: ExpectedLearning,
  constants: SliceConstants,
  held: readonly number[],
): SliceChart | null {
  const lower: number[] = [];
  const upper: number[] = [];
  const mayEndAbove: boolean[] = [];
  for (let i = 0; i < 3; i++) {
    const [a, left, right] = [i, LEFT_ROW + i, RIGHT_ROW + i].map((k) => held.includes(k));
    if (constants[i] < 0) {
      if (left && right) return null;
      lower.push(0, left ? Math.PI / 2 : 0);
      upper.push(a ? 0 : LARGEST, right ? 0 : Math.PI / 2);
      mayEndAbove.push(a, true);
    } else {
      if (a) return null;
      lower.push(0, 0);
      upper.push(left ? 0 : LARGEST, right ? 0 : LARGEST);
      mayEndAbove.push(left, right);
    }
  }
  const state = new Float64Array(STATE_SIZE);
  const force = new Float64Array(STATE_SIZE);
  const jacobian = new Float64Array(STATE_SIZE * STATE_SIZE);
  const place = (x: Float64Array, into: NetworkState) => {
    for (let i = 0; i < 3; i++) {
      const ratio = rateRatio(learning.rates, i);
      const [p, q] = [x[2 * i], x[2 * i + 1]];
      if (constants[i] < 0) {
        const length = Math.sqrt((p * p - constants[i]) / ratio);
        into[i] = p;
        into[LEFT_ROW + i] = held.includes(LEFT_ROW + i) ? 0 : length * Math.cos(q);
        into[RIGHT_ROW + i] = held.includes(RIGHT_ROW + i) ? 0 : length * Math.sin(q);
      } else {
        into[i] = Math.sqrt(constants[i] + ratio * (p * p + q * q));
        into[LEFT_ROW + i] = p;
        into[RIGHT_ROW + i] = q;
      }
    }
  };
  const slope = new Float64Array(STATE_SIZE);
  return {
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    mayEndAbove,
    place,
    objective(x, gradient) {
      place(x, state);
      expectedUpdate(learning, state, force, jacobian);
      for (const k of held) force[k] = 0;
      slope.fill(0);
      let value = 0;
      for (let k = 0; k < STATE_SIZE; k++) {
        value += 0.5 * force[k] * force[k];
        for (let j = 0; j < STATE_SIZE; j++) slope[j] += force[k] * jacobian[k * STATE_SIZE + j];
      }
      for (let i = 0; i < 3; i++) {
        const ratio = rateRatio(learning.rates, i);
        const [a, left, right] = [state[i], state[LEFT_ROW + i], state[RIGHT_ROW + i]];
        const [gA, gLeft, gRight] = [slope[i], slope[LEFT_ROW + i], slope[RIGHT_ROW + i]];
        if (constants[i] < 0) {
          const squared = left * left + right * right;
          gradient[2 * i] = gA + ((gLeft * left + gRight * right) * a) / (ratio * squared);
          gradient[2 * i + 1] = gRight * left - gLeft * right;
        } else {
          // At a = 0 (the origin of a slice with K = 0) there is no slope to give.
          const perA = a > 0 ? (gA * ratio) / a : 0;
          gradient[2 * i] = gLeft + perA * left;
          gradient[2 * i + 1] = gRight + perA * right;
        }
      }
      return value;
    },
  };
}

/** The search ended because the slope vanished along every coordinate that a bound does not hold. */
function isMinimum(end: LbfgsResult, chart: SliceChart, scale: number): boolean {
  return end.x.every((x, m) => {
    const slope = end.gradient[m];
    const heldThere = (x <= chart.lower[m] && slope >= 0) || (x >= chart.upper[m] && slope <= 0);
    return heldThere || Math.abs(slope) < 1e-4 * scale;
  });
}

/** Every held weight is pressed against 0 by the flow. */
function isPressed(learning: ExpectedLearning, state: NetworkState, held: readonly number[]): boolean {
  const force = new Float64Array(STATE_SIZE);
  expectedUpdate(learning, state, force);
  return held.every((k) => state[k] === 0 && force[k] <= 0);
}
