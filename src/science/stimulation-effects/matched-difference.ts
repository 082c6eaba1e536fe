import type { Random } from "../random.ts";
import { normalQuantile } from "../statistics/distributions.ts";
import { permutationP } from "../statistics/resampling.ts";

/** Trials to compare, as columns: what followed each, whether it was treated, and the stratum that it is matched in. */
export interface MatchedTrials {
  /** 0 or 1 */
  readonly followed: Uint8Array;
  /** 1 stimulated (or rewarded), 0 not. */
  readonly treated: Uint8Array;
  /** Any whole number that names the stratum. */
  readonly stratum: Int32Array;
}

export interface MatchedDifference {
  /** Mean difference treated − untreated over strata that have both, weighted by their size; null without any. */
  readonly difference: number | null;
  readonly standardError: number | null;
  readonly ci: readonly [number, number] | null;
  /** Two-sided, by permutation of the treatment within strata. */
  readonly p: number | null;
  readonly nTreated: number;
  readonly nUntreated: number;
  readonly nStrata: number;
}

export interface MatchedOptions {
  readonly permutations: number;
  readonly level: number;
}

export const defaultMatchedOptions: MatchedOptions = { permutations: 999, level: 0.95 };

interface Stratum {
  n: number;
  treated: number;
  followed: number;
  treatedFollowed: number;
}

/**
 * SCIENCE §7's effect: mean difference over matched strata, weighted by stratum size, with permutation of the labels
 * within strata. The variance of each stratum is the pooled one, p(1 − p)N/(N − 1), since an arm may have one trial.
 *
 * @param random advanced by this call
 */
export function matchedDifference(
  { followed, treated, stratum }: MatchedTrials,
  random: Random,
  { permutations, level }: MatchedOptions = defaultMatchedOptions,
): MatchedDifference {
  const strata = new Map<number, Stratum>();
  for (let i = 0; i < followed.length; i++) {
    const own = strata.get(stratum[i]) ?? { n: 0, treated: 0, followed: 0, treatedFollowed: 0 };
    strata.set(stratum[i], own);
    own.n++;
    own.treated += treated[i];
    own.followed += followed[i];
    own.treatedFollowed += treated[i] * followed[i];
  }
  const used = [...strata.values()].filter(({ n, treated: m }) => m > 0 && m < n);
  const total = used.reduce((sum, { n }) => sum + n, 0);
  const nTreated = used.reduce((sum, own) => sum + own.treated, 0);
  const counts = { nTreated, nUntreated: total - nTreated, nStrata: used.length };
  if (total === 0) return { difference: null, standardError: null, ci: null, p: null, ...counts };
  let difference = 0;
  let variance = 0;
  for (const own of used) {
    const { n, treated: m, followed: k, treatedFollowed: x } = own;
    const weight = n / total;
    difference += weight * (x / m - (k - x) / (n - m));
    variance += weight ** 2 * ((k / n) * (1 - k / n) * (n / (n - 1)) * (1 / m + 1 / (n - m)));
  }
  const standardError = Math.sqrt(variance);
  const half = normalQuantile((1 + level) / 2) * standardError;
  let extreme = 0;
  for (let draw = 0; draw < permutations; draw++) {
    let moved = 0;
    for (const { n, treated: m, followed: k } of used) {
      const x = drawFollowed(n, m, k, random);
      moved += (n / total) * (x / m - (k - x) / (n - m));
    }
    if (Math.abs(moved) >= Math.abs(difference) - 1e-12) extreme++;
  }
  return {
    difference,
    standardError: variance > 0 ? standardError : null,
    ci: variance > 0 ? [difference - half, difference + half] : null,
    p: variance > 0 ? permutationP(extreme, permutations) : null,
    ...counts,
  };
}

/** How many of m trials drawn from n without replacement are among the k that were followed: one permutation. */
function drawFollowed(n: number, m: number, k: number, random: Random): number {
  let left = k;
  let found = 0;
  for (let i = 0; i < m; i++) {
    if (random.uniform() * (n - i) < left) {
      left--;
      found++;
    }
  }
  return found;
}
