import { sql } from "kysely";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { givenRows, isAmong } from "./keys.ts";
import { type Page, type PageRequest, pagesOf } from "./pages.ts";

/** Light as the projections know it, whether or not it belongs to a trial. */
export interface StimulationPageRow {
  /** lab/project/subject */
  readonly home: string;
  readonly session: number;
  readonly number: number;
  readonly trial: number | null;
  readonly site: string;
  readonly hemisphere: string;
  readonly condition: string;
  readonly alignment: string | null;
  readonly onsetS: number | null;
  readonly durationS: number | null;
  readonly wavelengthNm: number | null;
  readonly powerMw: number | null;
  readonly pulseWidthMs: number | null;
  readonly pulseRateHz: number | null;
  readonly opsin: string | null;
}

/** A page of one session's stimulations; the key is the stimulation's number. */
export interface StimulationPageRequest extends PageRequest<number> {
  readonly home: string;
  readonly session: number;
}

/** One page for each request, in the order of the requests, by one statement. */
export async function fetchStimulationPages(
  db: Db,
  requests: readonly StimulationPageRequest[],
  asOf?: AsOf,
): Promise<readonly Page<StimulationPageRow>[]> {
  const { rows } = await sql<StimulationPageRow & { request: number }>`
    select k.request::int as request, t.home, t.session, t.stimulation as number, t.trial, t.site, t.hemisphere,
           t.condition, t.alignment, t.onset_s as "onsetS", t.duration_s as "durationS",
           t.wavelength_nm as "wavelengthNm", t.power_mw as "powerMw", t.pulse_width_ms as "pulseWidthMs",
           t.pulse_rate_hz as "pulseRateHz", t.opsin
    from ${givenRows({
      home: ["text", requests.map((r) => r.home)],
      session: ["int", requests.map((r) => r.session)],
      after_number: ["int", requests.map((r) => r.after ?? -1)],
      n_rows: ["int", requests.map((r) => r.first)],
    })}
    cross join lateral (
      select * from projection.stimulation p
      where p.home = k.home and p.session = k.session and p.stimulation > k.after_number and ${isTrueAt("p", asOf)}
      order by p.stimulation
      limit k.n_rows + 1
    ) t
    order by k.request, t.stimulation`.execute(db);
  return pagesOf(requests, rows);
}

/** Number of stimulations of each session of these subjects that has any. */
export async function countStimulations(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<readonly { readonly home: string; readonly session: number; readonly n: number }[]> {
  const { rows } = await sql<{ home: string; session: number; n: number }>`
    select p.home, p.session, count(*) as n from projection.stimulation p
    where ${isAmong("p.home", homes)} and ${isTrueAt("p", asOf)}
    group by p.home, p.session order by p.home, p.session`.execute(db);
  return rows;
}
