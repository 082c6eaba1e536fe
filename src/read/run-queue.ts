import { sql } from "kysely";
import type { Db } from "./database.ts";
import type { HeldRun } from "./runs.ts";

/*
 * The queue of runs: the rows of derived.run that are pending. The table is its own queue, beside the library's, since
 * a run's history, lease and result must change together, in one transaction.
 */

export type Cause = "request" | "change" | "night";

/** A run to be queued. */
export interface QueuedRun {
  readonly analysis: string;
  readonly analysisVersion: number;
  readonly granularity: "subject" | "cohort";
  /** The subject (lab/project/subject) or the cohort (lab/project). */
  readonly scope: string;
  readonly parameters: unknown;
  readonly parametersHash: Buffer;
  /** Identity of the data that it is queued for; noted anew when it begins. */
  readonly inputHash: Buffer;
  /** Analyses of the scope that must end first. */
  readonly needs: readonly string[];
  readonly depth: number;
}

export interface QueueOptions {
  readonly cause: Cause;
  /** Lower is earlier. */
  readonly priority: number;
  readonly nightId?: number;
  /** New data may go on arriving for so long. */
  readonly delayMs?: number;
  readonly inputPosition: number;
}

/**
 * Queues runs by one statement. One that waits already is kept, and its time with it, so that a stream of new trials
 * does not put it off for ever; it takes the more urgent of both causes.
 *
 * @returns how many did not wait before
 */
export async function enqueueRuns(
  db: Db,
  runs: readonly QueuedRun[],
  options: QueueOptions,
): Promise<number> {
  if (runs.length === 0) return 0;
  const { rows } = await sql<{ added: number }>`
    with queued as (
      insert into derived.run as r (
        analysis, analysis_version, home, cohort, parameters, parameters_hash, input_hash, input_position, state,
        cause, night_id, priority, depth, needs, due_at
      )
      select q.analysis, q.version, q.home, q.cohort, q.parameters::jsonb, q.parameters_hash, q.input_hash,
             ${options.inputPosition}, 'pending', ${options.cause}, ${options.nightId ?? null}::bigint,
             ${options.priority}::int, q.depth, string_to_array(q.needs, ' '),
             clock_timestamp() + ${options.delayMs ?? 0}::float8 * interval '1 ms'
      from unnest(
        ${runs.map((r) => r.analysis)}::text[], ${runs.map((r) => r.analysisVersion)}::int[],
        ${runs.map((r) => (r.granularity === "subject" ? r.scope : null))}::text[],
        ${runs.map((r) => (r.granularity === "cohort" ? r.scope : null))}::text[],
        ${runs.map((r) => JSON.stringify(r.parameters))}::text[],
        ${runs.map((r) => r.parametersHash)}::bytea[], ${runs.map((r) => r.inputHash)}::bytea[],
        ${runs.map((r) => r.depth)}::int[], ${runs.map((r) => r.needs.join(" "))}::text[]
      ) as q(analysis, version, home, cohort, parameters, parameters_hash, input_hash, depth, needs)
      on conflict (analysis, scope) where state = 'pending' do update set
        analysis_version = excluded.analysis_version,
        parameters = excluded.parameters,
        parameters_hash = excluded.parameters_hash,
        -- New data are a new chance.
        attempts = case when r.input_hash = excluded.input_hash then r.attempts else 0 end,
        due_at = case when r.input_hash = excluded.input_hash and r.attempts > 0 and excluded.cause <> 'request'
                   then r.due_at else least(r.due_at, excluded.due_at) end,
        input_hash = excluded.input_hash,
        input_position = excluded.input_position,
        needs = excluded.needs,
        depth = excluded.depth,
        cause = case when excluded.priority < r.priority then excluded.cause else r.cause end,
        priority = least(r.priority, excluded.priority),
        -- A night that is not done when the next one begins hands over what it has left.
        night_id = coalesce(excluded.night_id, r.night_id)
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new)::int as added from queued`.execute(db);
  return rows[0].added;
}

/** What a worker may begin. */
export interface ClaimRules {
  readonly worker: string;
  readonly host: string;
  readonly environment: unknown;
  readonly leaseMs: number;
  /** Analyses that this worker knows; other versions of the program may have queued others. */
  readonly known: readonly { readonly name: string; readonly version: number }[];
  readonly causes: readonly Cause[];
  /** At most so many runs of the night at the same time, over all workers; null for no limit. */
  readonly maxNightRuns: number | null;
}

