import { sql } from "kysely";
import type { AcrossSessions } from "../science/dopamine/across-sessions.ts";
import type { RandomEffectsMean } from "../science/stimulation-effects/random-effects.ts";
import type { TreatmentKind } from "../science/stimulation-effects/subject-effects.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { insertRows } from "./insert-rows.ts";
import { isAmong } from "./keys.ts";

/** A fibre beside the others of its cohort. */
export interface FibreInCohort {
  readonly home: string;
  readonly site: string;
  readonly across: AcrossSessions & { readonly adjustedP: number | null };
  /** [alignment, stage, number, regressor, corrected p] */
  readonly adjusted: readonly (readonly [string, string, number, string, number])[];
}

export async function insertDopamineCohort(
  db: Db,
  runId: number,
  cohort: string,
  result: {
    readonly nSubjects: number;
    readonly leftOut: unknown;
    readonly fibres: readonly FibreInCohort[];
  },
): Promise<void> {
  await insertRows(db, "derived.dopamine_cohort", [
    { run_id: runId, cohort, n_subjects: result.nSubjects, left_out: result.leftOut },
  ]);
  await insertRows(
    db,
    "derived.dopamine_cohort_fibre",
    result.fibres.map(({ home, site, across, adjusted }) => ({
      ...{ run_id: runId, cohort, home, site, adjusted },
      n_sessions: across.n,
      n_others: across.nOthers,
      difference_r: across.differenceR,
      p: across.p,
      adjusted_p: across.adjustedP,
    })),
  );
}

/** A fibre's place in the result of its subject's project. */
export interface StoredFibreInCohort {
  readonly runId: number;
  readonly home: string;
  readonly site: string;
  readonly nSessions: number;
  readonly nOthers: number;
  readonly differenceR: number | null;
  readonly p: number | null;
  readonly adjustedP: number | null;
  readonly adjusted: FibreInCohort["adjusted"];
}

/** These subjects' fibres within their projects; none where the project was not derived yet. */
export async function fetchFibresInCohort(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<readonly StoredFibreInCohort[]> {
  const projects = new Set(homes.map((home) => home.slice(0, home.lastIndexOf("/"))));
  const { rows } = await sql<StoredFibreInCohort>`
    select r.run_id as "runId", f.home, f.site, f.n_sessions as "nSessions", f.n_others as "nOthers",
           f.difference_r as "differenceR", f.p, f.adjusted_p as "adjustedP", f.adjusted
    from ${runsAsOf(asOf)} r join derived.dopamine_cohort_fibre f using (run_id)
    where r.analysis = 'dopamine-cohort' and ${isAmong("r.home", [...projects])} and ${isAmong("f.home", homes)}
    order by f.home, f.site`.execute(db);
  return rows;
}

interface StoredCohortEffect extends TreatmentKind, RandomEffectsMean {
  readonly measure: string;
  readonly taught: string | null;
  readonly tested: string | null;
  readonly weight: string | null;
}

export async function insertCohortEffects(
  db: Db,
  runId: number,
  cohort: string,
  effects: readonly StoredCohortEffect[],
): Promise<void> {
  await insertRows(
    db,
    "derived.cohort_effect",
    effects.map(({ standardError, ci, betweenVariance, n, ...effect }, ordinal) => ({
      ...{ run_id: runId, cohort, ordinal },
      ...effect,
      standard_error: standardError,
      low: ci?.[0] ?? null,
      high: ci?.[1] ?? null,
      between_variance: betweenVariance,
      n_subjects: n,
    })),
  );
}
