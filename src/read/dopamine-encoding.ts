import { sql } from "kysely";
import type { AccountComparison } from "../science/dopamine/compare-accounts.ts";
import type { ValueNetwork } from "../science/dopamine/network-values.ts";
import type { DroppedSession } from "../science/dopamine/normalise.ts";
import type { Reliability } from "../science/dopamine/reliability.ts";
import type { ShiftNull } from "../science/dopamine/shift-null.ts";
import type { Stage } from "../science/dopamine/stages.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import type { StoredAssociation } from "./insert-encoding.ts";
import { isAmong } from "./keys.ts";
import type { RecordingSite, SnippetAlignment } from "./snippets.ts";
import { float64From } from "./typed-bytes.ts";

/** A coefficient of a stage, as it is kept. */
export interface StoredCoefficient {
  readonly regressor: string;
  readonly estimate: number | null;
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly uniqueRSquared: number | null;
  readonly permutationP: number | null;
}

export interface StoredStage {
  readonly runId: number;
  readonly home: string;
  readonly site: string;
  readonly alignment: SnippetAlignment;
  readonly stage: Stage["kind"];
  readonly number: number;
  readonly nTrials: number;
  readonly rSquared: number | null;
  readonly crossValidatedRSquared: number | null;
  readonly shiftNull: ShiftNull;
  readonly partialR: number | null;
  readonly totalR: number | null;
  readonly differenceR: number | null;
  readonly differenceLow: number | null;
  readonly differenceHigh: number | null;
  readonly logRatio: number | null;
  readonly separation: number | null;
  readonly decided: AccountComparison["decided"] | null;
  readonly coefficients: readonly StoredCoefficient[];
}

export interface StoredFibre extends RecordingSite {
  readonly runId: number;
  readonly home: string;
  readonly network: ValueNetwork["source"];
  readonly nSessions: number;
  readonly contralateralR: number | null;
  readonly ipsilateralR: number | null;
  readonly differenceR: number | null;
  readonly reliabilities: readonly Reliability[];
  readonly dropped: readonly DroppedSession[];
  /** The position at which it was known; now without it. */
  readonly asOf?: AsOf;
}

const ANALYSIS = "dopamine-encoding";

const fibreColumns = sql`f.home, f.site, f.region, f.hemisphere, f.network, f.n_sessions as "nSessions",
  f.contralateral_r as "contralateralR", f.ipsilateral_r as "ipsilateralR", f.difference_r as "differenceR",
  f.reliabilities, f.dropped`;

