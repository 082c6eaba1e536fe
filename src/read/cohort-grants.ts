import { sql } from "kysely";
import { SaddlepointError } from "../errors.ts";
import type { Db } from "./database.ts";
import { withSavedCohorts } from "./saved-cohorts.ts";
import { selectSubjects } from "./subject-filter.ts";

interface CohortGrant {
  readonly lab: string;
  readonly project: string;
  readonly grant: string;
  readonly cohort: string;
  readonly definedFrom: number;
}

/**
 * Lets through, by every grant of a cohort, the subjects that the cohort selects now. Idempotent; to be called when
 * data, results or definitions have changed. A cohort whose definition cannot be used lets nobody through.
 *
 * @param db of the role worker
 */
export async function admitCohorts(db: Db): Promise<void> {
  const { rows } = await sql<CohortGrant>`
    select g.lab, g.project, g.access_grant as grant, g.cohort, c.from_position as "definedFrom"
    from projection.access_grant g
    join projection.cohort c
      on c.lab = g.lab and c.project = g.project and c.cohort = g.cohort and c.to_position is null
    where g.to_position is null
    order by g.lab, g.project, g.access_grant`.execute(db);
  for (const each of rows) await admitCohort(db, each);
}

async function admitCohort(db: Db, { lab, project, grant, cohort, definedFrom }: CohortGrant): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Who finds the members later also sets them later.
    await sql`select pg_advisory_xact_lock(hashtextextended('saddlepoint cohort grants', 0))`.execute(trx);
    const homes = await membersOf(trx, `${lab}/${project}/cohort:${cohort}`);
    await sql`select access.set_cohort_members(${lab}, ${project}, ${grant}, ${definedFrom}, ${[...homes]}::text[])`.execute(
      trx,
    );
  });
}

async function membersOf(db: Db, cohort: string): Promise<readonly string[]> {
  try {
    const filter = await withSavedCohorts(db, { cohort });
    const rows = await selectSubjects(db, filter).select("s.home").orderBy("s.home").execute();
    return rows.map(({ home }) => home);
  } catch (error) {
    if (error instanceof SaddlepointError) return [];
    throw error;
  }
}
