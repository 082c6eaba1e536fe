import type { ColumnType, Generated } from "kysely";
import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import type { PsychometricName } from "../science/psychometric/psychometric-function.ts";

/** The tables as Kysely sees them. Columns are named as in the migrations. */
export interface Database {
  readonly "log.head": { position: number; recorded_at: Date };
  readonly "projection.checkpoint": { name: string; position: number };
  readonly "projection.subject": SubjectTable;
  readonly "projection.session": SessionTable;
  readonly "projection.trial": TrialTableRow;
  readonly "projection.session_digest": {
    home: string;
    session: number;
    kind: "trial" | "stimulation" | "snippet";
    last_version: number;
    last_hash: Buffer;
  };
  readonly "projection.blocked_stream": {
    stream: string;
    home: string;
    stream_version: number;
    position: number;
    message: string;
  };
  readonly "derived.run": RunTable;
  readonly "derived.current_run": CurrentRunView;
  readonly "derived.session_measure": SessionMeasureTable;
  readonly "derived.strategy_segment": StrategySegmentTable;
  readonly "derived.subject_strategy": SubjectStrategyTable;
  readonly "derived.psychometric_fit": PsychometricFitTable;
  readonly "derived.decision_model_fit": DecisionModelFitTable;
  readonly "derived.cohort_statistics": CohortStatisticsTable;
  readonly "derived.worker": {
    worker: string;
    version: string;
    started_at: Generated<Date>;
    seen_at: Generated<Date>;
  };
}

/** Rows of projections are true from one log position to another; to_position is null on current ones. */
interface Validity {
  from_position: number;
  to_position: number | null;
}

interface SubjectTable extends Validity {
  home: string;
  lab: string;
  project: string;
  subject: string;
  species: string | null;
  strain: string | null;
  sex: string | null;
  genotype: string | null;
  birth_date: string | null;
  non_decision_time_s: number | null;
  simulated: boolean;
  excluded_reason: string | null;
}

interface SessionTable extends Validity {
  home: string;
  session: number;
  started_at: Date | null;
  ended_at: Date | null;
  rig: string | null;
  task_version: string | null;
  boundaries_known: boolean;
  excluded_reason: string | null;
}

interface TrialTableRow extends Validity {
  home: string;
  session: number;
  trial: number;
  contrast_left: number;
  contrast_right: number;
  choice: number;
  outcome: number | null;
  response_time_s: number | null;
  reward_volume_ul: number | null;
  repeat_number: number;
  block: string | null;
  stimulus: string | null;
  stimulus_on_s: number | null;
  go_cue_s: number | null;
  choice_s: number | null;
  outcome_s: number | null;
}

/** A jsonb column: an object when read, its JSON text when written. */
export type Json<T> = ColumnType<T, string, string>;

interface RunTable {
  run_id: Generated<number>;
  analysis: string;
  analysis_version: number;
  home: string | null;
  cohort: string | null;
  scope: string;
  parameters: Json<unknown>;
  parameters_hash: Buffer;
  input_hash: Buffer;
  input_position: number;
  state: "pending" | "running" | "succeeded" | "failed" | "cancelled" | "superseded";
  cause: "request" | "change" | "night";
  night_id: number | null;
  attempts: number;
  queued_at: Date;
  due_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  worker: string | null;
  host: string | null;
  duration_s: number | null;
  cpu_s: number | null;
  peak_memory_bytes: number | null;
  log: string;
  error: Json<{ code: string; message: string; remedy?: string; expected: boolean }> | null;
  environment: Json<unknown>;
  result_digest: Buffer | null;
}

interface CurrentRunView {
  run_id: number;
  analysis: string;
  analysis_version: number;
  home: string | null;
  cohort: string | null;
  scope: string;
  parameters: unknown;
  parameters_hash: Buffer;
  input_hash: Buffer;
  input_position: number;
  started_at: Date;
  finished_at: Date;
  result_digest: Buffer | null;
}

interface CohortStatisticsTable {
  run_id: number;
  cohort: string;
  n_subjects: number;
  statistics: Json<unknown>;
  left_out: Json<readonly { home: string; code: string; reason: string }[]>;
}

interface SessionMeasureTable {
  run_id: number;
  home: string;
  session: number;
  n_trials: number;
  n_used: number;
  n_zero_contrast: number;
  left_slope: number | null;
  right_slope: number | null;
  bias: number | null;
  accuracy: number | null;
  carried: boolean;
  psychometric_counts: Json<readonly { contrast: number; nRight: number; n: number }[]>;
}

interface StrategySegmentTable {
  run_id: number;
  home: string;
  ordinal: number;
  label: string;
  probability: number;
  first_row: number;
  last_row: number;
  first_session: number;
  first_trial: number;
  last_session: number;
  last_trial: number;
  n_trials: number;
  association_left: number;
  association_right: number;
  bias: number;
  start_kind: string | null;
  earliest_session: number | null;
  earliest_trial: number | null;
  latest_session: number | null;
  latest_trial: number | null;
}

interface SubjectStrategyTable {
  run_id: number;
  home: string;
  n_trials: number;
  n_sessions: number;
  n_transitions: number;
  early_strategy: string | null;
  late_strategy: string | null;
  excluded_code: string | null;
  excluded_reason: string | null;
  early_first_session: number | null;
  early_last_session: number | null;
  early_n_sessions: number | null;
  early_bias: number | null;
  early_left_slope: number | null;
  early_right_slope: number | null;
  early_accuracy: number | null;
  late_first_session: number | null;
  late_last_session: number | null;
  late_n_sessions: number | null;
  late_bias: number | null;
  late_left_slope: number | null;
  late_right_slope: number | null;
  late_accuracy: number | null;
  trajectory_class: string | null;
  slope_difference: number | null;
  class_excluded_code: string | null;
  class_excluded_reason: string | null;
}

interface PsychometricFitTable {
  run_id: number;
  home: string;
  scope: "session" | "segment";
  number: number;
  bias_contrast: number | null;
  slope: number | null;
  lapse_left: number | null;
  lapse_right: number | null;
  intervals: Json<Readonly<Record<PsychometricName, readonly [number, number]>>> | null;
  log_likelihood: number | null;
  n_trials: number | null;
  converged: boolean | null;
  at_bound: string[];
  refused_code: string | null;
  refused_reason: string | null;
}

interface DecisionModelFitTable {
  run_id: number;
  home: string;
  model: string;
  rule: string;
  param_names: string[];
  n_trials: number;
  n_sessions: number;
  max_contrast: number;
  sigma: number[];
  sigma_day: number[] | null;
  sigma_init: number[];
  at_bound: string[];
  log_likelihood: number;
  log_prior: number;
  log_evidence: number;
  converged: boolean;
  iterations: number;
  session: Buffer;
  trial: Buffer;
  weight: Buffer;
  weight_sd: Buffer;
  weight_covariance: Buffer;
}

export type Db = Kysely<Database>;

/** Typed queries over a pool (postgres/pool.ts). Destroying it ends the pool. */
export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
