import { sql } from "kysely";
import type { LearningPoint } from "../science/session-measures.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { TrajectoryClassName } from "../science/strategies/trajectory-class.ts";
import { type AsOf, isTrueAt, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { type SubjectFilter, selectSubjects } from "./subject-filter.ts";

/** A subject that a filter selected, with what is known of it. */
export interface CohortMember {
  readonly home: string;
  readonly lab: string;
  readonly project: string;
  readonly subject: string;
  readonly simulated: boolean;
  readonly species: string | null;
  readonly strain: string | null;
  readonly sex: string | null;
  readonly genotype: string | null;
  /** False where the source did not say where sessions begin. */
  readonly boundariesKnown: boolean;
  /** Of those that its strategies were derived from, where they are. */
  readonly nSessions: number;
  /** Why the lab left the subject out of analyses; null where it did not. */
  readonly excludedReason: string | null;
  /** Null until derived, or where the subject has none. */
  readonly earlyStrategy: StrategyLabel | null;
  readonly lateStrategy: StrategyLabel | null;
  readonly trajectoryClass: TrajectoryClassName | null;
  /** Runs of the session measures and strategies that count; null until derived. */
  readonly measuresRun: number | null;
  readonly strategyRun: number | null;
}

/** A session on a learning curve, with its number of trials before any filter. */
export type CohortSession = LearningPoint & { readonly nTrials: number };

/** What the statistics of a cohort need of a strategy segment. */
export interface CohortSegment {
  readonly label: StrategyLabel;
  readonly nTrials: number;
  readonly probability: number;
  /** Places among all the subject's trials, from 0, both inside. */
  readonly firstTrial: number;
  readonly lastTrial: number;
}

/**
 * The members of a cohort, in the order of lab, project and subject. Their runs name all else that counts of them
 * (fetchCurves, fetchCohortSegments), so that an answer as of a position is one throughout.
 */
export async function fetchMembers(
  db: Db,
  filter: SubjectFilter,
  asOf?: AsOf,
): Promise<readonly CohortMember[]> {
  return await selectSubjects(db, filter, asOf)
    .leftJoin(runsAsOf(asOf).as("m"), (join) =>
      join.onRef("m.home", "=", "s.home").on("m.analysis", "=", "session-measures"),
    )
    .select([
      "s.home",
      "s.lab",
      "s.project",
      "s.subject",
      "s.simulated",
      "s.species",
      "s.strain",
      "s.sex",
      "s.genotype",
      "s.excluded_reason as excludedReason",
      sql<StrategyLabel | null>`g.early_strategy`.as("earlyStrategy"),
      sql<StrategyLabel | null>`g.late_strategy`.as("lateStrategy"),
      sql<TrajectoryClassName | null>`g.trajectory_class`.as("trajectoryClass"),
      "m.run_id as measuresRun",
      "g.run_id as strategyRun",
      // Of the strategies' run, where there is one: to count the sessions of many subjects takes longer than all else.
      sql<number>`coalesce(g.n_sessions, (
        select count(*)::int from projection.session n where n.home = s.home and ${isTrueAt("n", asOf)}))`.as(
        "nSessions",
      ),
      sql<boolean>`case when g.run_id is not null then g.excluded_code is distinct from 'SESSION_BOUNDARIES_UNKNOWN'
        else coalesce((
          select bool_and(n.boundaries_known) from projection.session n
          where n.home = s.home and ${isTrueAt("n", asOf)}), true) end`.as("boundariesKnown"),
    ])
    .orderBy("s.lab")
    .orderBy("s.project")
    .orderBy("s.subject")
    .execute();
}

/**
 * The learning curves that these runs derived, by run, in order of session. One row a run: a thousand mice have some
 * ten thousand sessions, which as rows would take most of the time of an answer.
 */
export async function fetchCurves(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, readonly CohortSession[]>> {
  type Session = readonly [
    session: number,
    nTrials: number,
    leftSlope: number | null,
    rightSlope: number | null,
    bias: number | null,
    accuracy: number | null,
  ];
  const { rows } = await sql<{ run_id: number; sessions: readonly Session[] }>`
    select run_id,
           json_agg(json_build_array(session, n_trials, left_slope, right_slope, bias, accuracy) order by session)
             as sessions
    from derived.session_measure
    where run_id = any (${[...runIds]}::bigint[])
    group by run_id`.execute(db);
  return new Map(
    rows.map(({ run_id, sessions }) => [
      run_id,
      sessions.map(([session, nTrials, leftSlope, rightSlope, bias, accuracy]) => ({
        session,
        nTrials,
        leftSlope,
        rightSlope,
        bias,
        accuracy,
      })),
    ]),
  );
}

/** The strategy segments that these runs derived, by run, in order. */
export async function fetchCohortSegments(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, readonly CohortSegment[]>> {
  type Segment = readonly [
    label: StrategyLabel,
    nTrials: number,
    probability: number,
    firstTrial: number,
    lastTrial: number,
  ];
  const { rows } = await sql<{ run_id: number; segments: readonly Segment[] }>`
    select run_id,
           json_agg(json_build_array(label, n_trials, probability, first_row, last_row) order by ordinal) as segments
    from derived.strategy_segment
    where run_id = any (${[...runIds]}::bigint[])
    group by run_id`.execute(db);
  return new Map(
    rows.map(({ run_id, segments }) => [
      run_id,
      segments.map(([label, nTrials, probability, firstTrial, lastTrial]) => ({
        label,
        nTrials,
        probability,
        firstTrial,
        lastTrial,
      })),
    ]),
  );
}

/** Sessions of one run of session measures, both inside. */
export interface RunWindow {
  readonly runId: number;
  readonly first: number;
  readonly last: number;
}

/** How often right was chosen at a signed contrast, over the sessions of a window. */
export interface WindowCount {
  readonly contrast: number;
  readonly nRight: number;
  readonly n: number;
}

/** Choices by contrast over the windows of these runs, by run, contrasts ascending. */
export async function fetchWindowCounts(
  db: Db,
  windows: readonly RunWindow[],
): Promise<ReadonlyMap<number, readonly WindowCount[]>> {
  const { rows } = await sql<{ runId: number; counts: readonly WindowCount[] }>`
    select c.run_id as "runId", json_agg(json_build_object(
             'contrast', c.contrast, 'nRight', c.n_right, 'n', c.n) order by c.contrast) as counts
    from (
      select m.run_id, (p->>'contrast')::float8 as contrast, sum((p->>'nRight')::int) as n_right,
             sum((p->>'n')::int) as n
      from unnest(
        ${windows.map(({ runId }) => runId)}::bigint[], ${windows.map(({ first }) => first)}::int[],
        ${windows.map(({ last }) => last)}::int[]
      ) as w(run_id, first, last)
      join derived.session_measure m on m.run_id = w.run_id and m.session between w.first and w.last
      cross join lateral jsonb_array_elements(m.psychometric_counts) p
      group by 1, 2
    ) c
    group by c.run_id order by c.run_id`.execute(db);
  return new Map(rows.map(({ runId, counts }) => [runId, counts]));
}
