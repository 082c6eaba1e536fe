import { sql } from "kysely";
import { type AsOf, isTrueAt, trialsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";

/** Times of a session's trials, on the rig's clock, in seconds. */
export interface TrialTimes {
  readonly trial: number;
  readonly stimulusOnS: number | null;
  readonly goCueS: number | null;
  readonly choiceS: number | null;
  readonly outcomeS: number | null;
}

/** Trials of one session with their times, in order. */
export async function fetchTrialTimes(
  db: Db,
  home: string,
  session: number,
  asOf?: AsOf,
): Promise<readonly TrialTimes[]> {
  const { rows } = await sql<TrialTimes>`
    select t.trial, t.stimulus_on_s as "stimulusOnS", t.go_cue_s as "goCueS", t.choice_s as "choiceS",
           t.outcome_s as "outcomeS"
    from ${trialsAsOf(sql`p.home = ${home} and p.session = ${session}`, asOf)} t
    order by t.trial`.execute(db);
  return rows;
}

/** Names of the recording sites of a subject. */
export async function fetchSiteNames(db: Db, home: string, asOf?: AsOf): Promise<readonly string[]> {
  const { rows } = await sql<{ site: string }>`
    select r.site from projection.recording_site r
    where r.home = ${home} and ${isTrueAt("r", asOf)} order by r.site`.execute(db);
  return rows.map(({ site }) => site);
}
