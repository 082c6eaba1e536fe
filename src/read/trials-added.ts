import { sql } from "kysely";
import type { Db } from "./database.ts";
import type { Page } from "./pages.ts";
import { type TrialRow, trialColumns } from "./trial-pages.ts";

/** A place in the order in which a session's trials became known. */
export interface AddedAt {
  /** Position of the log at which the trial became known. */
  readonly position: number;
  /** Number of the trial: those of a stream that was dismissed become known at one position. */
  readonly number: number;
}

export type AddedTrialRow = TrialRow & AddedAt;

/**
 * The trials of a session that became known after a place, in that order, as they are now; at most `first`. One that
 * was amended since keeps its place; one that was voided since is not among them.
 *
 * @param above numbers that are not above this are left out
 */
export async function fetchTrialsAdded(
  db: Db,
  { home, session, above }: { readonly home: string; readonly session: number; readonly above: number },
  after: AddedAt,
  first: number,
): Promise<Page<AddedTrialRow>> {
  // A row that is older than the place needs no look at its past.
  const { rows } = await sql<AddedTrialRow>`
    select ${trialColumns}, known.position
    from projection.trial t
    cross join lateral (
      select min(v.from_position) as position from projection.trial v
      where v.home = ${home} and v.session = ${session} and v.trial = t.trial
    ) known
    where t.home = ${home} and t.session = ${session} and t.trial > ${above} and t.to_position is null
      and t.from_position >= ${after.position} and (known.position, t.trial) > (${after.position}::bigint, ${after.number}::int)
    order by known.position, t.trial
    limit ${first + 1}`.execute(db);
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}
