import { sql } from "kysely";
import { OUTCOME_UNKNOWN, type TrialTable } from "../science/trial-table.ts";
import { type AsOf, isTrueAt, trialsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";

/** A subject's trials as the projections know them, with the identity of that content. */
export interface TrialInput {
  readonly trials: TrialTable;
  readonly inputHash: Buffer;
  /** Position that the projections had reached. */
  readonly inputPosition: number;
}

interface TrialRow {
  readonly session: number;
  readonly trial: number;
  readonly contrast_left: number;
  readonly contrast_right: number;
  readonly choice: number;
  readonly outcome: number | null;
  readonly response_time_s: number | null;
  readonly repeat_number: number;
  readonly boundaries_known: boolean;
}

interface InputRow extends TrialRow {
  readonly input_hash: Buffer;
  readonly input_position: number;
}

/**
 * The trials of one subject and their identity; null where it has none.
 *
 * One statement, so that trials, hash and position are of one moment. Several in one snapshot would not do: a
 * rebuild puts new tables in the place of the old ones, and a snapshot from before sees nothing in them.
 *
 * @param home lab/project/subject
 */
export async function fetchTrialInput(db: Db, home: string): Promise<TrialInput | null> {
  // Materialized: right after the first trials came PostgreSQL has no statistics, and would find the hash anew for each.
  const result = await sql<InputRow>`
    with i as materialized (${trialInputHashes(sql`where d.home = ${home}`)})
    select t.session, t.trial, t.contrast_left, t.contrast_right, t.choice, t.outcome, t.response_time_s,
           t.repeat_number, s.boundaries_known, i.input_hash, c.position as input_position
    from i
    join projection.trial t on t.home = i.home and t.to_position is null
    join projection.session s
      on s.home = t.home and s.session = t.session and s.to_position is null and s.excluded_reason is null
    cross join projection.checkpoint c
    where t.home = ${home} and c.name = 'projections'
    order by t.session, t.trial`.execute(db);
  const rows = result.rows;
  if (rows.length === 0) return null;
  return { trials: tableOf(rows), inputHash: rows[0].input_hash, inputPosition: rows[0].input_position };
}

/** The trials of one subject in its sessions that are not excluded, now or as of a position; null where it has none. */
export async function fetchTrials(db: Db, home: string, asOf?: AsOf): Promise<TrialTable | null> {
  const { rows } = await sql<TrialRow>`
    select t.session, t.trial, t.contrast_left, t.contrast_right, t.choice, t.outcome, t.response_time_s,
           t.repeat_number, s.boundaries_known
    from ${trialsAsOf(sql`p.home = ${home}`, asOf)} t
    join projection.session s
      on s.home = t.home and s.session = t.session and ${isTrueAt("s", asOf)} and s.excluded_reason is null
    order by t.session, t.trial`.execute(db);
  return rows.length === 0 ? null : tableOf(rows);
}

function tableOf(rows: readonly TrialRow[]): TrialTable {
  return {
    nTrials: rows.length,
    session: Int32Array.from(rows, (r) => r.session),
    trial: Int32Array.from(rows, (r) => r.trial),
    contrastLeft: Float64Array.from(rows, (r) => r.contrast_left),
    contrastRight: Float64Array.from(rows, (r) => r.contrast_right),
    choice: Int8Array.from(rows, (r) => r.choice),
    outcome: Int8Array.from(rows, (r) => r.outcome ?? OUTCOME_UNKNOWN),
    responseTimeS: Float64Array.from(rows, (r) => r.response_time_s ?? Number.NaN),
    repeatNumber: Int32Array.from(rows, (r) => r.repeat_number),
    sessionBoundariesKnown: rows.every((r) => r.boundaries_known),
  };
}

/** The sessions that have trials, ascending. */
export async function fetchTrialSessions(db: Db, home: string): Promise<readonly number[]> {
  const { rows } = await sql<{ session: number }>`
    select distinct t.session
    from projection.trial t
    join projection.session s
      on s.home = t.home and s.session = t.session and s.to_position is null and s.excluded_reason is null
    where t.home = ${home} and t.to_position is null
    order by t.session`.execute(db);
  return rows.map(({ session }) => session);
}

/**
 * A query of (home, input_hash): what identifies the trials of each subject. Streams are hash-chained, so the
 * hash of a session's last trial event stands for all of them.
 *
 * @param where a condition on `projection.session_digest d`
 */
export function trialInputHashes(where = sql``) {
  return sql<{ home: string; input_hash: Buffer }>`
    select d.home,
           sha256(convert_to(string_agg(
             d.session || ' ' || s.boundaries_known || ' ' || encode(d.last_hash, 'hex'), ',' order by d.session
           ), 'UTF8')) as input_hash
    from (select * from projection.session_digest d ${where}) d
    join projection.session s
      on s.home = d.home and s.session = d.session and s.to_position is null and s.excluded_reason is null
    where d.kind = 'trial'
    group by d.home`;
}