/** The fibres of these subjects whose encoding is derived, by subject, in order of name. */
export async function fetchFibres(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly StoredFibre[]>> {
  const { rows } = await sql<StoredFibre>`
    select r.run_id as "runId", ${fibreColumns}
    from ${runsAsOf(asOf)} r join derived.dopamine_fibre f using (run_id)
    where r.analysis = ${ANALYSIS} and ${isAmong("r.home", homes)}
    order by f.home, f.site`.execute(db);
  return groupBy(
    rows.map((row) => ({ ...row, asOf })),
    ({ home }) => home,
  );
}

/** The fibres that these runs derived, each with its stages and its subject's associations. */
export async function fetchCohortFibres(db: Db, runIds: readonly number[], selection: StageSelection = {}) {
  const [fibres, stages, associations] = await Promise.all([
    sql<StoredFibre>`
      select run_id as "runId", ${fibreColumns} from derived.dopamine_fibre f
      where ${isAmong("run_id", runIds, "bigint")} order by home, site`.execute(db),
    fetchStages(db, runIds, selection),
    fetchAssociations(db, runIds),
  ]);
  return fibres.rows.map((fibre) => ({
    fibre,
    stages: (stages.get(fibre.runId) ?? []).filter(({ site }) => site === fibre.site),
    associations: associations.get(fibre.runId) ?? [],
  }));
}

export interface StageSelection {
  readonly alignment?: SnippetAlignment;
  readonly stage?: Stage["kind"];
}

/** The stages that these runs derived, by run, in order. */
export async function fetchStages(
  db: Db,
  runIds: readonly number[],
  { alignment, stage }: StageSelection = {},
): Promise<ReadonlyMap<number, readonly StoredStage[]>> {
  const where = sql`${isAmong("run_id", runIds, "bigint")}
    and ${alignment === undefined ? sql`true` : sql`alignment = ${alignment}`}
    and ${stage === undefined ? sql`true` : sql`stage = ${stage}`}`;
  const { rows } = await sql<StoredStage>`
    select s.run_id as "runId", s.home, s.site, s.alignment, s.stage, s.number, s.n_trials as "nTrials",
           s.r_squared as "rSquared", s.cross_validated_r_squared as "crossValidatedRSquared",
           s.shift_null as "shiftNull", s.partial_r as "partialR", s.total_r as "totalR",
           s.difference_r as "differenceR", s.difference_low as "differenceLow",
           s.difference_high as "differenceHigh", s.log_ratio as "logRatio", s.separation, s.decided, c.coefficients
    from (select * from derived.dopamine_stage where ${where}) s
    join (
      select run_id, site, alignment, stage, number,
             json_agg(json_build_object(
               'regressor', regressor, 'estimate', estimate, 'standardError', standard_error, 'low', low,
               'high', high, 'p', p, 'uniqueRSquared', unique_r_squared, 'permutationP', permutation_p
             ) order by array_position(${regressorOrder}, regressor)) as coefficients
      from derived.dopamine_coefficient where ${where}
      group by run_id, site, alignment, stage, number
    ) c using (run_id, site, alignment, stage, number)
    order by s.run_id, s.site, array_position(array['stimulus', 'choice', 'outcome'], s.alignment),
             array_position(array['all', 'bin', 'segment', 'session'], s.stage), s.number`.execute(db);
  return groupBy(rows, ({ runId }) => runId);
}

const regressorOrder = sql`array['contralateral', 'ipsilateral', 'choice', 'outcome', 'choice×outcome']`;

/** A coefficient over peri-event time. */
export interface StoredTimeCourse {
  readonly runId: number;
  readonly site: string;
  readonly alignment: SnippetAlignment;
  readonly regressor: string;
  readonly nTrials: number;
  readonly sampleRateHz: number;
  readonly offsetS: number;
  readonly bandWidth: number | null;
  readonly estimate: Float64Array;
  readonly standardError: Float64Array;
}

/** The time courses that these runs derived, by run, in order. */
export async function fetchTimeCourses(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredTimeCourse[]>> {
  type Row = Omit<StoredTimeCourse, "estimate" | "standardError"> & {
    estimate: Buffer;
    standardError: Buffer;
  };
  const { rows } = await sql<Row>`
    select run_id as "runId", site, alignment, regressor, n_trials as "nTrials", sample_rate_hz as "sampleRateHz",
           offset_s as "offsetS", band_width as "bandWidth", estimate, standard_error as "standardError"
    from derived.dopamine_time_course
    where ${isAmong("run_id", runIds, "bigint")}
    order by run_id, site, array_position(array['stimulus', 'choice', 'outcome'], alignment),
             array_position(${regressorOrder}, regressor)`.execute(db);
  return groupBy(
    rows.map((row) => ({
      ...row,
      estimate: float64From(row.estimate),
      standardError: float64From(row.standardError),
    })),
    ({ runId }) => runId,
  );
}

/** Associations of each session that these runs derived, by run. */
export async function fetchAssociations(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, readonly (StoredAssociation & { readonly runId: number })[]>> {
  const { rows } = await sql<StoredAssociation & { runId: number }>`
    select run_id as "runId", session, association_left as left, association_right as right
    from derived.session_association
    where ${isAmong("run_id", runIds, "bigint")}
    order by run_id, session`.execute(db);
  return groupBy(rows, ({ runId }) => runId);
}
