import { strategyCoordinates } from "../science/strategies/labels.ts";
import type { FittedWeights } from "../science/strategies/subject-strategies.ts";
import type { TrialTable } from "../science/trial-table.ts";

/** Mean association of a session's trials at the posterior mean of the weights (SCIENCE §4: A_L, A_R). */
export interface SessionAssociation {
  readonly session: number;
  readonly left: number;
  readonly right: number;
}

export function sessionAssociations(
  trials: TrialTable,
  { trialRows, mode: mean, covariance }: FittedWeights,
  maxContrast: number,
): readonly SessionAssociation[] {
  const { associationLeft, associationRight } = strategyCoordinates({
    nTrials: trialRows.length,
    mean,
    covariance,
    maxContrast,
  });
  const sums = new Map<number, { n: number; left: number; right: number }>();
  for (const [t, row] of trialRows.entries()) {
    const session = trials.session[row];
    const sum = sums.get(session) ?? { n: 0, left: 0, right: 0 };
    sums.set(session, sum);
    sum.n += 1;
    sum.left += associationLeft[t];
    sum.right += associationRight[t];
  }
  return [...sums].map(([session, { n, left, right }]) => ({ session, left: left / n, right: right / n }));
}
