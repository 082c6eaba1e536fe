import { type Random, seededRandom } from "../random.ts";
import { percentileInterval, permutationP, shuffle } from "./resampling.ts";

export interface CorrelationOptions {
  /** Same seed, same interval and p. */
  readonly seed: number;
  /** Resamples of the pairs for the interval. Default 2,000. */
  readonly nBootstrap?: number;
  /** Permutations of y for p. Default 9,999. */
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
  { seed, nBootstrap = 2000, nPermutations = 9999, level = 0.95 }: CorrelationOptions,
): Correlation {
  const n = x.length;
  if (y.length !== n) throw new RangeError(`${n} values against ${y.length}`);
  const a = standardised(x);
  const b = standardised(y);
  if (n < MIN_PAIRS || !a || !b) return { r: null, ci: null, p: null, n };
  const r = clampedDot(a, b);
  const random = seededRandom(seed);
  return {
    r,
    ci: percentileInterval(bootstrapCorrelations(a, b, nBootstrap, random.child(0)), level),
    p: permutationP(countExtreme(a, b, Math.abs(r), nPermutations, random.child(1)), nPermutations),
    n,
  };
}

function bootstrapCorrelations(
  a: Float64Array,
  b: Float64Array,
  nDraws: number,
  random: Random,
): Float64Array {
  const n = a.length;
  const draws = new Float64Array(nDraws);
  let kept = 0;
  for (let draw = 0; draw < nDraws; draw++) {
    let sumA = 0;
    let sumB = 0;
    let sumAA = 0;
    let sumBB = 0;
    let sumAB = 0;
    for (let i = 0; i < n; i++) {
      const j = random.integer(n);
      const u = a[j];
      const v = b[j];
      sumA += u;
      sumB += v;
      sumAA += u * u;
      sumBB += v * v;
      sumAB += u * v;
    }
    const varianceA = sumAA - (sumA * sumA) / n;
    const varianceB = sumBB - (sumB * sumB) / n;
    // The columns were scaled to a sum of squares of 1, so this is relative to the whole's spread.
    if (varianceA < TIE || varianceB < TIE) continue;
    draws[kept++] = clamp((sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB));
  }
  return draws.subarray(0, kept);
}

function countExtreme(
  a: Float64Array,
  b: Float64Array,
  size: number,
  nPermutations: number,
  random: Random,
): number {
  const shuffled = b.slice();
  let nExtreme = 0;
  for (let k = 0; k < nPermutations; k++) {
    shuffle(shuffled, random);
    let dot = 0;
    for (let i = 0; i < a.length; i++) dot += a[i] * shuffled[i];
    if (Math.abs(dot) >= size - TIE) nExtreme += 1;
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
