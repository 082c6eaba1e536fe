import { inverseOfPositive } from "../network/small-matrix.ts";
import { incompleteBeta, studentTwoSided } from "../statistics/distributions.ts";
import {
  absorbDrift,
  absorbedDegrees,
  absorbedLeverage,
  DEFAULT_DRIFT_TRIALS,
  type Stretches,
} from "./absorb-drift.ts";

export interface RegressionOptions {
  /** Drift slower than so many trials is removed within sessions. */
  readonly driftTrials: number;
  /** Coverage of the intervals. */
  readonly level: number;
}

export const defaultRegressionOptions: RegressionOptions = {
  driftTrials: DEFAULT_DRIFT_TRIALS,
  level: 0.95,
};

export interface Coefficient {
  readonly name: string;
  /** Null where the regressor does not vary, is told by those before it, or is told by too few trials. */
  readonly estimate: number | null;
  /** HC3 standard error (MacKinnon & White 1985), with that of the scale where there is one (withScaleError). */
  readonly standardError: number | null;
  readonly ci: readonly [number, number] | null;
  /** Two-sided, of Student's t with the residual degrees of freedom. */
  readonly p: number | null;
}

export interface Regression {
  readonly coefficients: readonly Coefficient[];
  readonly n: number;
  readonly residualDegrees: number;
  /** Of the variance within sessions that is not slow; null where the response does not vary. */
  readonly rSquared: number | null;
}

/** Columns without drift, with those that can be told apart. */
export interface AbsorbedDesign {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  /** Which of the given columns were kept, ascending. */
  readonly kept: readonly number[];
  /** (X'X)⁻¹ of the kept columns. */
  readonly inverse: Float64Array;
  readonly starts: Stretches;
  readonly driftTrials: number;
}

/** A column whose rest after the others is a smaller share of it than this cannot be told from them. */
const COLLINEAR = 1e-9;

/**
 * Of so many trials in effect a coefficient must be told. The error of one trial by itself is lost (its residual is 0),
 * and of a few HC3 is too small: of simulated noise the intervals of coefficients by 4 to 6 trials hold it 90 to 94 times
 * in 100, by fewer down to 60. An expert makes few errors on one side, and whole sessions of few trials are regressed.
 */
const MIN_EFFECTIVE_TRIALS = 6;

/**
 * Removes drift from the columns, and leaves out those that do not vary, that the ones before them tell, or that too few
 * trials tell: of these the last first, so that what an interaction has too few trials for is still told of the rest.
 */
export function absorbDesign(
  names: readonly string[],
  columns: readonly Float64Array[],
  starts: Stretches,
  driftTrials: number,
): AbsorbedDesign {
  const kept: number[] = [];
  const absorbed: Float64Array[] = [];
  const orthogonal: Float64Array[] = [];
  columns.forEach((column, k) => {
    const rest = absorbDrift(column, starts, driftTrials);
    const size = dot(rest, rest);
    const own = rest.slice();
    for (const other of orthogonal) {
      const share = dot(own, other) / dot(other, other);
      for (let i = 0; i < own.length; i++) own[i] -= share * other[i];
    }
    if (!(dot(own, own) > COLLINEAR * size && size > COLLINEAR * dot(column, column))) return;
    kept.push(k);
    absorbed.push(rest);
    orthogonal.push(own);
  });
  for (;;) {
    const inverse = inverseOfPositive(gram(absorbed), absorbed.length);
    if (inverse === null) throw new RangeError("columns that were told apart have no inverse");
    const scarce = effectiveTrials(absorbed, inverse).findLastIndex(
      (trials) => trials < MIN_EFFECTIVE_TRIALS,
    );
    if (scarce < 0) return { names, columns: absorbed, kept, inverse, starts, driftTrials };
    absorbed.splice(scarce, 1);
    kept.splice(scarce, 1);
  }
}

/**
 * By how many trials in effect each coefficient is told: (Σ w²)² / Σ w⁴ over the weights w that it gives the responses.
 * A coefficient that rests on k trials as against many has k, whatever the number of all.
 */
function effectiveTrials(columns: readonly Float64Array[], inverse: Float64Array): readonly number[] {
  const p = columns.length;
  return columns.map((column, j) => {
    let squares = 0;
    let fourths = 0;
    for (let i = 0; i < column.length; i++) {
      let weight = 0;
      for (let k = 0; k < p; k++) weight += inverse[j * p + k] * columns[k][i];
      squares += weight ** 2;
      fourths += weight ** 4;
    }
    return squares ** 2 / fourths;
  });
}

