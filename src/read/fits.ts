import type { Selectable } from "kysely";
import type { Database, Db } from "./database.ts";
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
