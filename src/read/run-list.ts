import { sql } from "kysely";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import type { RunError } from "./runs.ts";

/** One execution of an analysis, as it is reported. */
export interface RunRow {
  readonly id: number;
  readonly home: string;
  readonly analysis: string;
  readonly analysisVersion: number;
  readonly parameters: unknown;
  readonly inputPosition: number;
  readonly state: "RUNNING" | "SUCCEEDED" | "FAILED";
  readonly error: RunError | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
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
  return groupBy(rows, (row) => row.home);
}

/** These runs, by id; those that there are. */
export async function fetchRuns(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, RunRow>> {
  const { rows } = await sql<RunRow>`
    select ${columns} from derived.run r where r.run_id = any (${[...ids]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

const columns = sql`
  r.run_id as id, r.home, r.analysis, r.analysis_version as "analysisVersion", r.parameters,
  r.input_position as "inputPosition", upper(r.state) as state, r.error, r.started_at as "startedAt",
  r.finished_at as "finishedAt"`;
