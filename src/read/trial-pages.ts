import { sql } from "kysely";
import { type AsOf, trialsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { givenRows } from "./keys.ts";
import { type Page, type PageRequest, pagesOf } from "./pages.ts";

/** A trial as the projections know it now. */
export interface TrialRow {
  /** lab/project/subject */
  readonly home: string;
  readonly session: number;
  /** Number of the trial within its session. */
  readonly number: number;
  readonly contrastLeft: number;
  readonly contrastRight: number;
  readonly choice: "LEFT" | "NO_GO" | "RIGHT";
  readonly outcome: "CORRECT" | "INCORRECT" | null;
  readonly responseTimeS: number | null;
  readonly rewardVolumeUl: number | null;
  readonly repeatNumber: number;
  readonly block: string | null;
  readonly stimulus: string | null;
  readonly stimulusOnS: number | null;
  readonly goCueS: number | null;
  readonly choiceS: number | null;
  readonly outcomeS: number | null;
}

/** A page of one session's trials; the key is the trial's number. */
export interface TrialPageRequest extends PageRequest<number> {
  readonly home: string;
  readonly session: number;
}

/** The columns of a TrialRow, of a row `t` of trials. */
export const trialColumns = sql`
  t.home,
  t.session,
  t.trial as number,
  t.contrast_left as "contrastLeft",
  t.contrast_right as "contrastRight",
  case t.choice when -1 then 'LEFT' when 1 then 'RIGHT' else 'NO_GO' end as choice,
  case t.outcome when 1 then 'CORRECT' when 0 then 'INCORRECT' end as outcome,
  t.response_time_s as "responseTimeS",
  t.reward_volume_ul as "rewardVolumeUl",
  t.repeat_number as "repeatNumber",
  t.block,
  t.stimulus,
  t.stimulus_on_s as "stimulusOnS",
  t.go_cue_s as "goCueS",
  t.choice_s as "choiceS",
  t.outcome_s as "outcomeS"`;

/** One page for each request, in the order of the requests, by one statement. */
export async function fetchTrialPages(
  db: Db,
  requests: readonly TrialPageRequest[],
  asOf?: AsOf,
): Promise<readonly Page<TrialRow>[]> {
  const { rows } = await sql<TrialRow & { request: number }>`
    select k.request::int as request,
           ${trialColumns}
    from ${givenRows({
      home: ["text", requests.map((r) => r.home)],
      session: ["int", requests.map((r) => r.session)],
      after_trial: ["int", requests.map((r) => r.after ?? 0)],
      n_rows: ["int", requests.map((r) => r.first)],
    })}
    cross join lateral (
      select * from ${trialsAsOf(sql`p.home = k.home and p.session = k.session and p.trial > k.after_trial`, asOf)} p
      order by p.trial
      limit k.n_rows + 1
    ) t
    order by k.request, t.trial`.execute(db);
  return pagesOf(requests, rows);
}
