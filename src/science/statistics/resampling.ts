import type { Random } from "../random.ts";

/**
 * Shuffle in place, every order equally likely (Fisher–Yates). One uniform of 53 bits gives two positions, since what
 * the first leaves of it is uniform too: their probabilities are right to 1e-9 of themselves for a thousand values, to
 * 2e-4 for a million.
 */
export function shuffle(values: { [index: number]: number; readonly length: number }, random: Random): void {
  for (let i = values.length - 1; i > 0; i -= 2) {
    const scaled = random.uniform() * (i + 1);
    const j = Math.floor(scaled);
    swap(values, i, j);
    if (i > 1) swap(values, i - 1, Math.floor((scaled - j) * i));
  }
}

function swap(values: { [index: number]: number }, i: number, j: number): void {
  const kept = values[i];
  values[i] = values[j];
  values[j] = kept;
}

/** Fills `drawn` with indices below n drawn with replacement, two from each uniform (see shuffle). */
export function drawIndices(drawn: Int32Array, n: number, random: Random): void {
  for (let i = 0; i < drawn.length; i += 2) {
    const scaled = random.uniform() * n;
    const first = Math.floor(scaled);
    drawn[i] = first;
    if (i + 1 < drawn.length) drawn[i + 1] = Math.floor((scaled - first) * n);
  }
}

/**
 * Quantile of ascending values by linear interpolation between order statistics (Hyndman & Fan's type 7).
 *
 * @returns null where there are no values
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number | null {
  if (sorted.length === 0) return null;
  const at = probability * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Central interval of draws (a percentile interval), sorting them in place; null where there are none. */
export function percentileInterval(draws: Float64Array, level: number): readonly [number, number] | null {
  draws.sort();
  const lo = quantileOfSorted(draws, (1 - level) / 2);
  const hi = quantileOfSorted(draws, (1 + level) / 2);
  return lo === null || hi === null ? null : [lo, hi];
}

/** Permutation p-value (1 + #extreme) / (1 + n): valid at any n, never 0 (Phipson & Smyth 2010). */
export function permutationP(nExtreme: number, nPermutations: number): number {
  return (1 + nExtreme) / (1 + nPermutations);
}

/**
 * Permutations that a p-value needs: 9,999, and fewer for many values, down to 999, so that a cohort of a thousand mice
 * is answered while one waits.
 */
export function defaultPermutations(n: number): number {
  return Math.max(999, Math.min(9999, Math.floor(1_000_000 / Math.max(n, 1)) - 1));
}

/** Resamples that an interval needs: 2,000, and for many values 1,000. */
export function defaultBootstrap(n: number): number {
  return Math.max(1000, Math.min(2000, Math.floor(1_000_000 / Math.max(n, 1))));
}
