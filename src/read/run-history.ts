import { sql } from "kysely";
import type { Db } from "./database.ts";
import type { Cause } from "./run-queue.ts";
import type { RunError } from "./runs.ts";

/** What was run, is, or will be, for those who look after it; and what they may do about it. */

export const runStates = ["pending", "running", "succeeded", "failed", "cancelled", "superseded"] as const;
export type RunStateName = (typeof runStates)[number];

export interface RunSummary {
  readonly runId: number;
  readonly analysis: string;
  readonly analysisVersion: number;
  /** lab/project/subject, or lab/project for a run of a cohort. */
  readonly scope: string;
  readonly state: RunStateName;
  readonly cause: Cause;
  readonly nightId: number | null;
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly dueAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly durationS: number | null;
  readonly cpuS: number | null;
  /** Heap and buffers of the thread that computed it. */
  readonly peakMemoryBytes: number | null;
  readonly worker: string | null;
  readonly error: RunError | null;
}

export interface RunDetail extends RunSummary {
  readonly parameters: unknown;
  readonly parametersHash: string;
  readonly inputHash: string;
  readonly inputPosition: number;
  /** Share of its computation that is done, 0 to 1; null where it does not tell. */
  readonly progress: number | null;
  /** SHA-256 over the rows of its result; null where it has none. */
  readonly resultDigest: string | null;
  readonly needs: readonly string[];
  readonly priority: number;
  readonly host: string | null;
  readonly heartbeatAt: Date | null;
  readonly leaseUntil: Date | null;
  /** Package version, commit, Node and processor that it was made with; null before it began. */
  readonly environment: unknown;
  /** Lines of what happened, each with its time. */
  readonly log: string;
}

export interface RunSelection {
  readonly state?: RunStateName;
  readonly analysis?: string;
  readonly scope?: string;
  readonly limit: number;
}

const summary = sql`
  run_id as "runId", analysis, analysis_version as "analysisVersion", scope, state, cause, night_id as "nightId",
  attempts, queued_at as "queuedAt", due_at as "dueAt", started_at as "startedAt", finished_at as "finishedAt",
  duration_s as "durationS", cpu_s as "cpuS", peak_memory_bytes as "peakMemoryBytes", worker, error`;

/** The newest runs that a selection names, the newest first. */
export async function listRuns(db: Db, selection: RunSelection): Promise<readonly RunSummary[]> {
  const { state = null, analysis = null, scope = null, limit } = selection;
  const { rows } = await sql<RunSummary>`
    select ${summary} from derived.run
    where (${state}::text is null or state = ${state}) and (${analysis}::text is null or analysis = ${analysis})
      and (${scope}::text is null or scope = ${scope})
    order by run_id desc
    limit ${limit}`.execute(db);
  return rows;
}

/** One run with all that is known of it; null where there is none. */
export async function fetchRunDetail(db: Db, runId: number): Promise<RunDetail | null> {
  const { rows } = await sql<RunDetail>`
    select ${summary}, parameters, encode(parameters_hash, 'hex') as "parametersHash",
           encode(input_hash, 'hex') as "inputHash", input_position as "inputPosition",
           encode(result_digest, 'hex') as "resultDigest", needs, priority, host, progress, heartbeat_at as "heartbeatAt",
           lease_until as "leaseUntil", environment, log
    from derived.run where run_id = ${runId}`.execute(db);
  return rows[0] ?? null;
}

/** Newest answers that have no result: failed, or cancelled. The oldest run comes first. */
export async function listParkedRuns(db: Db, analysis: string | null): Promise<readonly RunSummary[]> {
  const { rows } = await sql<RunSummary>`
    select * from (
      select distinct on (analysis, scope) ${summary} from derived.run
      where state in ('succeeded', 'failed', 'cancelled') and (${analysis}::text is null or analysis = ${analysis})
      order by analysis, scope, input_position desc, run_id desc
    ) newest
    where state in ('failed', 'cancelled')
    order by "runId"`.execute(db);
  return rows;
}

