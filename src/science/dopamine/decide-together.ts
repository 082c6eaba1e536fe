import type { Account, AccountComparison } from "./compare-accounts.ts";

export interface CohortDecisionRules {
  /** Expected share of wrong ones among the decisions of a cohort. */
  readonly wrongShare: number;
  /** Probability of being wrong above which no comparison is decided, whatever the others are. */
  readonly greatestError: number;
}

/**
 * One decision in a hundred may be wrong: half of the two that a single decision is allowed (compare-accounts.ts), since
 * the probabilities are themselves estimates. One in five is Efron's convention for a local false discovery rate (2010,
 * Large-Scale Inference, ch. 5).
 */
export const defaultCohortDecisionRules: CohortDecisionRules = { wrongShare: 0.01, greatestError: 0.2 };

/** What is needed of each comparison of a cohort. */
export type Compared = Pick<AccountComparison, "partialR" | "totalR" | "logRatio">;

/**
 * Decides the comparisons of a cohort together: as p-values are corrected together, but the other way about. With two
 * accounts that are as likely beforehand, the likelier of them is wrong with probability e = 1 / (1 + exp |logRatio|).
 * The surest comparisons are decided, as many as keep the mean of their e, which is the expected share of wrong ones
 * among them, at `wrongShare` (Newton et al. 2004, Biostatistics 5:155). So a mouse of a cohort whose others are
 * sure is decided at lower odds than one alone; where hardly anything can be told, at higher ones. Comparisons need not
 * be independent. The winner's correlation must be positive, as for one alone.
 *
 * @returns in the order of what was given
 */
export function decideTogether(
  comparisons: readonly Compared[],
  { wrongShare, greatestError }: CohortDecisionRules = defaultCohortDecisionRules,
): readonly AccountComparison["decided"][] {
  const decided: AccountComparison["decided"][] = comparisons.map(() => "undecided");
  const candidates = comparisons.flatMap(({ partialR, totalR, logRatio }, at) => {
    if (logRatio === null) return [];
    const winner: Account = logRatio >= 0 ? "partial" : "total";
    const couples = ((winner === "partial" ? partialR : totalR) ?? 0) > 0;
    const error = 1 / (1 + Math.exp(Math.abs(logRatio)));
    return couples && error <= greatestError ? [{ at, winner, error }] : [];
  });
  candidates.sort((a, b) => a.error - b.error);
  let nDecided = 0;
  let sum = 0;
  candidates.forEach(({ error }, k) => {
    sum += error;
    // Equals stand or fall together, so that the order in which they came says nothing.
    if (sum <= wrongShare * (k + 1) && candidates[k + 1]?.error !== error) nDecided = k + 1;
  });
  for (const { at, winner } of candidates.slice(0, nDecided)) decided[at] = winner;
  return decided;
}
