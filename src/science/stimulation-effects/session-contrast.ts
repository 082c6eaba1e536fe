import { studentTwoSided } from "../statistics/distributions.ts";

/** How a weight changed over one session: posterior mean and variance of last − first trial. */
export interface SessionChange {
  readonly change: number;
  readonly variance: number;
  /** Sessions with light (or with more reward). */
  readonly treated: boolean;
}

export interface SessionContrast {
  /** Mean change of treated less that of other sessions; null without sessions of both kinds. */
  readonly difference: number | null;
  readonly standardError: number | null;
  readonly ci: readonly [number, number] | null;
  readonly nTreated: number;
  readonly nUntreated: number;
}

/**
 * Contrast of a weight's change between sessions (SCIENCE §7). Sessions differ by themselves, beyond what the
 * posterior says: the variance is that between sessions of a kind (Welch 1947), which has the posterior's in it, and
 * at least the posterior's own.
 */
export function sessionContrast(sessions: readonly SessionChange[], level = 0.95): SessionContrast {
  const arm = (treated: boolean) => {
    const own = sessions.filter((session) => session.treated === treated);
    const n = own.length;
    const mean = own.reduce((sum, { change }) => sum + change, 0) / n;
    const spread = n > 1 ? own.reduce((sum, { change }) => sum + (change - mean) ** 2, 0) / (n - 1) : 0;
    const posterior = own.reduce((sum, { variance }) => sum + variance, 0) / n;
    return { n, mean, variance: Math.max(spread, posterior) / n };
  };
  const a = arm(true);
  const b = arm(false);
  const counts = { nTreated: a.n, nUntreated: b.n };
  if (a.n === 0 || b.n === 0) return { difference: null, standardError: null, ci: null, ...counts };
  const difference = a.mean - b.mean;
  const variance = a.variance + b.variance;
  const standardError = Math.sqrt(variance);
  if (a.n < 2 || b.n < 2) return { difference, standardError, ci: null, ...counts };
  const degrees = variance ** 2 / (a.variance ** 2 / (a.n - 1) + b.variance ** 2 / (b.n - 1));
  const half = studentTwoSided(level, degrees) * standardError;
  return { difference, standardError, ci: [difference - half, difference + half], ...counts };
}
