import { sql } from "kysely";
import type { Db } from "./database.ts";
import { trialInputHashes } from "./trial-table.ts";

/** What a result is made from; two runs with the same identity give the same bytes. */
export interface RunIdentity {
  readonly analysis: string;
  readonly analysisVersion: number;
  readonly parametersHash: Buffer;
}

export interface RunStart extends RunIdentity {
  readonly home: string;
  readonly parameters: unknown;
  readonly inputHash: Buffer;
  readonly inputPosition: number;
  readonly worker: string;
  readonly environment: unknown;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  /** True where the data, not the program, are at fault: the same input would fail again. */
  readonly expected: boolean;
}

/** @returns the new run's id */
export async function startRun(db: Db, run: RunStart): Promise<number> {
  const row = await db
    .insertInto("derived.run")
    .values({
      analysis: run.analysis,
      analysis_version: run.analysisVersion,
      home: run.home,
      parameters: JSON.stringify(run.parameters),
      parameters_hash: run.parametersHash,
      input_hash: run.inputHash,
      input_position: run.inputPosition,
      state: "running",
      worker: run.worker,
      environment: JSON.stringify(run.environment),
      finished_at: null,
      error: null,
    })
    .returning("run_id")
    .executeTakeFirstOrThrow();
  return row.run_id;
}

/** Marks a run as done; in the transaction that inserts its results. */
export async function succeedRun(db: Db, runId: number): Promise<void> {
  await db
    .updateTable("derived.run")
    .set({ state: "succeeded", finished_at: sql`clock_timestamp()` })
    .where("run_id", "=", runId)
    .execute();
}

export async function failRun(db: Db, runId: number, error: RunError): Promise<void> {
  await db
    .updateTable("derived.run")
    .set({ state: "failed", finished_at: sql`clock_timestamp()`, error: JSON.stringify(error) })
    .where("run_id", "=", runId)
    .execute();
}

/**
 * Subjects whose newest finished run of this analysis is not of their present trials, in order. A run that
 * failed because of its data counts as finished: it would fail again.
 */
export async function staleSubjects(
  db: Db,
  identity: RunIdentity,
  home?: string,
): Promise<readonly string[]> {
  const input = trialInputHashes(home === undefined ? sql`` : sql`where d.home = ${home}`);
  const result = await sql<{ home: string }>`
    select i.home
    from (${input}) i
    left join lateral (
      select * from derived.run r
      where r.analysis = ${identity.analysis} and r.home = i.home
        and (r.state = 'succeeded' or r.state = 'failed' and (r.error->>'expected')::boolean)
      order by r.run_id desc
      limit 1
    ) r on true
    where r.run_id is null
       or r.analysis_version <> ${identity.analysisVersion}
       or r.parameters_hash <> ${identity.parametersHash}
       or r.input_hash <> i.input_hash
    order by i.home`.execute(db);
  return result.rows.map((row) => row.home);
}

/** Newest error of each subject whose newest finished run of the analysis failed. */
export async function failedSubjects(
  db: Db,
  analysis: string,
): Promise<readonly { readonly home: string; readonly error: RunError }[]> {
  const result = await sql<{ home: string; error: RunError }>`
    select home, error from (
      select distinct on (home) home, state, error from derived.run
      where analysis = ${analysis} and state <> 'running'
      order by home, run_id desc
    ) newest
    where state = 'failed'
    order by home`.execute(db);
  return result.rows;
}

/** A finished run of exactly this identity on exactly this input. */
export interface FinishedRun {
  readonly runId: number;
  /** Null where it succeeded. */
  readonly error: RunError | null;
}

/** The newest run of this identity on this input that came to an answer; null where there is none. */
export async function findRun(
  db: Db,
  identity: RunIdentity,
  home: string,
  inputHash: Buffer,
): Promise<FinishedRun | null> {
  const row = await db
    .selectFrom("derived.run")
    .select(["run_id", "error"])
    .where("analysis", "=", identity.analysis)
    .where("home", "=", home)
    .where("analysis_version", "=", identity.analysisVersion)
    .where("parameters_hash", "=", identity.parametersHash)
    .where("input_hash", "=", inputHash)
    .where((eb) =>
      eb.or([
        eb("state", "=", "succeeded"),
        eb.and([eb("state", "=", "failed"), sql<boolean>`(error->>'expected')::boolean`]),
      ]),
    )
    .orderBy("run_id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { runId: row.run_id, error: row.error as RunError | null };
}
