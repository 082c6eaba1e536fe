import { sql } from "kysely";
import type { Db } from "./database.ts";

/*
 * How a run ends. Whoever ends it must hold it: the lease may have run out, and another worker have begun it again, so
 * every statement asks for the attempt that it is about. The states are written out in migrations/0005_runs.sql.
 */

/** A run that a worker holds. */
export interface HeldRun {
  readonly runId: number;
  readonly worker: string;
  /** Which beginning of the run it is, from 1. */
  readonly attempts: number;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  /** True where the data, not the program, are at fault: the same input would fail again. */
  readonly expected: boolean;
}

/** What a run took. */
export interface RunUsage {
  readonly cpuS: number | null;
  readonly peakMemoryBytes: number | null;
}

/** The run is not held any more: its lease ran out, or somebody cancelled it. */
export class LeaseLost extends Error {
  constructor(runId: number) {
    super(`run ${runId} is not held any more`);
    this.name = "LeaseLost";
  }
}

const isHeld = ({ runId, worker, attempts }: HeldRun) =>
  sql`run_id = ${runId} and state = 'running' and worker = ${worker} and attempts = ${attempts}`;

/** A line for the log of a run, with its time. */
const logged = (line: string) =>
  sql`log || to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || ${line}::text || E'\n'`;

const ended = sql`
  finished_at = clock_timestamp(), lease_until = null,
  duration_s = extract(epoch from clock_timestamp() - started_at)`;