/**
 * Ordinary least squares with HC3 standard errors, session means and slow drift absorbed on both sides
 * (Frisch–Waugh–Lovell: the same coefficients and errors as with those as regressors).
 *
 * @param response of length n, rows in the order of the stretches
 * @returns null where fewer than two degrees of freedom are left
 */
export function regress(
  design: AbsorbedDesign,
  response: Float64Array,
  level: number = defaultRegressionOptions.level,
): Regression | null {
  const { columns, inverse, starts, driftTrials, kept, names } = design;
  const n = response.length;
  const p = columns.length;
  const residualDegrees = n - p - absorbedDegrees(starts, driftTrials);
  if (residualDegrees < 2) return null;
  const y = absorbDrift(response, starts, driftTrials);
  const beta = solveWith(inverse, columns, y);
  const leverage = absorbedLeverage(starts, driftTrials);
  const meat = new Float64Array(p * p);
  const row = new Float64Array(p);
  let residualSquares = 0;
  for (let i = 0; i < n; i++) {
    let fitted = 0;
    let h = leverage[i];
    for (let j = 0; j < p; j++) {
      row[j] = columns[j][i];
      fitted += beta[j] * row[j];
    }
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) h += row[j] * inverse[j * p + k] * row[k];
    const residual = y[i] - fitted;
    residualSquares += residual * residual;
    const scaled = residual / Math.max(1 - h, 1e-8);
    const weight = scaled * scaled;
    for (let j = 0; j < p; j++) for (let k = 0; k <= j; k++) meat[j * p + k] += weight * row[j] * row[k];
  }
  for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) meat[k * p + j] = meat[j * p + k];
  const total = dot(y, y);
  const half = studentTwoSided(level, residualDegrees);
  const coefficients = names.map((name, given): Coefficient => {
    const j = kept.indexOf(given);
    if (j < 0) return { name, estimate: null, standardError: null, ci: null, p: null };
    let variance = 0;
    for (let a = 0; a < p; a++)
      for (let b = 0; b < p; b++) variance += inverse[j * p + a] * meat[a * p + b] * inverse[b * p + j];
    const standardError = Math.sqrt(variance);
    const estimate = beta[j];
    return {
      name,
      estimate,
      standardError,
      ci: [estimate - half * standardError, estimate + half * standardError],
      p: studentTail(estimate / standardError, residualDegrees),
    };
  });
  return {
    coefficients,
    n,
    residualDegrees,
    rSquared: total > 0 ? 1 - residualSquares / total : null,
  };
}

/**
 * The same of a response that was divided by what is known with an error: each interval also holds the coefficient's
 * share of it (to first order). Whether a coefficient is 0 does not depend on the scale, and p stays.
 *
 * @param relativeVariance of the divisor's error, over its square
 */
export function withScaleError(
  regression: Regression,
  relativeVariance: number,
  level: number = defaultRegressionOptions.level,
): Regression {
  const half = studentTwoSided(level, regression.residualDegrees);
  return {
    ...regression,
    coefficients: regression.coefficients.map((coefficient): Coefficient => {
      const { estimate, standardError } = coefficient;
      if (estimate === null || standardError === null) return coefficient;
      const whole = Math.sqrt(standardError ** 2 + estimate ** 2 * relativeVariance);
      return { ...coefficient, standardError: whole, ci: [estimate - half * whole, estimate + half * whole] };
    }),
  };
}

/** (X'X)⁻¹ X'y. */
export function solveWith(
  inverse: Float64Array,
  columns: readonly Float64Array[],
  y: Float64Array,
): Float64Array {
  const p = columns.length;
  const moments = columns.map((column) => dot(column, y));
  const beta = new Float64Array(p);
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) beta[j] += inverse[j * p + k] * moments[k];
  return beta;
}

/** Two-sided P(|T| ≥ |t|) of Student's distribution. */
export function studentTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function gram(columns: readonly Float64Array[]): Float64Array {
  const p = columns.length;
  const matrix = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) matrix[j * p + k] = dot(columns[j], columns[k]);
  return matrix;
}
