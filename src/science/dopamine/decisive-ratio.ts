import { normalCdf } from "../statistics/distributions.ts";

export interface DecisionRules {
  /** Of decisions at the least ratio or above, the share that may be wrong. */
  readonly wrongShare: number;
  /** Ratio of likelihoods below which nothing is decided, however far apart the accounts are. */
  readonly leastRatio: number;
}

/**
 * One in a hundred, for a response by itself. Evidence below 3 to 1 is hardly worth a mention (Kass & Raftery 1995, J. Am.
 * Stat. Assoc. 90:773).
 */
export const defaultDecisionRules: DecisionRules = { wrongShare: 0.01, leastRatio: 3 };

/** Separation below which the two tails are lost in rounding; there the bound for none at all is nearly reached. */
const NO_SEPARATION = 0.5;
const HALVINGS = 40;

/**
 * Log of the least ratio of likelihoods at which one of two accounts is decided for.
 *
 * With separation J the log-ratio of the true account to the other is N(J/2, J), so that of all decisions at τ or above
 *
 *     w(τ, J) = Φ(−(τ + J/2) / √J) / (Φ(−(τ + J/2) / √J) + Φ((J/2 − τ) / √J))
 *
 * are wrong, if both accounts are as likely beforehand. The least τ with w ≤ `wrongShare` is taken, and none below
 * `leastRatio`. Where the accounts hardly differ w is nearly 1 / (1 + e^τ), so that 1 in 100 asks for 99 to 1; where they
 * lie far apart the wrong one is hardly ever ahead at all.
 *
 * @param separation J ≥ 0
 */
export function decisiveLogRatio(
  separation: number,
  { wrongShare, leastRatio }: DecisionRules = defaultDecisionRules,
): number {
  const greatest = Math.log((1 - wrongShare) / wrongShare);
  if (separation < NO_SEPARATION) return greatest;
  const spread = Math.sqrt(separation);
  const isSafe = (limit: number) => {
    const wrong = normalCdf(-(limit + separation / 2) / spread);
    return wrong <= wrongShare * (wrong + normalCdf((separation / 2 - limit) / spread));
  };
  let low = Math.log(leastRatio);
  if (isSafe(low)) return low;
  let high = greatest;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (isSafe(middle)) high = middle;
    else low = middle;
  }
  return high;
}
