/**
 * The slice on which fixed points are looked for (SCIENCE §6, warning 1). Scaling a pathway's a_i by k and its
 * u_{·,i} by 1/k changes no value, so zeros come in continuous families. The total-RPE rule's expected flow
 * conserves K_i = a_i² − κ_i Σ_c u_{c,i}², with κ_i the ratio of the first layer's rate to the second's; holding
 * K_i at its initial value picks one member of each family.
 */
import { LEFT_ROW, type NetworkState, type RateVector, RIGHT_ROW, STATE_SIZE } from "./state.ts";

/** K of the left, right and bias pathway. */
export type SliceConstants = readonly [number, number, number];

export function sliceConstants(state: NetworkState, rates: RateVector): SliceConstants {
  const constant = (i: number) =>
    state[i] ** 2 - rateRatio(rates, i) * (state[LEFT_ROW + i] ** 2 + state[RIGHT_ROW + i] ** 2);
  return [constant(0), constant(1), constant(2)];
}

/** κ of pathway i. */
export function rateRatio(rates: RateVector, i: number): number {
  return rates[i] / rates[3 + i];
}

/** The six associations a_i u_{c,i}, which scaling leaves alone: `[LL, LR, LB, RL, RR, RB]`, action first. */
export type Associations = Float64Array;

export function associations(state: NetworkState): Associations {
  return Float64Array.from({ length: 6 }, (_, k) => state[LEFT_ROW + k] * state[k % 3]);
}

/** a of the pathway with these two associations on the slice: the positive root of a⁴ − K a² − κ Σ v² = 0. */
export function firstLayerOnSlice(constant: number, ratio: number, left: number, right: number): number {
  const squares = ratio * (left * left + right * right);
  const root = Math.sqrt(constant * constant + 4 * squares);
  // For K < 0 the textbook form would cancel.
  return Math.sqrt(constant >= 0 ? (constant + root) / 2 : (2 * squares) / (root - constant));
}

/**
 * A basis of the directions in which the given weights can move on the slice, and the way back from a direction to
 * its coordinates along the family: L E = 1 and L g = 0, g being the scaling direction.
 */
export interface SliceBasis {
  readonly size: number;
  /** E, 9 × size, row-major. */
  readonly directions: Float64Array;
  /** L, size × 9, row-major. */
  readonly coordinates: Float64Array;
}

/**
 * @param moving which of the nine weights may move; the others are held
 * @param deep false where there is no first layer to scale: then nothing is taken away
 */
export function sliceBasis(
  state: NetworkState,
  rates: RateVector,
  moving: readonly boolean[],
  deep: boolean,
): SliceBasis {
  const directions: Float64Array[] = [];
  const coordinates: Float64Array[] = [];
  for (let i = 0; i < 3; i++) {
    const weights = [i, LEFT_ROW + i, RIGHT_ROW + i].filter((k) => moving[k]);
    const ratio = rateRatio(rates, i);
    const normal = weights.map((k) => (k === i ? state[k] : -ratio * state[k]));
    const scaling = weights.map((k) => (k === i ? state[k] : -state[k]));
    const through = normal.reduce((sum, x, m) => sum + x * scaling[m], 0);
    const unit = (m: number) => weights.map((_, j) => (j === m ? 1 : 0));
    if (!deep || through < 1e-18) {
      // At a pathway's origin the slice has no tangent plane: every direction counts.
      weights.forEach((_, m) => {
        directions.push(embed(weights, unit(m)));
        coordinates.push(embed(weights, unit(m)));
      });
      continue;
    }
    for (const tangent of complement(normal)) {
      directions.push(embed(weights, tangent));
      // Along the scaling direction onto the plane, then onto the tangent, which is a unit vector.
      const along = tangent.reduce((sum, x, m) => sum + x * scaling[m], 0) / through;
      coordinates.push(
        embed(
          weights,
          tangent.map((x, m) => x - along * normal[m]),
        ),
      );
    }
  }
  const size = directions.length;
  const basis = { size, directions: new Float64Array(STATE_SIZE * size), coordinates: new Float64Array(0) };
  const flat = new Float64Array(size * STATE_SIZE);
  directions.forEach((direction, m) => {
    for (let k = 0; k < STATE_SIZE; k++) {
      basis.directions[k * size + m] = direction[k];
      flat[m * STATE_SIZE + k] = coordinates[m][k];
    }
  });
  return { ...basis, coordinates: flat };
}

/** L J E: the Jacobian on the slice, size × size. */
export function reduceJacobian(jacobian: Float64Array, basis: SliceBasis): Float64Array {
  const { size, directions, coordinates } = basis;
  const reduced = new Float64Array(size * size);
  for (let m = 0; m < size; m++) {
    for (let i = 0; i < STATE_SIZE; i++) {
      const l = coordinates[m * STATE_SIZE + i];
      if (l === 0) continue;
      for (let j = 0; j < STATE_SIZE; j++) {
        const slope = l * jacobian[i * STATE_SIZE + j];
        for (let p = 0; p < size; p++) reduced[m * size + p] += slope * directions[j * size + p];
      }
    }
  }
  return reduced;
}

function embed(weights: readonly number[], values: readonly number[]): Float64Array {
  const whole = new Float64Array(STATE_SIZE);
  weights.forEach((k, m) => {
    whole[k] = values[m];
  });
  return whole;
}

/** Orthonormal vectors that span what is orthogonal to `normal` (Gram–Schmidt on the axes). */
function complement(normal: readonly number[]): readonly (readonly number[])[] {
  const length = Math.hypot(...normal);
  const found: number[][] = [normal.map((x) => x / length)];
  for (let axis = 0; axis < normal.length && found.length < normal.length; axis++) {
    const vector = normal.map((_, m) => (m === axis ? 1 : 0));
    for (let round = 0; round < 2; round++) {
      for (const known of found) {
        const along = known.reduce((sum, x, m) => sum + x * vector[m], 0);
        known.forEach((x, m) => {
          vector[m] -= along * x;
        });
      }
    }
    const rest = Math.hypot(...vector);
    if (rest > 1e-3) found.push(vector.map((x) => x / rest));
  }
  return found.slice(1);
}
