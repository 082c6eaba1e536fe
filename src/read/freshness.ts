import { sql } from "kysely";
import type { Db } from "./database.ts";
import { isAmong } from "./keys.ts";

/** A result, as its run identifies it. */
export interface ResultOfRun {
  readonly runId: number;
  readonly analysis: string;
  readonly home: string;
  readonly inputPosition: number;
}

/** These runs of subjects; those that there are. */
export async function fetchResultsOfRuns(db: Db, runIds: readonly number[]): Promise<readonly ResultOfRun[]> {
  const { rows } = await sql<ResultOfRun>`
    select run_id as "runId", analysis, home, input_position as "inputPosition" from derived.run
    where ${isAmong("run_id", runIds, "bigint")} and home is not null
    order by run_id`.execute(db);
  return rows;
}

/** The run of which each analysis of these subjects shows results. */
export async function fetchShownRuns(db: Db, homes: readonly string[]): Promise<readonly ResultOfRun[]> {
  const { rows } = await sql<ResultOfRun>`
    select run_id as "runId", analysis, home, input_position as "inputPosition" from derived.current_run
    where ${isAmong("scope", homes)}
    order by home, analysis`.execute(db);
  return rows;
}

export interface Since {
  readonly home: string;
  /** 0 for all its events. */
  readonly position: number;
}

/** How many events of these types each subject has after a position; one number for each that is asked. */
export async function countEventsSince(
  db: Db,
  asked: readonly Since[],
  types: readonly string[],
): Promise<readonly number[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<{ n: number }>`
    select n.n
    from unnest(${asked.map((a) => a.home)}::text[], ${asked.map((a) => a.position)}::bigint[])
      with ordinality as q(home, position, place)
    cross join lateral (
      select count(*)::int as n from log.event e
      where e.home = q.home and e.position > q.position and e.type = any (${[...types]}::text[])
    ) n
    order by q.place`.execute(db);
  return rows.map(({ n }) => n);
}
