import { createHash } from "node:crypto";
import type { AsOf } from "../read/as-of.ts";
import {
  type CohortMember,
  type CohortSegment,
  type CohortSession,
  fetchCohortSegments,
  fetchCurves,
  fetchMembers,
} from "../read/cohort.ts";
import type { Db } from "../read/database.ts";
import type { SubjectFilter } from "../read/subject-filter.ts";
import type { CohortStatistics, CohortSubject } from "../science/statistics/cohort.ts";
import { earlyLate } from "../science/strategies/windows.ts";
import { findStatistics } from "./cohort-findings.ts";
import { RecentAnswers } from "./recent-answers.ts";

/** A member whose session measures are derived, as statistics see it; named by its home. */
export interface CohortMouse extends CohortSubject {
  readonly measures: readonly CohortSession[];
  readonly segments: readonly CohortSegment[];
}

/** A subject that is left out of the statistics of early and late, by its home, and why. */
export interface LeftOut {
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
}

/** What the statistics of a cohort are made of. */
export interface CohortData {
  readonly members: readonly CohortMember[];
  readonly mice: readonly CohortMouse[];
  /** Members that cannot be in any statistic. */
  readonly leftOut: readonly LeftOut[];
}

/** What a cohort's subjects have in common. */
export interface CohortAnswer extends CohortData {
  /** True where any of them is simulated. */
  readonly simulated: boolean;
  readonly statistics: CohortStatistics;
  /** Members left out of the statistics of early and late, and why. */
  readonly excluded: readonly LeftOut[];
}

/**
 * Subjects whose answers are kept. Statistics depend on nothing but the members and the runs that they come from, so
 * asking again is answered from memory until one of them changes; who may see what decides the members first.
 */
const MAX_KEPT_SUBJECTS = 5_000;

const recentAnswers = new RecentAnswers<CohortAnswer>(MAX_KEPT_SUBJECTS);

/** The statistics of the subjects that a filter selects, from their results now or as of a position. */
export async function cohortAnswer(db: Db, filter: SubjectFilter, asOf?: AsOf): Promise<CohortAnswer> {
  const members = await fetchMembers(db, filter, asOf);
  const identity = createHash("sha256").update(JSON.stringify(members)).digest("base64");
  return await recentAnswers.get(identity, members.length, () => findAnswer(db, members));
}

async function findAnswer(db: Db, members: readonly CohortMember[]): Promise<CohortAnswer> {
  const data = await cohortData(db, members);
  const statistics = findStatistics(data.mice);
  return {
    ...data,
    simulated: data.members.some((member) => member.simulated),
    statistics,
    excluded: [...statistics.excluded, ...data.leftOut],
  };
}

/** The results of these members. */
export async function cohortData(db: Db, members: readonly CohortMember[]): Promise<CohortData> {
  const derived = members.filter(
    ({ measuresRun, excludedReason }) => measuresRun !== null && excludedReason === null,
  );
  const [curves, segments] = await Promise.all([
    fetchCurves(
      db,
      derived.map(({ measuresRun }) => measuresRun).filter((run) => run !== null),
    ),
    fetchCohortSegments(
      db,
      derived.map(({ strategyRun }) => strategyRun).filter((run) => run !== null),
    ),
  ]);
  return {
    members,
    mice: derived.map((member) => {
      const measures = curves.get(member.measuresRun ?? 0) ?? [];
      return {
        subject: member.home,
        measures,
        earlyLate: earlyLate(measures, {}, member.boundariesKnown),
        labels: { early: member.earlyStrategy, late: member.lateStrategy },
        segments: segments.get(member.strategyRun ?? 0) ?? [],
      };
    }),
    leftOut: members.flatMap(withoutStatistics),
  };
}

function withoutStatistics({ home, nSessions, measuresRun, excludedReason }: CohortMember) {
  const leftOut = (code: string, reason: string) => [{ subject: home, code, reason }];
  if (excludedReason !== null) return leftOut("EXCLUDED_BY_LAB", excludedReason);
  if (nSessions === 0) return leftOut("NO_TRIALS", "it has no trials yet");
  if (measuresRun === null) return leftOut("NOT_DERIVED", "its session measures are not derived yet");
  return [];
}
