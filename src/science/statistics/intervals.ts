import { normalQuantile, studentTwoSided } from "./distributions.ts";

export interface Proportion {
  /** k / n; null where n is 0. */
  readonly proportion: number | null;
  readonly ci: readonly [number, number] | null;
  readonly k: number;
  readonly n: number;
}

export interface Mean {
  /** null where n is 0. */
  readonly mean: number | null;
  /** null where n is below 2. */
  readonly ci: readonly [number, number] | null;
  readonly n: number;
}

/** Proportion k of n with Wilson's score interval (Wilson 1927), which stays within 0 to 1 at any k. */
export function proportionWithInterval(k: number, n: number, level = 0.95): Proportion {
  if (n === 0) return { proportion: null, ci: null, k, n };
  const z = normalQuantile((1 + level) / 2);
  const p = k / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  // At the ends the bound equals 0 or 1 but for rounding.
  const ci = [k === 0 ? 0 : Math.max(0, centre - half), k === n ? 1 : Math.min(1, centre + half)] as const;
  return { proportion: p, ci, k, n };
}

/** Mean with Student's t interval. Undefined values (null) are left out and not counted. */
export function meanWithInterval(values: readonly (number | null)[], level = 0.95): Mean {
  let n = 0;
  let sum = 0;
  for (const value of values) {
    if (value === null) continue;
    n += 1;
    sum += value;
  }
  if (n === 0) return { mean: null, ci: null, n };
  const mean = sum / n;
  if (n < 2) return { mean, ci: null, n };
  let squares = 0;
  for (const value of values) if (value !== null) squares += (value - mean) ** 2;
  const half = studentTwoSided(level, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { mean, ci: [mean - half, mean + half], n };
}
