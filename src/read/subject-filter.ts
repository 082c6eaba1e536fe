import { sql } from "kysely";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { TrajectoryClassName } from "../science/strategies/trajectory-class.ts";
import { type AsOf, isTrueAt, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";

/** Measures of a subject by whose range subjects can be selected. Windows are those of its strategies' run. */
export const subjectMeasures = [
  "EARLY_BIAS",
  "EARLY_LEFT_SLOPE",
  "EARLY_RIGHT_SLOPE",
  "EARLY_SLOPE_DIFFERENCE",
  "EARLY_ACCURACY",
  "LATE_BIAS",
  "LATE_LEFT_SLOPE",
  "LATE_RIGHT_SLOPE",
  "LATE_SLOPE_DIFFERENCE",
  "LATE_ACCURACY",
  "SLOPE_DIFFERENCE",
  "TRANSITIONS",
  "SESSIONS",
  "TRIALS",
] as const;

export type SubjectMeasure = (typeof subjectMeasures)[number];

/** A measure that is defined and lies within these bounds, both inside; a bound that is left out does not matter. */
export interface MeasureRange {
  readonly measure: SubjectMeasure;
  readonly min?: number | null;
  readonly max?: number | null;
}

/** Conditions that a subject must all fulfil; what is left out does not matter. */
export interface SubjectFilter {
  readonly lab?: string;
  readonly project?: string;
  readonly subject?: string;
  readonly earlyStrategy?: StrategyLabel;
  readonly lateStrategy?: StrategyLabel;
  readonly trajectoryClass?: TrajectoryClassName;
  readonly ranges?: readonly MeasureRange[];
  readonly simulated?: boolean;
}

const measureColumns = {
  EARLY_BIAS: sql<number | null>`g.early_bias`,
  EARLY_LEFT_SLOPE: sql<number | null>`g.early_left_slope`,
  EARLY_RIGHT_SLOPE: sql<number | null>`g.early_right_slope`,
  EARLY_SLOPE_DIFFERENCE: sql<number | null>`g.early_right_slope - g.early_left_slope`,
  EARLY_ACCURACY: sql<number | null>`g.early_accuracy`,
  LATE_BIAS: sql<number | null>`g.late_bias`,
  LATE_LEFT_SLOPE: sql<number | null>`g.late_left_slope`,
  LATE_RIGHT_SLOPE: sql<number | null>`g.late_right_slope`,
  LATE_SLOPE_DIFFERENCE: sql<number | null>`g.late_right_slope - g.late_left_slope`,
  LATE_ACCURACY: sql<number | null>`g.late_accuracy`,
  SLOPE_DIFFERENCE: sql<number | null>`g.slope_difference`,
  TRANSITIONS: sql<number | null>`g.n_transitions`,
  SESSIONS: sql<number | null>`g.n_sessions`,
  TRIALS: sql<number | null>`g.n_trials`,
} satisfies Record<SubjectMeasure, unknown>;

/**
 * The subjects that a filter selects, as `s`, beside the current run of their strategies, as `r`, and its result, as
 * `g`; every list of subjects begins with this query.
 */
export function selectSubjects(db: Db, filter: SubjectFilter, asOf?: AsOf) {
  const { lab, project, subject, simulated, earlyStrategy, lateStrategy, trajectoryClass } = filter;
  return db
    .selectFrom("projection.subject as s")
    .leftJoin(runsAsOf(asOf).as("r"), (join) =>
      join.onRef("r.home", "=", "s.home").on("r.analysis", "=", "strategy-segments"),
    )
    .leftJoin("derived.subject_strategy as g", "g.run_id", "r.run_id")
    .where(isTrueAt("s", asOf))
    .where((eb) =>
      eb.and([
        ...(lab === undefined ? [] : [eb("s.lab", "=", lab)]),
        ...(project === undefined ? [] : [eb("s.project", "=", project)]),
        ...(subject === undefined ? [] : [eb("s.subject", "=", subject)]),
        ...(simulated === undefined ? [] : [eb("s.simulated", "=", simulated)]),
        ...(earlyStrategy === undefined ? [] : [eb("g.early_strategy", "=", earlyStrategy)]),
        ...(lateStrategy === undefined ? [] : [eb("g.late_strategy", "=", lateStrategy)]),
        ...(trajectoryClass === undefined ? [] : [eb("g.trajectory_class", "=", trajectoryClass)]),
        ...(filter.ranges ?? []).flatMap(({ measure, min, max }) => [
          eb(measureColumns[measure], "is not", null),
          ...(typeof min === "number" ? [eb(measureColumns[measure], ">=", min)] : []),
          ...(typeof max === "number" ? [eb(measureColumns[measure], "<=", max)] : []),
        ]),
      ]),
    );
}
