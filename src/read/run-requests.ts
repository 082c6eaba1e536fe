import { sql } from "kysely";
import type pg from "pg";
import type { Db } from "./database.ts";
import type { RunError } from "./runs.ts";

/*
 * What labs ask for about their own runs over the API (migrations/0013_run_requests.sql): the API notes it, a worker
 * does it.
 */

/** What is asked for. */
export type RunAsking =
  | { readonly action: "reanalyse"; readonly home: string; readonly analyses: readonly string[] | null }
  | { readonly action: "retry"; readonly runId: number }
  | { readonly action: "cancel"; readonly runId: number };

/** A request as it stands, for whoever may see what it is about. */
export interface RunRequestRow {
  readonly id: number;
  readonly action: RunAsking["action"];
  /** lab/project/subject; null for a run of a cohort. */
  readonly home: string | null;
  /** The run to be tried again, or ended. */
  readonly runId: number | null;
  readonly analyses: readonly string[] | null;
  readonly requestedAt: Date;
  readonly doneAt: Date | null;
  /** Runs that wait because of it, or that it has ended. */
  readonly runIds: readonly number[];
  readonly error: RunError | null;
}

/**
 * Notes a request, and writes it into the audit. Where the same waits already, that one is it.
 *
 * @param pool of the role api
 * @returns its number; null where the token may ask for nothing, or not about this
 */
export async function requestRuns(pool: pg.Pool, tokenId: string, asking: RunAsking): Promise<number | null> {
  const { home, runId, analyses } = { home: null, runId: null, analyses: null, ...asking };
  const { rows } = await pool.query<{ id: number | null }>(
    "select access.request_runs($1, $2, $3, $4, $5) as id",
    [tokenId, asking.action, home, runId, analyses],
  );
  return rows[0].id;
}

export async function fetchRunRequest(db: Db, id: number): Promise<RunRequestRow | null> {
  const { rows } = await sql<RunRequestRow>`
    select request_id as id, action, home, run_id as "runId", analyses, requested_at as "requestedAt",
           done_at as "doneAt", array_to_json(run_ids) as "runIds", error
    from derived.run_request where request_id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** A request that a worker has taken. */
export interface TakenRequest {
  readonly id: number;
  readonly asking: RunAsking;
  /** Who asks. */
  readonly actor: string;
}

/**
 * Takes the oldest request that nobody has done; null where there is none. One that was taken, and not done in the
 * time that it may take, was a worker's that died.
 */
export async function takeRequest(db: Db, maxTakenMs: number): Promise<TakenRequest | null> {
  const { rows } = await sql<{
    id: number;
    action: RunAsking["action"];
    home: string | null;
    runId: number | null;
    analyses: readonly string[] | null;
    actor: string;
  }>`
    update derived.run_request set taken_at = clock_timestamp()
    where request_id = (
      select q.request_id from derived.run_request q
      where q.done_at is null
        and (q.taken_at is null or q.taken_at < clock_timestamp() - ${maxTakenMs}::float8 * interval '1 ms')
      order by q.request_id limit 1 for update skip locked)
    returning request_id as id, action, home, run_id as "runId", analyses, actor`.execute(db);
  if (rows.length === 0) return null;
  const [{ id, actor, action, home, runId, analyses }] = rows;
  // The table's checks say which of them is there.
  const asking: RunAsking =
    action === "reanalyse" ? { action, home: String(home), analyses } : { action, runId: Number(runId) };
  return { id, asking, actor };
}

export async function endRequest(
  db: Db,
  id: number,
  { runIds = [], error = null }: { readonly runIds?: readonly number[]; readonly error?: RunError | null },
): Promise<void> {
  await sql`
    update derived.run_request
    set done_at = clock_timestamp(), run_ids = ${[...runIds]}::bigint[],
        error = ${error === null ? null : JSON.stringify(error)}::jsonb
    where request_id = ${id}`.execute(db);
}

/** The runs of these analyses and scopes that wait or are at work, in order. */
export async function fetchOpenRuns(
  db: Db,
  runs: readonly { readonly analysis: string; readonly scope: string }[],
): Promise<readonly number[]> {
  const { rows } = await sql<{ runId: number }>`
    select r.run_id as "runId"
    from unnest(${runs.map((r) => r.analysis)}::text[], ${runs.map((r) => r.scope)}::text[]) as q(analysis, scope)
    join derived.run r on r.analysis = q.analysis and r.scope = q.scope and r.state in ('pending', 'running')
    order by r.run_id`.execute(db);
  return rows.map(({ runId }) => runId);
}
