import { sql } from "kysely";
import type { SessionMeasure } from "../science/session-measures.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { Db } from "./database.ts";

/** Conditions that a subject must all fulfil; what is left out does not matter. */
export interface SubjectFilter {
  readonly lab?: string;
  readonly project?: string;
  readonly subject?: string;
  readonly earlyStrategy?: StrategyLabel;
  readonly lateStrategy?: StrategyLabel;
  readonly simulated?: boolean;
}

/** A subject that a filter selected, with what is known of it now. */
export interface CohortMember {
  readonly home: string;
  readonly lab: string;
  readonly project: string;
  readonly subject: string;
  readonly simulated: boolean;
  /** False where the source did not say where sessions begin. */
  readonly boundariesKnown: boolean;
  readonly nSessions: number;
  /** Why the lab left the subject out of analyses; null where it did not. */
  readonly excludedReason: string | null;
  /** Null until derived, or where the subject has none. */
  readonly earlyStrategy: StrategyLabel | null;
  readonly lateStrategy: StrategyLabel | null;
  /** By session; empty until derived. */
  readonly measures: readonly SessionMeasure[];
}

/**
 * The subjects that a filter selects, as `s`, beside their current strategies, as `g`; every list of subjects
 * begins with this query.
 */
export function selectSubjects(db: Db, filter: SubjectFilter) {
  const { lab, project, subject, simulated, earlyStrategy, lateStrategy } = filter;
  return db
    .selectFrom("projection.subject as s")
    .leftJoin("derived.current_run as r", (join) =>
      join.onRef("r.home", "=", "s.home").on("r.analysis", "=", "strategy-segments"),
    )
    .leftJoin("derived.subject_strategy as g", "g.run_id", "r.run_id")
    .where("s.to_position", "is", null)
    .where((eb) =>
      eb.and([
        ...(lab === undefined ? [] : [eb("s.lab", "=", lab)]),
        ...(project === undefined ? [] : [eb("s.project", "=", project)]),
        ...(subject === undefined ? [] : [eb("s.subject", "=", subject)]),
        ...(simulated === undefined ? [] : [eb("s.simulated", "=", simulated)]),
        ...(earlyStrategy === undefined ? [] : [eb("g.early_strategy", "=", earlyStrategy)]),
        ...(lateStrategy === undefined ? [] : [eb("g.late_strategy", "=", lateStrategy)]),
      ]),
    );
}

/** The members of a cohort with their current session measures, in the order of lab, project and subject. */
export async function fetchCohort(db: Db, filter: SubjectFilter): Promise<readonly CohortMember[]> {
  const members = await selectSubjects(db, filter)
    .select([
      "s.home",
      "s.lab",
      "s.project",
      "s.subject",
      "s.simulated",
      "s.excluded_reason",
      "g.early_strategy",
      "g.late_strategy",
    ])
    .select((eb) => [
      eb
        .selectFrom("projection.session as n")
        .whereRef("n.home", "=", "s.home")
        .where("n.to_position", "is", null)
        .select(sql<number>`count(*)::int`.as("n"))
        .as("n_sessions"),
      eb
        .selectFrom("projection.session as n")
        .whereRef("n.home", "=", "s.home")
        .where("n.to_position", "is", null)
        .select(sql<boolean | null>`bool_and(n.boundaries_known)`.as("known"))
        .as("boundaries_known"),
    ])
    .orderBy("s.lab")
    .orderBy("s.project")
    .orderBy("s.subject")
    .execute();
  const measures = await currentMeasures(
    db,
    members.map((m) => m.home),
  );
  return members.map((m) => ({
    home: m.home,
    lab: m.lab,
    project: m.project,
    subject: m.subject,
    simulated: m.simulated,
    boundariesKnown: m.boundaries_known ?? true,
    nSessions: m.n_sessions ?? 0,
    excludedReason: m.excluded_reason,
    earlyStrategy: m.early_strategy as StrategyLabel | null,
    lateStrategy: m.late_strategy as StrategyLabel | null,
    measures: measures.get(m.home) ?? [],
  }));
}

/** Current session measures of these subjects, by subject, in order of session. */
export async function currentMeasures(
  db: Db,
  homes: readonly string[],
): Promise<ReadonlyMap<string, readonly SessionMeasure[]>> {
  const byHome = new Map<string, SessionMeasure[]>();
  if (homes.length === 0) return byHome;
  const rows = await db
    .selectFrom("derived.current_run as r")
    .innerJoin("derived.session_measure as m", "m.run_id", "r.run_id")
    .where("r.analysis", "=", "session-measures")
    .where(sql<boolean>`r.home = any (${[...homes]}::text[])`)
    .selectAll("m")
    .orderBy("m.home")
    .orderBy("m.session")
    .execute();
  for (const row of rows) {
    const measure: SessionMeasure = {
      session: row.session,
      nTrials: row.n_trials,
      nUsed: row.n_used,
      nZeroContrast: row.n_zero_contrast,
      leftSlope: row.left_slope,
      rightSlope: row.right_slope,
      bias: row.bias,
      accuracy: row.accuracy,
      carried: row.carried,
      counts: row.psychometric_counts,
    };
    const list = byHome.get(row.home);
    if (list === undefined) byHome.set(row.home, [measure]);
    else list.push(measure);
  }
  return byHome;
}
