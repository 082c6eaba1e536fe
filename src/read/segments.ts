import { type Selectable, sql } from "kysely";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { TrajectoryClassName } from "../science/strategies/trajectory-class.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Database, Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import { givenRows, isAmong } from "./keys.ts";
import { type Page, pagesOf, type SubjectPageRequest } from "./pages.ts";

/** A strategy segment, with the run that derived it. */
export interface SegmentRow {
  readonly runId: number;
  readonly home: string;
  /** Its place among the subject's segments, from 0. */
  readonly ordinal: number;
  readonly strategy: StrategyLabel;
  readonly probability: number;
  readonly firstSession: number;
  readonly firstTrial: number;
  readonly lastSession: number;
  readonly lastTrial: number;
  readonly nTrials: number;
  readonly associationLeft: number;
  readonly associationRight: number;
  readonly bias: number;
  /** Null for the first segment. */
  readonly start: SegmentStartRow | null;
}

/** Earliest and latest trial at which a segment may begin, both inside. */
export interface SegmentStartRow {
  readonly kind: "switch" | "drift";
  readonly earliestSession: number;
  readonly earliestTrial: number;
  readonly latestSession: number;
  readonly latestTrial: number;
}

/** Mean measures over a window's sessions, first and last of them inside. */
export interface WindowRow {
  readonly firstSession: number;
  readonly lastSession: number;
  readonly nSessions: number;
  readonly bias: number | null;
  readonly leftSlope: number | null;
  readonly rightSlope: number | null;
  readonly accuracy: number | null;
}

/** How a subject began and ended, or why that is not known, and the whole of its learning curve. */
export interface SubjectStrategies {
  readonly earlyStrategy: StrategyLabel | null;
  readonly lateStrategy: StrategyLabel | null;
  readonly early: WindowRow | null;
  readonly late: WindowRow | null;
  readonly exclusion: { readonly code: string; readonly reason: string } | null;
  /** Null with too few sessions, as the slope difference. */
  readonly trajectoryClass: TrajectoryClassName | null;
  readonly slopeDifference: number | null;
}

/** Current early and late strategy of these subjects, by subject; absent where they were not derived. */
export async function fetchStrategies(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, SubjectStrategies>> {
  const rows = await db
    .selectFrom(runsAsOf(asOf).as("r"))
    .innerJoin("derived.subject_strategy as g", "g.run_id", "r.run_id")
    .selectAll("g")
    .where("r.analysis", "=", "strategy-segments")
    .where(isAmong("r.home", homes))
    .execute();
  return new Map(
    rows.map((row) => [
      row.home,
      {
        earlyStrategy: row.early_strategy as StrategyLabel | null,
        lateStrategy: row.late_strategy as StrategyLabel | null,
        early: windowOf(row, "early"),
        late: windowOf(row, "late"),
        exclusion:
          row.excluded_code === null ? null : { code: row.excluded_code, reason: row.excluded_reason ?? "" },
        trajectoryClass: row.trajectory_class as TrajectoryClassName | null,
        slopeDifference: row.slope_difference,
      },
    ]),
  );
}

function windowOf(
  row: Selectable<Database["derived.subject_strategy"]>,
  window: "early" | "late",
): WindowRow | null {
  const firstSession = row[`${window}_first_session`];
  const lastSession = row[`${window}_last_session`];
  const nSessions = row[`${window}_n_sessions`];
  if (firstSession === null || lastSession === null || nSessions === null) return null;
  return {
    firstSession,
    lastSession,
    nSessions,
    bias: row[`${window}_bias`],
    leftSlope: row[`${window}_left_slope`],
    rightSlope: row[`${window}_right_slope`],
    accuracy: row[`${window}_accuracy`],
  };
}

/** The rows, among all its subject's trials, of each segment that a run derived, both inside. */
export async function fetchSegmentRows(
  db: Db,
  runId: number,
): Promise<readonly { readonly firstTrial: number; readonly lastTrial: number }[]> {
  return await db
    .selectFrom("derived.strategy_segment")
    .select(["first_row as firstTrial", "last_row as lastTrial"])
    .where("run_id", "=", runId)
    .orderBy("ordinal")
    .execute();
}

const columns = sql`
  g.home, g.run_id as "runId", g.ordinal, g.label as strategy, g.probability, g.first_session as "firstSession",
  g.first_trial as "firstTrial", g.last_session as "lastSession", g.last_trial as "lastTrial",
  g.n_trials as "nTrials", g.association_left as "associationLeft", g.association_right as "associationRight", g.bias,
  case when g.start_kind is not null then json_build_object(
    'kind', g.start_kind, 'earliestSession', g.earliest_session, 'earliestTrial', g.earliest_trial,
    'latestSession', g.latest_session, 'latestTrial', g.latest_trial) end as "start"`;

const segmentRunsOf = (homes: readonly string[], asOf: AsOf) => sql`(
  select run_id, home from ${runsAsOf(asOf)} k
  where k.analysis = 'strategy-segments' and ${isAmong("k.home", homes)})`;

/** Current segments of these subjects, by subject, in order; absent where there are none, or none yet. */
export async function fetchSegments(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly SegmentRow[]>> {
  const { rows } = await sql<SegmentRow>`
    select ${columns}
    from ${segmentRunsOf(homes, asOf)} r join derived.strategy_segment g on g.run_id = r.run_id
    order by g.home, g.ordinal`.execute(db);
  return groupBy(rows, (row) => row.home);
}

/** One page of a subject's segments for each request, in the order of the requests, by one statement. */
export async function fetchSegmentPages(
  db: Db,
  requests: readonly SubjectPageRequest<number>[],
  asOf?: AsOf,
): Promise<readonly Page<SegmentRow>[]> {
  const homes = requests.map((r) => r.home);
  const { rows } = await sql<SegmentRow & { request: number }>`
    select k.request::int as request, ${columns}
    from ${givenRows({
      home: ["text", homes],
      after_ordinal: ["int", requests.map((r) => r.after ?? -1)],
      n_rows: ["int", requests.map((r) => r.first)],
    })}
    join ${segmentRunsOf(homes, asOf)} r on r.home = k.home
    cross join lateral (
      select * from derived.strategy_segment p
      where p.run_id = r.run_id and p.ordinal > k.after_ordinal
      order by p.ordinal
      limit k.n_rows + 1
    ) g
    order by k.request, g.ordinal`.execute(db);
  return pagesOf(requests, rows);
}
