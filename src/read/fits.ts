import type { Selectable } from "kysely";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Database, Db } from "./database.ts";
import { isAmong } from "./keys.ts";
import { float32From, int32From, toBytes } from "./typed-bytes.ts";

/** A stored decision-model fit: N trials with a choice, K parameters. */
export interface StoredFit {
  readonly model: string;
  readonly rule: string;
  readonly paramNames: readonly string[];
  readonly nTrials: number;
  readonly nSessions: number;
  /** The largest contrast of the subject's trials. */
  readonly maxContrast: number;
  readonly sigma: readonly number[];
  /** Null where session boundaries are unknown. */
  readonly sigmaDay: readonly number[] | null;
  readonly sigmaInit: readonly number[];
  readonly atBound: readonly string[];
  readonly logLikelihood: number;
  readonly logPrior: number;
  readonly logEvidence: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Session number of each fitted trial, N. */
  readonly session: Int32Array;
  /** Trial number of each fitted trial, N. */
  readonly trial: Int32Array;
  /** Most probable weights, N×K row-major. */
  readonly weight: Float32Array;
  /** Posterior SDs, N×K. */
  readonly weightSd: Float32Array;
  /** Lower triangle of each trial's posterior covariance, row by row, N×K(K+1)/2. */
  readonly weightCovariance: Float32Array;
}

export async function insertFit(db: Db, runId: number, home: string, fit: StoredFit): Promise<void> {
  await db
    .insertInto("derived.decision_model_fit")
    .values({
      run_id: runId,
      home,
      model: fit.model,
      rule: fit.rule,
      param_names: [...fit.paramNames],
      n_trials: fit.nTrials,
      n_sessions: fit.nSessions,
      max_contrast: fit.maxContrast,
      sigma: [...fit.sigma],
      sigma_day: fit.sigmaDay === null ? null : [...fit.sigmaDay],
      sigma_init: [...fit.sigmaInit],
      at_bound: [...fit.atBound],
      log_likelihood: fit.logLikelihood,
      log_prior: fit.logPrior,
      log_evidence: fit.logEvidence,
      converged: fit.converged,
      iterations: fit.iterations,
      session: toBytes(fit.session),
      trial: toBytes(fit.trial),
      weight: toBytes(fit.weight),
      weight_sd: toBytes(fit.weightSd),
      weight_covariance: toBytes(fit.weightCovariance),
    })
    .execute();
}

/** The fit that a run made. */
export async function loadFit(db: Db, runId: number): Promise<StoredFit> {
  const row = await db
    .selectFrom("derived.decision_model_fit")
    .selectAll()
    .where("run_id", "=", runId)
    .executeTakeFirstOrThrow();
  return fitFrom(row);
}

function fitFrom(row: Selectable<Database["derived.decision_model_fit"]>): StoredFit {
  return {
    model: row.model,
    rule: row.rule,
    paramNames: row.param_names,
    nTrials: row.n_trials,
    nSessions: row.n_sessions,
    maxContrast: row.max_contrast,
    sigma: row.sigma,
    sigmaDay: row.sigma_day,
    sigmaInit: row.sigma_init,
    atBound: row.at_bound,
    logLikelihood: row.log_likelihood,
    logPrior: row.log_prior,
    logEvidence: row.log_evidence,
    converged: row.converged,
    iterations: row.iterations,
    session: int32From(row.session),
    trial: int32From(row.trial),
    weight: float32From(row.weight),
    weightSd: float32From(row.weight_sd),
    weightCovariance: float32From(row.weight_covariance),
  };
}

/** What a fit says but its trajectory. */
export type FitSummary = Omit<StoredFit, keyof FitTrajectory | "weightCovariance"> & {
  readonly runId: number;
  readonly home: string;
};

/** Current fits of these subjects, by subject, without their trajectories; absent where there is none. */
export async function fetchFits(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, FitSummary>> {
  const rows = await db
    .selectFrom(runsAsOf(asOf).as("r"))
    .innerJoin("derived.decision_model_fit as f", "f.run_id", "r.run_id")
    .select([
      "f.run_id as runId",
      "f.home",
      "f.model",
      "f.rule",
      "f.param_names as paramNames",
      "f.n_trials as nTrials",
      "f.n_sessions as nSessions",
      "f.max_contrast as maxContrast",
      "f.sigma",
      "f.sigma_day as sigmaDay",
      "f.sigma_init as sigmaInit",
      "f.at_bound as atBound",
      "f.log_likelihood as logLikelihood",
      "f.log_prior as logPrior",
      "f.log_evidence as logEvidence",
      "f.converged",
      "f.iterations",
    ])
    .where("r.analysis", "=", "decision-model")
    .where(isAmong("r.home", homes))
    .execute();
  return new Map(rows.map((row) => [row.home, row]));
}

/** The weights of each trial, and which trials they are. */
export type FitTrajectory = Pick<StoredFit, "session" | "trial" | "weight" | "weightSd">;

/** The trajectories that these runs fitted, by run. */
export async function fetchTrajectories(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, FitTrajectory>> {
  const rows = await db
    .selectFrom("derived.decision_model_fit")
    .select(["run_id", "session", "trial", "weight", "weight_sd"])
    .where(isAmong("run_id", runIds, "bigint"))
    .execute();
  return new Map(
    rows.map(({ run_id, session, trial, weight, weight_sd }) => [
      run_id,
      {
        session: int32From(session),
        trial: int32From(trial),
        weight: float32From(weight),
        weightSd: float32From(weight_sd),
      },
    ]),
  );
}
