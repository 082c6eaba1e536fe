import { sql } from "kysely";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { isAmong } from "./keys.ts";
import type { Page, PageRequest } from "./pages.ts";
import { type SubjectFilter, selectSubjects } from "./subject-filter.ts";

/** A subject as the projections know it now. */
export interface SubjectRow extends SubjectKey {
  /** Its home: lab/project/subject. */
  readonly id: string;
  readonly species: string | null;
  readonly strain: string | null;
  readonly sex: string | null;
  readonly genotype: string | null;
  /** YYYY-MM-DD */
  readonly birthDate: string | null;
  readonly nonDecisionTimeS: number | null;
  readonly simulated: boolean;
  /** The position at which all this was true; now without it. */
  readonly asOf?: AsOf;
}

/** What subjects are ordered by. */
export interface SubjectKey {
  readonly lab: string;
  readonly project: string;
  readonly name: string;
}

const columns = [
  "s.home as id",
  "s.lab",
  "s.project",
  "s.subject as name",
  "s.species",
  "s.strain",
  "s.sex",
  "s.genotype",
  "s.birth_date as birthDate",
  "s.non_decision_time_s as nonDecisionTimeS",
  "s.simulated",
] as const;

/** One page of the subjects that a filter selects, in the order of lab, project and name. */
export async function fetchSubjectPage(
  db: Db,
  filter: SubjectFilter,
  { first, after }: PageRequest<SubjectKey>,
  asOf?: AsOf,
): Promise<Page<SubjectRow>> {
  let query = selectSubjects(db, filter, asOf)
    .select(columns)
    .orderBy("s.lab")
    .orderBy("s.project")
    .orderBy("s.subject")
    .limit(first + 1);
  if (after !== null) {
    query = query.where(
      sql<boolean>`(s.lab, s.project, s.subject) > (${after.lab}, ${after.project}, ${after.name})`,
    );
  }
  const rows = await query.execute();
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

export async function countSubjects(db: Db, filter: SubjectFilter, asOf?: AsOf): Promise<number> {
  const row = await selectSubjects(db, filter, asOf)
    .select(sql<number>`count(*)`.as("n"))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** These subjects, by id; those that there are. */
export async function fetchSubjects(
  db: Db,
  ids: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, SubjectRow>> {
  const rows = await db
    .selectFrom("projection.subject as s")
    .select(columns)
    .where(isTrueAt("s", asOf))
    .where(isAmong("s.home", ids))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
