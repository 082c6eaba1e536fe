import type { AsOf } from "../read/as-of.ts";
import type { Db } from "../read/database.ts";
import { fetchNetworkFits, fetchNetworkRefits, fetchTwins, verdictFrom } from "../read/network-refits.ts";
import { type CohortComparison, cohortComparison } from "../science/network/cohort-comparison.ts";
import {
  type IndividualDifferences,
  individualDifferences,
} from "../science/network/individual-differences.ts";
import { LEARNING_RULES } from "../science/network/learning-rule.ts";
import { QUICK_REFIT } from "../science/network/refit-mouse.ts";

/** The rows and columns of a recovery's tables. */
export const rulesInOrder = LEARNING_RULES;

/** What the networks of a cohort's subjects say together. */
export interface CohortNetworks {
  readonly comparison: CohortComparison;
  readonly individuals: IndividualDifferences;
}

/** From the stored refits of these subjects; those without one are left out. */
export async function cohortNetworks(db: Db, homes: readonly string[], asOf?: AsOf): Promise<CohortNetworks> {
  const refits = [...(await fetchNetworkRefits(db, homes, asOf)).values()];
  const runIds = refits.map(({ runId }) => runId);
  const [fits, twins] = await Promise.all([fetchNetworkFits(db, runIds), fetchTwins(db, runIds)]);
  const { seed } = QUICK_REFIT;
  return {
    comparison: cohortComparison(
      refits.map((refit) => ({ differences: refit.differences, verdict: verdictFrom(refit) })),
      seed,
    ),
    individuals: individualDifferences(
      refits.map(({ runId, home, ends }) => ({
        subject: home,
        ends,
        fits: fits.get(runId) ?? [],
        predictive: twins.get(runId) ?? [],
      })),
      seed,
    ),
  };
}
