import pg from "pg";
import { type ChosenTraces, chooseTraces, type TraceGroup } from "../science/dopamine/choose-traces.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { type AsOf, isTrueAtText, rowsAsOfText } from "./as-of.ts";
import type { SnippetAlignment } from "./snippets.ts";
import { trialRows } from "./trial-rows.ts";

/** A fibre of a subject. */
export interface Fibre {
  readonly home: string;
  readonly site: string;
}

/** Of snippets `p` of a fibre: those that have no gap, are of the signal and name a trial. */
export function isTraceText({ home, site }: Fibre): string {
  return `p.home = ${pg.escapeLiteral(home)} and p.site = ${pg.escapeLiteral(site)}
    and p.trial is not null and not p.gap and p.channel <> 'control'`;
}

/** Steps that tell of the recording, not of what was done to it. */
const OF_THE_RECORDING = "('channels', 'clock alignment', 'rows')";

/**
 * Which of a fibre's traces are looked at, by event: one choice for all its sessions (chooseTraces). Those count that
 * belong to a trial of the table.
 */
export async function fetchChosenTraces(
  pool: pg.Pool,
  fibre: Fibre,
  trials: TrialTable,
  asOf?: AsOf,
): Promise<ReadonlyMap<SnippetAlignment, ChosenTraces>> {
  const home = pg.escapeLiteral(fibre.home);
  // Steps have no name of their own for two sessions: each names its recording. So what they say is compared.
  const steps = (which: string) => `coalesce((
    select jsonb_agg(e.step order by e.place)::text
    from jsonb_array_elements(q.steps) with ordinality as e(step, place)
    where e.step->>'step' ${which}), '')`;
  const { rows } = await pool.query<Omit<TraceGroup, "n"> & { readonly trials: readonly number[] }>(
    `select g.session, g.alignment, coalesce(g.preprocessing, '') as preprocessing, g.units,
            g.sample_rate_hz as "sampleRateHz", g.offset_s as "offsetS", g.n_samples as "nSamples", g.trials,
            case when q.steps is null then coalesce(g.preprocessing, '') else ${steps(`not in ${OF_THE_RECORDING}`)} end
              as processing,
            ${steps("= 'channels'")} as channels
     from (
       select p.session, p.alignment, p.preprocessing, p.units, p.sample_rate_hz, p.offset_s,
              length(p.samples) / 4 as n_samples, json_agg(p.trial) as trials
       from ${rowsAsOfText("projection.snippet", `${isTraceText(fibre)} and p.alignment in ('stimulus', 'choice', 'outcome')`, asOf)} p
       group by p.session, p.alignment, p.preprocessing, p.units, p.sample_rate_hz, p.offset_s, n_samples
     ) g
     left join projection.preprocessing q
       on q.home = ${home} and q.session = g.session and q.preprocessing = g.preprocessing
          and ${isTrueAtText("q", asOf)}
     order by g.session, g.alignment, g.preprocessing, g.units, g.sample_rate_hz, g.offset_s, g.n_samples`,
  );
  // Joined by PostgreSQL, each trial's snippets may be looked for among all of its session's.
  const rowOf = trialRows(trials);
  const groups = rows.map(({ trials: own, ...group }) => ({
    ...group,
    n: own.filter((trial) => rowOf(group.session, trial) !== undefined).length,
  }));
  return chooseTraces(groups.filter(({ n }) => n > 0));
}
