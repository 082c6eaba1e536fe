import { type CohortMember, fetchCohort, type SubjectFilter } from "../read/cohort.ts";
import type { Db } from "../read/database.ts";
import { type CohortStatistics, cohortStatistics } from "../science/statistics/cohort.ts";
import { earlyLate } from "../science/strategies/windows.ts";

/** Resampling draws from this seed, so that the same data always get the same intervals. */
const SEED = 1;

/** What a cohort's subjects have in common. Subjects are named by their home. */
export interface CohortAnswer {
  readonly members: readonly CohortMember[];
  /** True where any of them is simulated. */
  readonly simulated: boolean;
  readonly statistics: CohortStatistics;
  /** Members left out of the statistics of early and late, and why. */
  readonly excluded: readonly { readonly subject: string; readonly code: string; readonly reason: string }[];
}

/** The statistics of the subjects that a filter selects, from their current results. */
export async function cohortAnswer(db: Db, filter: SubjectFilter): Promise<CohortAnswer> {
  const members = await fetchCohort(db, filter);
  const derived = members.filter((member) => member.measures.length > 0 && member.excludedReason === null);
  const statistics = cohortStatistics(
    derived.map((member) => ({
      subject: member.home,
      measures: member.measures,
      earlyLate: earlyLate(member.measures, {}, member.boundariesKnown),
      labels: { early: member.earlyStrategy, late: member.lateStrategy },
    })),
    { seed: SEED },
  );
  return {
    members,
    simulated: members.some((member) => member.simulated),
    statistics,
    excluded: [...statistics.excluded, ...members.flatMap(withoutStatistics)],
  };
}

/** Why a member cannot be in any statistic; nothing for those that can. */
function withoutStatistics({ home, nSessions, measures, excludedReason }: CohortMember) {
  const leftOut = (code: string, reason: string) => [{ subject: home, code, reason }];
  if (excludedReason !== null) return leftOut("EXCLUDED_BY_LAB", excludedReason);
  if (nSessions === 0) return leftOut("NO_TRIALS", "it has no trials yet");
  if (measures.length === 0) return leftOut("NOT_DERIVED", "its session measures are not derived yet");
  return [];
}
