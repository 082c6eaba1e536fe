import { sql } from "kysely";
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
export async function fetchTrialTimes(db: Db, home: string, session: number): Promise<readonly TrialTimes[]> {
  return await db
    .selectFrom("projection.trial as t")
    .select([
      "t.trial",
      "t.stimulus_on_s as stimulusOnS",
      "t.go_cue_s as goCueS",
      "t.choice_s as choiceS",
      "t.outcome_s as outcomeS",
    ])
    .where("t.home", "=", home)
    .where("t.session", "=", session)
    .where("t.to_position", "is", null)
    .orderBy("t.trial")
    .execute();
}

/** Names of the recording sites of a subject. */
export async function fetchSiteNames(db: Db, home: string): Promise<readonly string[]> {
  const { rows } = await sql<{ site: string }>`
    select site from projection.recording_site where home = ${home} and to_position is null order by site`.execute(
    db,
  );
  return rows.map(({ site }) => site);
}
