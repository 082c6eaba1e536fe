import type { AsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import {
  measureColumns,
  type SubjectFilter,
  type SubjectMeasure,
  selectSubjects,
  subjectMeasures,
} from "./subject-filter.ts";

/** Measures of a subject; null where one is undefined, or nothing is derived. */
export interface MeasuredSubject {
  readonly home: string;
  /** Why the lab left the subject out of analyses; null where it did not. */
  readonly excludedReason: string | null;
  /** The run that the measures come from; null until derived. */
  readonly strategyRun: number | null;
  readonly measures: Readonly<Record<SubjectMeasure, number | null>>;
}

/** Every measure of the subjects that a filter selects, in the order of lab, project and subject. */
export async function fetchMeasuredSubjects(
  db: Db,
  filter: SubjectFilter,
  asOf?: AsOf,
): Promise<readonly MeasuredSubject[]> {
  const rows = await selectSubjects(db, filter, asOf)
    .select(["s.home", "s.excluded_reason as excludedReason", "g.run_id as strategyRun"])
    .select(subjectMeasures.map((measure) => measureColumns[measure].as(measure)))
    .orderBy("s.lab")
    .orderBy("s.project")
    .orderBy("s.subject")
    .execute();
  return rows.map(({ home, excludedReason, strategyRun, ...measures }) => ({
    ...{ home, excludedReason, strategyRun },
    measures: measures as MeasuredSubject["measures"],
  }));
}
