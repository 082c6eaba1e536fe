import { inverseOfPositive } from "../network/small-matrix.ts";
import { absorbDrift } from "./absorb-drift.ts";
import type { AbsorbedDesign } from "./regression.ts";

export interface CrossValidation {
  /** Share of the held-out trials' variance that is foretold; below 0 where it is foretold worse than by 0. */
  readonly rSquared: number | null;
  /** What is lost of it without each of the given regressors; null for those that cannot be told apart. */
  readonly uniqueRSquared: readonly (number | null)[];
}

export const DEFAULT_FOLDS = 10;

/**
 * Cross-validated R² over contiguous folds, so that neighbours, which drift together, are held out together; and the
 * unique part of each regressor (SCIENCE §5). Drift is removed from both sides before, so the reference is 0.
 */
export function crossValidate(
  design: AbsorbedDesign,
  response: Float64Array,
  folds: number = DEFAULT_FOLDS,
): CrossValidation {
  const { columns, kept, names, starts, driftTrials } = design;
  const y = absorbDrift(response, starts, driftTrials);
  const n = y.length;
  const p = columns.length;
  const size = p + 1;
  // Moments of (x, y) in each fold: all that least squares needs.
  const moments = Array.from({ length: folds }, () => new Float64Array(size * size));
  const row = new Float64Array(size);
  for (let i = 0; i < n; i++) {
    const fold = moments[Math.min(folds - 1, Math.floor((i * folds) / n))];
    for (let j = 0; j < p; j++) row[j] = columns[j][i];
    row[p] = y[i];
    for (let j = 0; j < size; j++) for (let k = 0; k < size; k++) fold[j * size + k] += row[j] * row[k];
  }
  const all = columns.map((_, j) => j);
  const whole = heldOutShare(moments, size, all);
  return {
    rSquared: whole,
    uniqueRSquared: names.map((_, given) => {
      const j = kept.indexOf(given);
      if (j < 0 || whole === null) return null;
      const without = heldOutShare(
        moments,
        size,
        all.filter((k) => k !== j),
      );
      return without === null ? null : whole - without;
    }),
  };
}

/** 1 − held-out squares / total squares, of these columns. */
function heldOutShare(
  moments: readonly Float64Array[],
  size: number,
  columns: readonly number[],
): number | null {
  const y = size - 1;
  const p = columns.length;
  let out = 0;
  let total = 0;
  for (const fold of moments) {
    const gram = new Float64Array(p * p);
    const right = new Float64Array(p);
    for (const other of moments) {
      if (other === fold) continue;
      for (let j = 0; j < p; j++) {
        right[j] += other[columns[j] * size + y];
        for (let k = 0; k < p; k++) gram[j * p + k] += other[columns[j] * size + columns[k]];
      }
    }
    const inverse = inverseOfPositive(gram, p);
    if (inverse === null) return null;
    const beta = new Float64Array(p);
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) beta[j] += inverse[j * p + k] * right[k];
    const squares = fold[y * size + y];
    total += squares;
    out += squares;
    for (let j = 0; j < p; j++) {
      out -= 2 * beta[j] * fold[columns[j] * size + y];
      for (let k = 0; k < p; k++) out += beta[j] * beta[k] * fold[columns[j] * size + columns[k]];
    }
  }
  return total > 0 ? 1 - out / total : null;
}