export interface ClaimedRun extends HeldRun {
  readonly analysis: string;
  readonly scope: string;
  readonly cause: Cause;
  readonly nightId: number | null;
}

/** Any number; the same in every worker. */
const CLAIM_LOCK = 5_820_117;

/**
 * Begins the most urgent run that is due and waits for nothing; null where there is none.
 *
 * A run of a subject waits for all open runs of what it needs. One of a cohort does not wait for a subject whose run
 * failed before and is tried again, or one broken subject would hold up all; a worker that died is no such failure.
 */
export async function claimRun(db: Db, rules: ClaimRules): Promise<ClaimedRun | null> {
  if (rules.maxNightRuns === null || !rules.causes.includes("night")) return await claim(db, rules);
  const { maxNightRuns } = rules;
  return await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(transaction);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from derived.run where state = 'running' and cause = 'night'`.execute(
      transaction,
    );
    const causes = rules.causes.filter((cause) => cause !== "night" || rows[0].n < maxNightRuns);
    return await claim(transaction, { ...rules, causes });
  });
}

async function claim(db: Db, rules: ClaimRules): Promise<ClaimedRun | null> {
  const { rows } = await sql<ClaimedRun>`
    update derived.run u
    set state = 'running', attempts = attempts + 1, worker = ${rules.worker}, host = ${rules.host},
        environment = ${JSON.stringify(rules.environment)}::jsonb, progress = null,
        started_at = clock_timestamp(), heartbeat_at = clock_timestamp(),
        lease_until = clock_timestamp() + ${rules.leaseMs}::float8 * interval '1 ms',
        log = log || to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
              || ' begun by ' || ${rules.worker}::text || E'\n'
    where u.run_id = (
      select r.run_id from derived.run r
      where r.state = 'pending' and r.due_at <= clock_timestamp()
        and r.cause = any (${[...rules.causes]}::text[])
        and (r.analysis, r.analysis_version) in (
          select * from unnest(${rules.known.map((k) => k.name)}::text[], ${rules.known.map((k) => k.version)}::int[])
        )
        and not exists (
          select from derived.run o where o.analysis = r.analysis and o.scope = r.scope and o.state = 'running')
        and (r.home is null or (
          not exists (select from derived.run n
            where n.analysis = any (r.needs) and n.scope = r.home and n.state = 'pending')
          and not exists (select from derived.run n
            where n.analysis = any (r.needs) and n.scope = r.home and n.state = 'running')))
        and (r.cohort is null or (
          not exists (select from derived.run n
            where n.analysis = any (r.needs) and n.state = 'pending'
              and (n.attempts = 0 or n.error->>'code' = 'WORKER_DIED')
              and n.scope > split_part(r.cohort, ':', 1) || '/' and n.scope < split_part(r.cohort, ':', 1) || '0')
          and not exists (select from derived.run n
            where n.analysis = any (r.needs) and n.state = 'running'
              and (n.attempts = 1 or n.error->>'code' = 'WORKER_DIED')
              and n.scope > split_part(r.cohort, ':', 1) || '/' and n.scope < split_part(r.cohort, ':', 1) || '0')))
      order by r.priority, r.depth, r.due_at, r.run_id
      limit 1
      for update skip locked
    ) and u.state = 'pending'
    returning run_id as "runId", worker, attempts, analysis, scope, cause, night_id as "nightId"`.execute(db);
  return rows[0] ?? null;
}

/** Says that these runs are still at work. @returns those that are not held any more */
export async function extendLeases(
  db: Db,
  runs: readonly (HeldRun & { readonly progress: number | null })[],
  leaseMs: number,
): Promise<readonly HeldRun[]> {
  if (runs.length === 0) return [];
  const { rows } = await sql<{ runId: number }>`
    update derived.run r
    set heartbeat_at = clock_timestamp(), lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms',
        -- Two of a busy worker's heartbeats may overtake each other.
        progress = greatest(r.progress, h.progress)
    from unnest(
      ${runs.map((r) => r.runId)}::bigint[], ${runs.map((r) => r.attempts)}::int[], ${runs.map((r) => r.progress)}::float8[]
    ) as h(run_id, attempts, progress)
    where r.run_id = h.run_id and r.attempts = h.attempts and r.state = 'running' and r.worker = ${runs[0].worker}
    returning r.run_id as "runId"`.execute(db);
  const held = new Set(rows.map((row) => row.runId));
  return runs.filter(({ runId }) => !held.has(runId));
}
