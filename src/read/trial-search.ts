import { sql } from "kysely";
import { type AsOf, trialsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import type { Page, PageRequest } from "./pages.ts";
import { type SubjectFilter, selectSubjects } from "./subject-filter.ts";
import { type TrialRow, trialColumns } from "./trial-pages.ts";

/** Conditions on trials; what is left out does not matter. */
export interface TrialFilter {
  readonly session?: number;
  readonly choice?: "LEFT" | "NO_GO" | "RIGHT";
  readonly outcome?: "CORRECT" | "INCORRECT";
  /** Bounds of right minus left contrast, both inside. */
  readonly minSignedContrast?: number;
  readonly maxSignedContrast?: number;
}

export interface TrialKey {
  readonly home: string;
  readonly session: number;
  readonly trial: number;
}

const choices = { LEFT: -1, NO_GO: 0, RIGHT: 1 } as const;

/** One page of the trials that both filters select, in the order of subject, session and number. */
export async function fetchTrialSearch(
  db: Db,
  subjects: SubjectFilter,
  filter: TrialFilter,
  { first, after }: PageRequest<TrialKey>,
  asOf?: AsOf,
): Promise<Page<TrialRow>> {
  const conditions = [
    ...trialConditions(filter),
    ...(after === null
      ? []
      : [sql`(p.home, p.session, p.trial) > (${after.home}, ${after.session}, ${after.trial})`]),
  ];
  const { rows } = await sql<TrialRow>`
    select ${trialColumns}
    from ${trialsAsOf(sql.join([ofSubjects(db, subjects, asOf), ...conditions], sql` and `), asOf)} t
    order by t.home, t.session, t.trial limit ${sql.lit(first + 1)}`.execute(db);
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

export async function countTrialSearch(
  db: Db,
  subjects: SubjectFilter,
  filter: TrialFilter,
  asOf?: AsOf,
): Promise<number> {
  const conditions = [ofSubjects(db, subjects, asOf), ...trialConditions(filter)];
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${trialsAsOf(sql.join(conditions, sql` and `), asOf)} t`.execute(db);
  return rows[0].n;
}

/** The subjects as an array: found first, by a statement that knows nothing of trials. */
function ofSubjects(db: Db, filter: SubjectFilter, asOf: AsOf) {
  if (Object.keys(filter).length === 0) return sql`true`;
  return sql`p.home = any (array(${selectSubjects(db, filter, asOf).select("s.home")}))`;
}

function trialConditions({ session, choice, outcome, minSignedContrast, maxSignedContrast }: TrialFilter) {
  const contrast = sql`(p.contrast_right - p.contrast_left)`;
  return [
    ...(session === undefined ? [] : [sql`p.session = ${session}`]),
    ...(choice === undefined ? [] : [sql`p.choice = ${choices[choice]}`]),
    ...(outcome === undefined ? [] : [sql`p.outcome = ${outcome === "CORRECT" ? 1 : 0}`]),
    ...(minSignedContrast === undefined ? [] : [sql`${contrast} >= ${minSignedContrast}`]),
    ...(maxSignedContrast === undefined ? [] : [sql`${contrast} <= ${maxSignedContrast}`]),
  ];
}
