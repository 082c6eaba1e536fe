import { type Account, type AccountComparison, decide } from "./compare-accounts.ts";
import { type DecisionRules, defaultDecisionRules } from "./decisive-ratio.ts";

export interface CohortDecisionRules {
  /** Expected share of wrong ones among the decisions of a cohort. */
  readonly wrongShare: number;
  /** By which a comparison is a candidate by itself, whatever the others are. */
  readonly candidates: DecisionRules;
}

/** One wrong in a hundred of all decisions, and two in a hundred of those on trials that tell as little as one's own. */
export const defaultCohortDecisionRules: CohortDecisionRules = {
  wrongShare: 0.01,
  candidates: { ...defaultDecisionRules, wrongShare: 0.02 },
};

/** What is needed of each comparison of a cohort. */
export type Compared = Pick<AccountComparison, "partialR" | "totalR" | "logRatio" | "separation">;

/**
 * Decides the comparisons of a cohort together: as p-values are corrected together, but the other way about. With two
 * accounts that are as likely beforehand, the likelier of them is wrong with probability e = 1 / (1 + exp |logRatio|).
 * The surest candidates are decided, as many as keep the mean of their e, which is the expected share of wrong ones among
 * them, at `wrongShare` (Newton et al. 2004, Biostatistics 5:155). So a mouse of a cohort whose others are sure is
 * decided at lower odds than one by itself. Were all comparisons candidates, a cohort that is sure of most would decide
 * also where little can be told, and there one in ten wrongly. Comparisons need not be independent.
 *
 * @returns in the order of what was given
 */
export function decideTogether(
  comparisons: readonly Compared[],
  rules: CohortDecisionRules = defaultCohortDecisionRules,
): readonly AccountComparison["decided"][] {
  const decided: AccountComparison["decided"][] = comparisons.map(() => "undecided");
  const candidates = comparisons.flatMap((compared, at): { at: number; winner: Account; error: number }[] => {
    const winner = decide(compared, rules.candidates);
    const error = 1 / (1 + Math.exp(Math.abs(compared.logRatio ?? 0)));
    return winner === "undecided" ? [] : [{ at, winner, error }];
  });
  candidates.sort((a, b) => a.error - b.error);
  let nDecided = 0;
  let sum = 0;
  candidates.forEach(({ error }, k) => {
    sum += error;
    // Equals stand or fall together, so that the order in which they came says nothing.
    if (sum <= rules.wrongShare * (k + 1) && candidates[k + 1]?.error !== error) nDecided = k + 1;
  });
  for (const { at, winner } of candidates.slice(0, nDecided)) decided[at] = winner;
  return decided;
}
