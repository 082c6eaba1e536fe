import { type Random, seededRandom } from "../random.ts";
import {
  defaultBootstrap,
  defaultPermutations,
  drawIndices,
  percentileInterval,
  permutationP,
  shuffle,
} from "./resampling.ts";

export interface CorrelationOptions {
  /** Same seed, same interval and p. */
  readonly seed: number;
  /** Resamples of the pairs for the interval. Default 2,000, fewer for many pairs (see defaultBootstrap). */
  readonly nBootstrap?: number;
  /** Permutations of y for p. Default 9,999, fewer for many pairs (see defaultPermutations). */
  readonly nPermutations?: number;
  /** Coverage of the interval. Default .95. */
  readonly level?: number;
}

export interface Correlation {
  /** Pearson's r; null with fewer than 3 pairs or where a variable does not vary. */
  readonly r: number | null;
  /** Bootstrap percentile interval over the pairs. */
  readonly ci: readonly [number, number] | null;
  /** Two-sided permutation p-value of no association. */
  readonly p: number | null;
  /** Pairs. */
  readonly n: number;
}

const MIN_PAIRS = 3;
/** A permutation that ties with the observed one counts as extreme whatever the rounding. */
const TIE = 1e-12;

/** Pearson's correlation of two columns of equal length; null with fewer than 2 pairs or no variance. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const a = standardised(x);
  const b = standardised(y);
  return a && b ? clampedDot(a, b) : null;
}

/**
 * Correlation over mice with a bootstrap percentile interval (pairs resampled with replacement; resamples in
 * which a variable does not vary are passed over) and a two-sided permutation p-value (SCIENCE §2).
 */
export function correlationWithInterval(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationOptions,
): Correlation {
  return correlationsWithInterval(x, [y], options)[0];
}

/** The same of x with each of several columns: one resample of the mice serves them all. */
export function correlationsWithInterval(
  x: ArrayLike<number>,
  columns: readonly ArrayLike<number>[],
  {
    seed,
    nBootstrap = defaultBootstrap(x.length),
    nPermutations = defaultPermutations(x.length),
    level = 0.95,
  }: CorrelationOptions,
): readonly Correlation[] {
  const n = x.length;
  for (const y of columns) if (y.length !== n) throw new RangeError(`${n} values against ${y.length}`);
  const a = standardised(x);
  const usable = columns.map((y) => (n < MIN_PAIRS || !a ? null : standardised(y)));
  const live = usable.filter((b) => b !== null);
  const random = seededRandom(seed);
  const draws = a ? bootstrapCorrelations(a, live, nBootstrap, random.child(0)) : [];
  const nExtreme = a ? countExtreme(a, live, nPermutations, random.child(1)) : [];
  let at = 0;
  return usable.map((b): Correlation => {
    if (!a || !b) return { r: null, ci: null, p: null, n };
    const found = {
      r: clampedDot(a, b),
      ci: percentileInterval(draws[at], level),
      p: permutationP(nExtreme[at], nPermutations),
      n,
    };
    at += 1;
    return found;
  });
}

/** For each column the correlations of the resamples in which both variables vary. */
function bootstrapCorrelations(
  a: Float64Array,
  columns: readonly Float64Array[],
  nDraws: number,
  random: Random,
): readonly Float64Array[] {
  const n = a.length;
  const drawn = new Int32Array(n);
  const draws = columns.map(() => new Float64Array(nDraws));
  const nKept = columns.map(() => 0);
  for (let draw = 0; draw < nDraws; draw++) {
    drawIndices(drawn, n, random);
    for (let c = 0; c < columns.length; c++) {
      const r = resampledCorrelation(a, columns[c], drawn);
      if (!Number.isNaN(r)) draws[c][nKept[c]++] = r;
    }
  }
  return draws.map((own, c) => own.subarray(0, nKept[c]));
}

/** Correlation of the drawn pairs; NaN where a variable does not vary among them. */
function resampledCorrelation(a: Float64Array, b: Float64Array, drawn: Int32Array): number {
  const n = drawn.length;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let i = 0; i < n; i++) {
    const u = a[drawn[i]];
    const v = b[drawn[i]];
    sumA += u;
    sumB += v;
    sumAA += u * u;
    sumBB += v * v;
    sumAB += u * v;
  }
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  // The columns were scaled to a sum of squares of 1, so this is relative to the whole's spread.
  if (varianceA < TIE || varianceB < TIE) return Number.NaN;
  return clamp((sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB));
}

/** For each column, permutations at least as far from 0 as it is itself. */
function countExtreme(
  a: Float64Array,
  columns: readonly Float64Array[],
  nPermutations: number,
  random: Random,
): readonly number[] {
  // Shuffling a against all the columns leaves each pair of a and a column exchangeable.
  const shuffled = a.slice();
  const sizes = columns.map((b) => Math.abs(clampedDot(a, b)) - TIE);
  const nExtreme = columns.map(() => 0);
  for (let k = 0; k < nPermutations; k++) {
    shuffle(shuffled, random);
    for (let c = 0; c < columns.length; c++) {
      if (Math.abs(clampedDot(shuffled, columns[c])) >= sizes[c]) nExtreme[c] += 1;
    }
  }
  return nExtreme;
}

/** The column with mean 0 and sum of squares 1; null where it does not vary. */
function standardised(values: ArrayLike<number>): Float64Array | null {
  const column = Float64Array.from(values);
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  let squares = 0;
  let largest = 0;
  for (let i = 0; i < column.length; i++) {
    largest = Math.max(largest, Math.abs(column[i]));
    column[i] -= mean;
    squares += column[i] * column[i];
  }
  // What rounding of the mean leaves of a constant column is no variance.
  if (!(squares > column.length * (largest * 1e-14) ** 2)) return null;
  const scale = 1 / Math.sqrt(squares);
  for (let i = 0; i < column.length; i++) column[i] *= scale;
  return column;
}

function clampedDot(a: Float64Array, b: Float64Array): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i] * b[i];
  return clamp(dot);
}

function clamp(r: number): number {
  return Math.max(-1, Math.min(1, r));
}
