import { sql } from "kysely";
import { type AsOf, isTrueAt, trialsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { type SubjectFilter, selectSubjects } from "./subject-filter.ts";

export interface Counts {
  readonly subjects: number;
  readonly sessions: number;
  readonly trials: number;
}

/** How many subjects a filter selects, with how many sessions and trials. */
export async function countData(db: Db, filter: SubjectFilter, asOf?: AsOf): Promise<Counts> {
  const row = await selectSubjects(db, filter, asOf)
    .select((eb) => [
      sql<number>`count(*)`.as("subjects"),
      eb.fn
        .coalesce(
          eb.fn.sum<number>(
            eb
              .selectFrom("projection.session as n")
              .whereRef("n.home", "=", "s.home")
              .where(isTrueAt("n", asOf))
              .select(sql<number>`count(*)`.as("n")),
          ),
          sql<number>`0`,
        )
        .as("sessions"),
      eb.fn
        .coalesce(
          eb.fn.sum<number>(
            eb
              .selectFrom(sql`${trialsAsOf(sql`p.home = ${sql.ref("s.home")}`, asOf)}`.as("t"))
              .select(sql<number>`count(*)`.as("n")),
          ),
          sql<number>`0`,
        )
        .as("trials"),
    ])
    .executeTakeFirstOrThrow();
  return { subjects: Number(row.subjects), sessions: Number(row.sessions), trials: Number(row.trials) };
}