/** Ends runs that wait or are at work; a worker that has one hears of it at its next heartbeat. @returns those ended */
export async function cancelRuns(db: Db, runIds: readonly number[], by: string): Promise<readonly number[]> {
  const { rows } = await sql<{ runId: number }>`
    with cancelled as (
      update derived.run
      set state = 'cancelled', finished_at = clock_timestamp(), lease_until = null,
          error = ${JSON.stringify({ code: "CANCELLED", message: `cancelled by ${by}`, expected: false })}::jsonb,
          log = log || to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                || ' cancelled by ' || ${by}::text || E'\n'
      where run_id = any (${[...runIds]}::bigint[]) and state in ('pending', 'running')
      returning run_id
    )
    select run_id as "runId" from cancelled order by run_id`.execute(db);
  return rows.map(({ runId }) => runId);
}

/** A run that is to begin again, as the present program would queue it. */
export interface AgainRun {
  readonly analysis: string;
  readonly analysisVersion: number;
  readonly parametersHash: Buffer;
  readonly scope: string;
  readonly needs: readonly string[];
  readonly depth: number;
}

/**
 * Puts the newest answers of these analyses and scopes back into the queue where they have no result, as if they had
 * never begun: what went wrong stays in their log. What waits already is left alone.
 *
 * @returns the runs that wait now, in order
 */
export async function putBackParkedRuns(
  db: Db,
  runs: readonly AgainRun[],
  options: { readonly priority: number; readonly by: string },
): Promise<readonly RunSummary[]> {
  const { rows } = await sql<RunSummary>`
    with again as (
      select q.analysis, q.version, q.parameters_hash, q.scope, string_to_array(q.needs, ' ') as needs, q.depth,
             newest.run_id, newest.state
      from unnest(
        ${runs.map((r) => r.analysis)}::text[], ${runs.map((r) => r.analysisVersion)}::int[],
        ${runs.map((r) => r.parametersHash)}::bytea[], ${runs.map((r) => r.scope)}::text[],
        ${runs.map((r) => r.needs.join(" "))}::text[], ${runs.map((r) => r.depth)}::int[]
      ) as q(analysis, version, parameters_hash, scope, needs, depth)
      cross join lateral (
        select r.run_id, r.state from derived.run r
        where r.analysis = q.analysis and r.scope = q.scope and r.state in ('succeeded', 'failed', 'cancelled')
        order by r.input_position desc, r.run_id desc
        limit 1
      ) newest
    ), back as (
      update derived.run r
      set state = 'pending', cause = 'request', priority = ${options.priority}, attempts = 0,
          due_at = clock_timestamp(), finished_at = null, duration_s = null, worker = null, lease_until = null,
          analysis_version = a.version, parameters_hash = a.parameters_hash, needs = a.needs, depth = a.depth,
          log = log || to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                || ' put back by ' || ${options.by}::text || E'\n'
      from again a
      where r.run_id = a.run_id and r.state in ('failed', 'cancelled')
        and not exists (select from derived.run p
          where p.analysis = r.analysis and p.scope = r.scope and p.state = 'pending')
      returning r.*
    )
    select ${summary} from back order by run_id`.execute(db);
  return rows;
}

/** How many runs of these analyses and scopes wait or are at work. */
export async function countOpenRuns(
  db: Db,
  runs: readonly { readonly analysis: string; readonly scope: string }[],
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n
    from unnest(${runs.map((r) => r.analysis)}::text[], ${runs.map((r) => r.scope)}::text[]) as q(analysis, scope)
    join derived.run r on r.analysis = q.analysis and r.scope = q.scope and r.state in ('pending', 'running')`.execute(
    db,
  );
  return rows[0].n;
}

/** How the newest run of each of these analyses and scopes ended, with its error where it has one; in their order. */
export async function fetchOutcomes(
  db: Db,
  runs: readonly { readonly analysis: string; readonly scope: string }[],
): Promise<readonly RunSummary[]> {
  const { rows } = await sql<RunSummary>`
    select n.*
    from unnest(${runs.map((r) => r.analysis)}::text[], ${runs.map((r) => r.scope)}::text[])
      with ordinality as q(analysis, scope, place)
    cross join lateral (
      select ${summary} from derived.run r
      where r.analysis = q.analysis and r.scope = q.scope
      order by r.run_id desc
      limit 1
    ) n
    order by q.place`.execute(db);
  return rows;
}
