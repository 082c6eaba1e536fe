import { type RawBuilder, sql } from "kysely";
import type { LearningRule } from "../science/network/learning-rule.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { TrajectoryClassName } from "../science/strategies/trajectory-class.ts";
import { type AsOf, isTrueAt, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { trialInputHashes } from "./trial-table.ts";

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

/** A fibre that a subject must have; what is left out does not matter. */
export interface SiteFilter {
  readonly region?: string;
  readonly hemisphere?: "left" | "right";
  readonly sensor?: string;
}

/** Conditions that a subject must all fulfil; what is left out does not matter. */
export interface SubjectFilter {
  readonly and?: readonly SubjectFilter[];
  readonly or?: readonly SubjectFilter[];
  readonly not?: SubjectFilter;
  /** A saved cohort, lab/project/cohort:name; to be replaced by its definition first (withSavedCohorts). */
  readonly cohort?: string;
  readonly species?: string;
  readonly strain?: string;
  readonly sex?: string;
  readonly genotype?: string;
  readonly site?: SiteFilter;
  /** Days, YYYY-MM-DD, both inside, on one of which it was trained. */
  readonly trainedFrom?: string;
  readonly trainedTo?: string;
  /** Whether its strategies are derived from its present trials. */
  readonly fresh?: boolean;
  readonly lab?: string;
  readonly project?: string;
  readonly subject?: string;
  readonly earlyStrategy?: StrategyLabel;
  readonly lateStrategy?: StrategyLabel;
  readonly trajectoryClass?: TrajectoryClassName;
  /** The rule that wins in its network refit, and whether that is sure. */
  readonly learningRule?: LearningRule;
  readonly learningRuleSure?: boolean;
  readonly ranges?: readonly MeasureRange[];
  readonly simulated?: boolean;
}

/** Each measure over the rows of selectSubjects. */
export const measureColumns = {
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
  return db
    .selectFrom("projection.subject as s")
    .leftJoin(runsAsOf(asOf).as("r"), (join) =>
      join.onRef("r.home", "=", "s.home").on("r.analysis", "=", "strategy-segments"),
    )
    .leftJoin("derived.subject_strategy as g", "g.run_id", "r.run_id")
    .where(isTrueAt("s", asOf))
    .where(conditionOf(filter, asOf));
}

/** A filter as a condition on the rows of selectSubjects. Where something is unknown, so is whether it holds: a
 * negation selects what is known not to be. */
function conditionOf(filter: SubjectFilter, asOf: AsOf): RawBuilder<boolean> {
  const { measureRanges, equal } = parts(filter);
  const { and, or, not, site, trainedFrom, trainedTo, fresh, learningRule, learningRuleSure } = filter;
  if (filter.cohort !== undefined) throw new Error(`the cohort ${filter.cohort} was not looked up`);
  const conditions: RawBuilder<boolean>[] = [
    ...equal.map(([column, value]) => sql<boolean>`${sql.ref(column)} = ${value}`),
    ...measureRanges.flatMap(({ measure, min, max }) => {
      const column = measureColumns[measure];
      return [
        sql<boolean>`${column} is not null`,
        ...(typeof min === "number" ? [sql<boolean>`${column} >= ${min}::float8`] : []),
        ...(typeof max === "number" ? [sql<boolean>`${column} <= ${max}::float8`] : []),
      ];
    }),
    ...(site === undefined ? [] : [hasSite(site, asOf)]),
    ...(trainedFrom === undefined && trainedTo === undefined
      ? []
      : [trainedWithin(trainedFrom ?? "-infinity", trainedTo ?? "infinity", asOf)]),
    ...(learningRule === undefined ? [] : [sql<boolean>`${verdict("winner", asOf)} = ${learningRule}`]),
    ...(learningRuleSure === undefined ? [] : [sql<boolean>`${verdict("sure", asOf)} = ${learningRuleSure}`]),
    ...(fresh === undefined ? [] : [sql<boolean>`${isFresh} = ${fresh}`]),
    ...(and ?? []).map((each) => conditionOf(each, asOf)),
    ...(or === undefined || or.length === 0
      ? []
      : [
          sql<boolean>`(${sql.join(
            or.map((each) => conditionOf(each, asOf)),
            sql` or `,
          )})`,
        ]),
    ...(not === undefined ? [] : [sql<boolean>`not ${conditionOf(not, asOf)}`]),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

const labelColumns = {
  lab: "s.lab",
  project: "s.project",
  subject: "s.subject",
  species: "s.species",
  strain: "s.strain",
  sex: "s.sex",
  genotype: "s.genotype",
  simulated: "s.simulated",
  earlyStrategy: "g.early_strategy",
  lateStrategy: "g.late_strategy",
  trajectoryClass: "g.trajectory_class",
} as const satisfies Partial<Record<keyof SubjectFilter, string>>;

function parts(filter: SubjectFilter) {
  const equal = Object.entries(labelColumns).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof labelColumns];
    return value === undefined ? [] : [[column, value] as const];
  });
  return { equal, measureRanges: filter.ranges ?? [] };
}

function hasSite({ region, hemisphere, sensor }: SiteFilter, asOf: AsOf): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from projection.recording_site f
    where f.home = s.home and ${isTrueAt("f", asOf)}
      and (${region ?? null}::text is null or f.region = ${region ?? null})
      and (${hemisphere ?? null}::text is null or f.hemisphere = ${hemisphere ?? null})
      and (${sensor ?? null}::text is null or f.sensor = ${sensor ?? null}))`;
}

function trainedWithin(from: string, to: string, asOf: AsOf): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from projection.session f
    where f.home = s.home and ${isTrueAt("f", asOf)}
      and (f.started_at at time zone 'UTC')::date between ${from}::date and ${to}::date)`;
}

/** Of the subject's network refit; null, so unknown, where there is none. */
function verdict(column: "winner" | "sure", asOf: AsOf) {
  return sql`(
    select v.${sql.ref(column)} from ${runsAsOf(asOf)} q join derived.network_refit v using (run_id)
    where q.analysis = 'network-refit' and q.home = s.home)`;
}

/** Whether the run of the strategies read the trials that there are now; false where there is none. */
const isFresh = sql<boolean>`exists (
  select from derived.run u join (${trialInputHashes()}) i on i.home = u.home and i.input_hash = u.input_hash
  where u.run_id = r.run_id)`;
