/**
 * Two groups of mice that have nobody in common: how far their means lie apart, how large that is beside the spread,
 * and how often chance would part them so far (SCIENCE §2).
 */
import { seededRandom } from "../random.ts";
import { logGamma, normalQuantile, studentTwoSided } from "./distributions.ts";
import { type Mean, meanWithInterval } from "./intervals.ts";
import { defaultPermutations, permutationP, shuffle } from "./resampling.ts";

export interface ComparisonOptions {
  /** Same seed, same p. */
  readonly seed: number;
  /** Exchanges of mice between the groups for p. Default 9,999, fewer for many mice (see defaultPermutations). */
  readonly nPermutations?: number;
  /** Coverage of the intervals. Default .95. */
  readonly level?: number;
}

export interface GroupComparison {
  readonly a: Mean;
  readonly b: Mean;
  /** Mean of a less that of b; null where either group is empty. */
  readonly difference: number | null;
  /** Welch's interval of the difference; null with fewer than 2 values in a group, or where neither varies. */
  readonly ci: readonly [number, number] | null;
  /** Hedges' g: the difference in units of the pooled SD, corrected for small groups; null where ci is. */
  readonly hedgesG: number | null;
  readonly hedgesGCi: readonly [number, number] | null;
  /** Cliff's δ = P(a > b) − P(a < b), −1 to 1; null where either group is empty. */
  readonly cliffsDelta: number | null;
  /** Two-sided permutation p-value of equal distributions; null where ci is. */
  readonly p: number | null;
}

/** A permutation that ties with the observed one counts as extreme whatever the rounding. */
const TIE = 1e-9;

/**
 * Compares two independent groups. Undefined values (null) are left out.
 *
 * The permuted statistic is Welch's t, not the difference itself: its test keeps its level, to first order, where only
 * the means are alike and the spreads are not (Janssen 1997; Chung & Romano 2013).
 */
export function compareGroups(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  { seed, nPermutations, level = 0.95 }: ComparisonOptions,
): GroupComparison {
  const own = defined(a);
  const other = defined(b);
  const means = { a: meanWithInterval(own, level), b: meanWithInterval(other, level) };
  const difference = means.a.mean === null || means.b.mean === null ? null : means.a.mean - means.b.mean;
  const cliffsDelta = cliffs(own, other);
  const undecided = { ...means, difference, ci: null, hedgesG: null, hedgesGCi: null, cliffsDelta, p: null };
  if (difference === null || own.length < 2 || other.length < 2) return undecided;
  const [varianceA, varianceB] = [variance(own), variance(other)];
  if (varianceA + varianceB === 0) return undecided;
  const hedges = hedgesG(difference, varianceA, varianceB, own.length, other.length, level);
  return {
    ...means,
    difference,
    ci: welchInterval(
      difference,
      varianceA / own.length,
      varianceB / other.length,
      own.length,
      other.length,
      level,
    ),
    hedgesG: hedges.g,
    hedgesGCi: hedges.ci,
    cliffsDelta,
    p: studentisedP(own, other, nPermutations ?? defaultPermutations(own.length + other.length), seed),
  };
}

const defined = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** Unbiased; 0 where what varies is rounding. */
function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return squares > values.length * (largest * 1e-14) ** 2 ? squares / (values.length - 1) : 0;
}

/** Welch's interval with the degrees of freedom of Satterthwaite (1946). @param ofA squared standard error of the mean */
function welchInterval(
  difference: number,
  ofA: number,
  ofB: number,
  nA: number,
  nB: number,
  level: number,
): readonly [number, number] {
  const degrees = (ofA + ofB) ** 2 / (ofA ** 2 / (nA - 1) + ofB ** 2 / (nB - 1));
  const half = studentTwoSided(level, degrees) * Math.sqrt(ofA + ofB);
  return [difference - half, difference + half];
}

/**
 * Hedges' (1981) g with his exact correction Γ(m/2) / (√(m/2) Γ((m − 1)/2)), m = nA + nB − 2, and the normal interval
 * of its large-sample variance (Hedges & Olkin 1985, eq. 5.8.15).
 */
function hedgesG(
  difference: number,
  varianceA: number,
  varianceB: number,
  nA: number,
  nB: number,
  level: number,
): { readonly g: number; readonly ci: readonly [number, number] } {
  const m = nA + nB - 2;
  const pooled = Math.sqrt(((nA - 1) * varianceA + (nB - 1) * varianceB) / m);
  const correction = Math.exp(logGamma(m / 2) - logGamma((m - 1) / 2)) / Math.sqrt(m / 2);
  const g = (correction * difference) / pooled;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt((nA + nB) / (nA * nB) + g ** 2 / (2 * (nA + nB)));
  return { g, ci: [g - half, g + half] };
}

/** Cliff (1993), by ranks: n log n. */
function cliffs(a: readonly number[], b: readonly number[]): number | null {
  if (a.length === 0 || b.length === 0) return null;
  const sorted = Float64Array.from(b).sort();
  const below = (value: number, orEqual: boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  // Values of b below one of a, less those above it.
  const net = a.reduce((sum, value) => sum + below(value, false) - (sorted.length - below(value, true)), 0);
  return net / (a.length * b.length);
}

/** Mice change places between the groups at random. */
function studentisedP(
  a: readonly number[],
  b: readonly number[],
  nPermutations: number,
  seed: number,
): number {
  const n = a.length + b.length;
  const pooled = Float64Array.from([...a, ...b]);
  // Centred, so that sums of squares lose nothing.
  const mean = pooled.reduce((sum, value) => sum + value, 0) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    pooled[i] -= mean;
    squares += pooled[i] ** 2;
  }
  const least = Math.abs(welchT(pooled, a.length, squares)) * (1 - TIE);
  const random = seededRandom(seed);
  let nExtreme = 0;
  for (let k = 0; k < nPermutations; k++) {
    shuffle(pooled, random);
    if (Math.abs(welchT(pooled, a.length, squares)) >= least) nExtreme += 1;
  }
  return permutationP(nExtreme, nPermutations);
}

/** Welch's t of the first nA against the others, of values with sum 0; infinite where neither varies. */
function welchT(pooled: Float64Array, nA: number, squares: number): number {
  const nB = pooled.length - nA;
  let sum = 0;
  let squaresA = 0;
  for (let i = 0; i < nA; i++) {
    sum += pooled[i];
    squaresA += pooled[i] ** 2;
  }
  const varianceA = Math.max(0, squaresA - sum ** 2 / nA) / (nA - 1);
  const varianceB = Math.max(0, squares - squaresA - sum ** 2 / nB) / (nB - 1);
  return (sum / nA + sum / nB) / Math.sqrt(varianceA / nA + varianceB / nB);
}
