import { sql } from "kysely";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import { isAmong } from "./keys.ts";
import type { Page, PageRequest } from "./pages.ts";
import type { RunError } from "./runs.ts";

export type RunStateName = "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED" | "SUPERSEDED";

/** One execution of an analysis, as it is reported. */
export interface RunRow {
  readonly id: number;
  /** Null for a run on a cohort. */
  readonly home: string | null;
  readonly analysis: string;
  readonly analysisVersion: number;
  readonly parameters: unknown;
  readonly inputPosition: number;
  readonly state: RunStateName;
  readonly error: RunError | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Share of its computation that is done, 0 to 1; null where it does not tell. */
  readonly progress: number | null;
}

/** The newest run of each of these analyses of these subjects, by subject, in the order of the analyses. */
export async function fetchNewestRuns(
  db: Db,
  homes: readonly string[],
  analyses: readonly string[],
): Promise<ReadonlyMap<string, readonly RunRow[]>> {
  const { rows } = await sql<RunRow>`
    select ${columns}
    from unnest(${[...homes]}::text[]) as h(home)
    cross join unnest(${[...analyses]}::text[]) with ordinality as a(analysis, place)
    cross join lateral (
      select * from derived.run n
      where n.analysis = a.analysis and n.home = h.home and n.state in ('running', 'succeeded', 'failed')
      order by n.run_id desc
      limit 1
    ) r
    order by a.place`.execute(db);
  return groupBy(rows, (row) => row.home ?? "");
}

/** These runs, by id; those that there are. */
export async function fetchRuns(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, RunRow>> {
  const { rows } = await sql<RunRow>`
    select ${columns} from derived.run r where ${isAmong("r.run_id", ids, "bigint")}`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a list of runs is narrowed to; null does not matter. */
export interface RunFilter {
  /** lab/project/subject */
  readonly home: string | null;
  readonly analysis: string | null;
  readonly state: RunStateName | null;
}

const isWanted = ({ home, analysis, state }: RunFilter) => sql`
  (${home}::text is null or r.home = ${home}) and (${analysis}::text is null or r.analysis = ${analysis})
  and (${state}::text is null or r.state = lower(${state}))`;

/** One page of the runs, the newest first; the key is the run's number. */
export async function fetchRunPage(
  db: Db,
  filter: RunFilter,
  { first, after }: PageRequest<number>,
): Promise<Page<RunRow>> {
  const { rows } = await sql<RunRow>`
    select ${columns} from derived.run r
    where ${isWanted(filter)} and (${after}::bigint is null or r.run_id < ${after})
    order by r.run_id desc limit ${first + 1}`.execute(db);
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

/**
 * The runs of a subject that wait or are at work, these others, and those queued after the run numbered `newest`; in
 * the order in which they were queued.
 */
export async function fetchLiveRuns(
  db: Db,
  home: string,
  others: readonly number[],
  newest: number,
): Promise<readonly RunRow[]> {
  const { rows } = await sql<RunRow>`
    select ${columns} from derived.run r
    where r.scope = ${home}
      and (r.state in ('pending', 'running') or r.run_id > ${newest} or r.run_id = any (${[...others]}::bigint[]))
    order by r.run_id`.execute(db);
  return rows;
}

export async function countRuns(db: Db, filter: RunFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from derived.run r where ${isWanted(filter)}`.execute(db);
  return rows[0].n;
}

const columns = sql`
  r.run_id as id, r.home, r.analysis, r.analysis_version as "analysisVersion", r.parameters,
  r.input_position as "inputPosition", upper(r.state) as state, r.error, r.started_at as "startedAt",
  r.finished_at as "finishedAt", case when r.state = 'running' then r.progress end as progress`;
