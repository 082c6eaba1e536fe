import { sql } from "kysely";
import type { Db } from "./database.ts";

/** How many snippets a fibre has around one kind of event, of sessions that are not excluded. */
export interface SnippetCount {
  readonly home: string;
  readonly site: string;
  readonly alignment: string;
  readonly n: number;
  /** Of the signal, without a gap, and with the number of a trial. */
  readonly nNamingTrials: number;
  /** Of these, whose trial is there. */
  readonly nWithTrials: number;
}

/** The snippets of these subjects, counted: where nothing can be made of them it is to be said why. */
export async function fetchSnippetCounts(db: Db, homes: readonly string[]): Promise<readonly SnippetCount[]> {
  const { rows } = await sql<SnippetCount>`
    select c.home, c.site, c.alignment, count(*)::int as n,
           count(*) filter (where c.names_trial)::int as "nNamingTrials",
           count(*) filter (where c.names_trial and t.trial is not null)::int as "nWithTrials"
    from (
      select p.home, p.session, p.site, p.alignment, p.trial,
             p.trial is not null and not p.gap and p.channel <> 'control' as names_trial
      from projection.snippet p
      where p.home = any (${[...homes]}::text[]) and p.to_position is null
    ) c
    join projection.session s
      on s.home = c.home and s.session = c.session and s.to_position is null and s.excluded_reason is null
    left join projection.trial t
      on t.home = c.home and t.session = c.session and t.trial = c.trial and t.to_position is null
    group by c.home, c.site, c.alignment
    order by c.home, c.site, c.alignment`.execute(db);
  return rows;
}
