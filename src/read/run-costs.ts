import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * What one run of each of these analyses took, from its history: the median wall time in seconds of the runs that
 * succeeded, of whatever version. An analysis that never ran is not in it.
 */
export async function fetchRunCosts(
  db: Db,
  analyses: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ analysis: string; durationS: number }>`
    select analysis, percentile_cont(0.5) within group (order by duration_s) as "durationS"
    from derived.run
    where state = 'succeeded' and analysis = any (${[...analyses]}::text[])
    group by analysis`.execute(db);
  return new Map(rows.map((row) => [row.analysis, row.durationS]));
}
