import { studentTwoSided } from "../statistics/distributions.ts";

/** What one mouse shows, with the variance of its error. */
export interface MouseEffect {
  readonly effect: number;
  readonly variance: number;
}

export interface RandomEffectsMean {
  /** Null without mice. */
  readonly mean: number | null;
  readonly standardError: number | null;
  /** Null with fewer than 2 mice. */
  readonly ci: readonly [number, number] | null;
  /** Variance between mice (DerSimonian & Laird 1986). */
  readonly betweenVariance: number | null;
  readonly n: number;
}

/**
 * The mean over mice that differ: DerSimonian & Laird's weights, and Hartung & Knapp's (2001) standard error with
 * Student's t of n − 1 degrees, which holds its level with few mice.
 */
export function randomEffectsMean(mice: readonly MouseEffect[], level = 0.95): RandomEffectsMean {
  const known = mice.filter(({ effect, variance }) => Number.isFinite(effect) && variance > 0);
  const n = known.length;
  if (n === 0) return { mean: null, standardError: null, ci: null, betweenVariance: null, n };
  if (n === 1) {
    const [{ effect, variance }] = known;
    return { mean: effect, standardError: Math.sqrt(variance), ci: null, betweenVariance: null, n };
  }
  const fixed = weighted(known, 0);
  const q = known.reduce((sum, { effect, variance }) => sum + (effect - fixed.mean) ** 2 / variance, 0);
  const betweenVariance = Math.max(0, (q - (n - 1)) / (fixed.sum - fixed.squares / fixed.sum));
  const { mean, sum } = weighted(known, betweenVariance);
  const spread = known.reduce(
    (total, { effect, variance }) => total + (effect - mean) ** 2 / (variance + betweenVariance),
    0,
  );
  const standardError = Math.sqrt(spread / ((n - 1) * sum));
  const half = studentTwoSided(level, n - 1) * standardError;
  return { mean, standardError, ci: [mean - half, mean + half], betweenVariance, n };
}

function weighted(mice: readonly MouseEffect[], between: number) {
  let sum = 0;
  let squares = 0;
  let total = 0;
  for (const { effect, variance } of mice) {
    const weight = 1 / (variance + between);
    sum += weight;
    squares += weight * weight;
    total += weight * effect;
  }
  return { sum, squares, mean: total / sum };
}