/** Notes what a run is about to compute from. @throws LeaseLost */
export async function noteInput(
  db: Db,
  run: HeldRun,
  input: { readonly parameters: unknown; readonly inputHash: Buffer; readonly inputPosition: number },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update derived.run
    set parameters = ${JSON.stringify(input.parameters)}::jsonb, input_hash = ${input.inputHash},
        input_position = ${input.inputPosition}
    where ${isHeld(run)}`.execute(db);
  requireHeld(run, numAffectedRows);
}

/**
 * Marks a run as done; the first statement of the transaction that inserts its results, so that nobody else can end or
 * begin it until they are there.
 *
 * @throws LeaseLost
 */
export async function succeedRun(db: Db, run: HeldRun, usage: RunUsage): Promise<void> {
  const { numAffectedRows } = await sql`
    update derived.run
    set state = 'succeeded', error = null, ${ended}, cpu_s = ${usage.cpuS},
        peak_memory_bytes = ${usage.peakMemoryBytes}, log = ${logged("succeeded")}
    where ${isHeld(run)}`.execute(db);
  requireHeld(run, numAffectedRows);
}

/** Keeps the digest of the results that were just inserted. @param tables of schema derived */
export async function digestResults(db: Db, runId: number, tables: readonly string[]): Promise<void> {
  const digest = await resultDigest(db, runId, tables);
  await sql`update derived.run set result_digest = ${digest} where run_id = ${runId}`.execute(db);
}

/** SHA-256 over the rows of a run's result, whatever the run's number and the order of the rows. */
export async function resultDigest(db: Db, runId: number, tables: readonly string[]): Promise<Buffer> {
  const rows = tables.map(
    (table) => sql`
      select ${table}::text || ' ' || (to_jsonb(t) - 'run_id')::text as line
      from ${sql.table(`derived.${table}`)} t where t.run_id = ${runId}`,
  );
  const result = await sql<{ digest: Buffer }>`
    select sha256(convert_to(coalesce(string_agg(line, E'\n' order by line collate "C"), ''), 'UTF8')) as digest
    from (${sql.join(rows, sql` union all `)}) lines`.execute(db);
  return result.rows[0].digest;
}

/**
 * The digest that a result would have: inserted under a number of its own, and taken back.
 *
 * @param runId the run that it is compared with
 */
export async function digestOfTrial(
  db: Db,
  runId: number,
  tables: readonly string[],
  insert: (transaction: Db, trialId: number) => Promise<void>,
): Promise<Buffer> {
  let digest: Buffer | undefined;
  class TakenBack extends Error {}
  try {
    await db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ trialId: number }>`
        insert into derived.run (
          analysis, analysis_version, home, cohort, parameters, parameters_hash, input_hash, input_position, state)
        select analysis, analysis_version, home, cohort, parameters, parameters_hash, input_hash, input_position,
               'superseded'
        from derived.run where run_id = ${runId}
        returning run_id as "trialId"`.execute(transaction);
      const [{ trialId }] = rows;
      await insert(transaction, trialId);
      digest = await resultDigest(transaction, trialId, tables);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (digest === undefined) throw new Error("a trial that was taken back has its digest");
  return digest;
}

/** What was kept of runs when they succeeded, by run. */
export async function fetchKeptIdentities(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, { readonly inputHash: Buffer; readonly resultDigest: Buffer | null }>> {
  const { rows } = await sql<{ runId: number; inputHash: Buffer; resultDigest: Buffer | null }>`
    select run_id as "runId", input_hash as "inputHash", result_digest as "resultDigest"
    from derived.run where run_id = any (${[...runIds]}::bigint[]) order by run_id`.execute(db);
  return new Map(rows.map(({ runId, ...kept }) => [runId, kept]));
}

/** Ends a run with its error; the same input is not tried again until somebody asks. @throws LeaseLost */
export async function failRun(db: Db, run: HeldRun, error: RunError, usage?: RunUsage): Promise<void> {
  const { numAffectedRows } = await sql`
    update derived.run
    set state = 'failed', error = ${JSON.stringify(error)}::jsonb, ${ended}, cpu_s = ${usage?.cpuS ?? null},
        peak_memory_bytes = ${usage?.peakMemoryBytes ?? null}, log = ${logged(`failed: ${error.code}: ${error.message}`)}
    where ${isHeld(run)}`.execute(db);
  requireHeld(run, numAffectedRows);
}

/**
 * Gives a run back, to be begun again later. Where another run of the same analysis and scope waits by now, that one
 * takes its place.
 *
 * @param error why it did not end; without it the attempt counts for nothing
 */
export async function giveBackRun(
  db: Db,
  run: HeldRun,
  again: { readonly inMs: number; readonly error?: RunError; readonly reason: string },
): Promise<void> {
  const { error = null } = again;
  await sql`
    update derived.run r
    set state = case when ${isAnotherPending} then 'superseded' else 'pending' end,
        finished_at = case when ${isAnotherPending} then clock_timestamp() end,
        attempts = attempts - ${error === null ? 1 : 0}, lease_until = null, worker = null,
        error = coalesce(${error === null ? null : JSON.stringify(error)}::jsonb, error),
        due_at = clock_timestamp() + ${again.inMs}::float8 * interval '1 ms',
        log = ${logged(again.reason)}
    where ${isHeld(run)}`.execute(db);
}

const isAnotherPending = sql`
  exists (select from derived.run p where p.analysis = r.analysis and p.scope = r.scope and p.state = 'pending')`;

/** Ends a run that nothing is left to do for. */
export async function supersedeRun(db: Db, run: HeldRun, reason: string): Promise<void> {
  await sql`
    update derived.run set state = 'superseded', ${ended}, log = ${logged(reason)}
    where ${isHeld(run)}`.execute(db);
}

function requireHeld(run: HeldRun, affected: bigint | undefined): void {
  if (affected !== 1n) throw new LeaseLost(run.runId);
}

/** What is done with runs whose worker was not heard of in time. */
export interface TakeoverRules {
  /** A run is given up when so many of its workers died. */
  readonly maxAttempts: number;
}

/** A run that was taken from a worker that is dead, or as good as dead. */
export interface TakenRun {
  readonly runId: number;
  readonly analysis: string;
  readonly scope: string;
  readonly state: "pending" | "failed" | "superseded";
}

/** Takes the runs from workers whose lease ran out, by the server's clock. */
export async function takeExpiredRuns(db: Db, { maxAttempts }: TakeoverRules): Promise<readonly TakenRun[]> {
  const { rows } = await sql<TakenRun>`
    update derived.run r
    set state = case when attempts >= ${maxAttempts} then 'failed'
                     when ${isAnotherPending} then 'superseded' else 'pending' end,
        finished_at = case when attempts >= ${maxAttempts} or ${isAnotherPending} then clock_timestamp() end,
        error = jsonb_build_object('code', 'WORKER_DIED', 'expected', false,
          'message', 'its worker ' || worker || ' was not heard of for too long'),
        lease_until = null, worker = null,
        -- The first ones at once: a worker may die for many reasons that have nothing to do with the run.
        due_at = clock_timestamp() + greatest(attempts - 3, 0) * interval '10 s',
        log = log || to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
              || ' taken from ' || worker || ', which was not heard of' || E'\n'
    where state = 'running' and lease_until < clock_timestamp()
    returning run_id as "runId", analysis, scope, state`.execute(db);
  return rows;
}

/** Newest error of each subject whose newest answer of the analysis is a failure. */
export async function failedSubjects(
  db: Db,
  analysis: string,
): Promise<readonly { readonly home: string; readonly error: RunError }[]> {
  const result = await sql<{ home: string; error: RunError }>`
    select scope as home, error from (
      select distinct on (scope) scope, state, error from derived.run
      where analysis = ${analysis} and state in ('succeeded', 'failed', 'cancelled')
      order by scope, input_position desc, run_id desc
    ) newest
    where state = 'failed'
    order by scope`.execute(db);
  return result.rows;
}
