import { sql } from "kysely";
import type { PsychometricResult } from "../science/psychometric/fit-psychometric.ts";
import type {
  PsychometricName,
  PsychometricParameters,
} from "../science/psychometric/psychometric-function.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import { isAmong } from "./keys.ts";

/** A psychometric function with the run that fitted it. */
export interface PsychometricFitRow {
  readonly runId: number;
  readonly home: string;
  /** Number of the session, or place of the segment among its subject's, from 0. */
  readonly number: number;
  readonly result: PsychometricResult;
}

type Scope = "session" | "segment";

export async function insertSessionPsychometrics(
  db: Db,
  runId: number,
  home: string,
  fits: readonly { readonly session: number; readonly result: PsychometricResult }[],
): Promise<void> {
  const rows = fits.map(({ session, result }) => ({ number: session, result }));
  await insertFits(db, runId, home, "session", rows);
}

/** @param fits of each segment, in order */
export async function insertSegmentPsychometrics(
  db: Db,
  runId: number,
  home: string,
  fits: readonly PsychometricResult[],
): Promise<void> {
  const rows = fits.map((result, number) => ({ number, result }));
  await insertFits(db, runId, home, "segment", rows);
}

async function insertFits(
  db: Db,
  runId: number,
  home: string,
  scope: Scope,
  rows: readonly { readonly number: number; readonly result: PsychometricResult }[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto("derived.psychometric_fit")
    .values(
      rows.map(({ number, result: { fit, refused } }) => ({
        run_id: runId,
        home,
        scope,
        number,
        bias_contrast: fit?.biasContrast ?? null,
        slope: fit?.slope ?? null,
        lapse_left: fit?.lapseLeft ?? null,
        lapse_right: fit?.lapseRight ?? null,
        intervals: fit?.ci ? JSON.stringify(fit.ci) : null,
        log_likelihood: fit?.logLikelihood ?? null,
        n_trials: fit?.nTrials ?? null,
        converged: fit?.converged ?? null,
        at_bound: [...(fit?.atBound ?? [])],
        refused_code: refused?.code ?? null,
        refused_reason: refused?.reason ?? null,
      })),
    )
    .execute();
}

const ANALYSIS_OF: Readonly<Record<Scope, string>> = {
  session: "session-psychometrics",
  segment: "strategy-segments",
};

/** Psychometric functions of the sessions, or segments, of these subjects, by subject. */
export async function fetchPsychometrics(
  db: Db,
  scope: Scope,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly PsychometricFitRow[]>> {
  const rows = await db
    .selectFrom(runsAsOf(asOf).as("r"))
    .innerJoin("derived.psychometric_fit as f", "f.run_id", "r.run_id")
    .selectAll("f")
    .where("r.analysis", "=", ANALYSIS_OF[scope])
    .where("f.scope", "=", scope)
    .where(isAmong("r.home", homes))
    .orderBy("f.home")
    .orderBy("f.number")
    .execute();
  const fits = rows.map(
    (row): PsychometricFitRow => ({
      runId: row.run_id,
      home: row.home,
      number: row.number,
      result: resultOf(row),
    }),
  );
  return groupBy(fits, (fit) => fit.home);
}

/** A function without its intervals, for means over many. */
export interface PsychometricPoint {
  readonly home: string;
  /** Number of the session, or place of the segment among its subject's, from 0. */
  readonly number: number;
  /** Of the segment; null for sessions. */
  readonly strategy: StrategyLabel | null;
  /** Null where none could be fitted, or the fit came to no end. */
  readonly fit: (PsychometricParameters & { readonly atBound: readonly PsychometricName[] }) | null;
}

/** The functions of all sessions, or segments, of these subjects, in order of subject and number. */
export async function fetchPsychometricPoints(
  db: Db,
  scope: Scope,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<readonly PsychometricPoint[]> {
  const { rows } = await sql<PsychometricPoint>`
    select f.home, f.number, g.label as strategy,
           case when f.converged then json_build_object(
             'biasContrast', f.bias_contrast, 'slope', f.slope, 'lapseLeft', f.lapse_left,
             'lapseRight', f.lapse_right, 'atBound', f.at_bound) end as fit
    from ${runsAsOf(asOf)} r
    join derived.psychometric_fit f on f.run_id = r.run_id and f.scope = ${scope}
    left join derived.strategy_segment g on ${scope} = 'segment' and g.run_id = f.run_id and g.ordinal = f.number
    where r.analysis = ${ANALYSIS_OF[scope]} and ${isAmong("r.home", homes)}
    order by f.home, f.number`.execute(db);
  return rows;
}

/** A row holds a fit whole, or the reason why there is none. */
function resultOf(row: {
  readonly bias_contrast: number | null;
  readonly slope: number | null;
  readonly lapse_left: number | null;
  readonly lapse_right: number | null;
  readonly intervals: Readonly<Record<PsychometricName, readonly [number, number]>> | null;
  readonly log_likelihood: number | null;
  readonly n_trials: number | null;
  readonly converged: boolean | null;
  readonly at_bound: readonly string[];
  readonly refused_code: string | null;
  readonly refused_reason: string | null;
}): PsychometricResult {
  if (row.bias_contrast === null) {
    type Code = Extract<PsychometricResult, { fit: null }>["refused"]["code"];
    return { fit: null, refused: { code: row.refused_code as Code, reason: row.refused_reason ?? "" } };
  }
  return {
    fit: {
      biasContrast: row.bias_contrast,
      slope: row.slope ?? 0,
      lapseLeft: row.lapse_left ?? 0,
      lapseRight: row.lapse_right ?? 0,
      ci: row.intervals,
      logLikelihood: row.log_likelihood ?? 0,
      nTrials: row.n_trials ?? 0,
      converged: row.converged ?? false,
      atBound: row.at_bound as readonly PsychometricName[],
    },
    refused: null,
  };
}
