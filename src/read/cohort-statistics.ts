import { sql } from "kysely";
import type { CohortStatistics } from "../science/statistics/cohort.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { Db } from "./database.ts";
import { isAmong } from "./keys.ts";

/** Early and late strategy as a run found them. */
export interface RunLabels {
  readonly early: StrategyLabel | null;
  readonly late: StrategyLabel | null;
  /** False where the source did not say where sessions begin. */
  readonly boundariesKnown: boolean;
}

/** The labels that these runs of strategy-segments found, by run. */
export async function fetchRunLabels(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, RunLabels>> {
  const { rows } = await sql<RunLabels & { runId: number }>`
    select run_id as "runId", early_strategy as early, late_strategy as late,
           excluded_code is distinct from 'SESSION_BOUNDARIES_UNKNOWN' as "boundariesKnown"
    from derived.subject_strategy
    where ${isAmong("run_id", runIds, "bigint")}`.execute(db);
  return new Map(rows.map(({ runId, ...labels }) => [runId, labels]));
}

/** The statistics of a cohort, with its subjects that have no part in them. */
export interface StoredCohortStatistics {
  readonly nSubjects: number;
  readonly statistics: CohortStatistics;
  readonly leftOut: readonly { readonly home: string; readonly code: string; readonly reason: string }[];
}

export async function insertCohortStatistics(
  db: Db,
  runId: number,
  cohort: string,
  { nSubjects, statistics, leftOut }: StoredCohortStatistics,
): Promise<void> {
  await db
    .insertInto("derived.cohort_statistics")
    .values({
      run_id: runId,
      cohort,
      n_subjects: nSubjects,
      statistics: JSON.stringify(statistics),
      left_out: JSON.stringify(leftOut),
    })
    .execute();
}
