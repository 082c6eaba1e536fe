import { sql } from "kysely";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";

/** A fibre of a subject; millimetres from bregma, nanometres of light. */
export interface RecordingSiteRow {
  /** lab/project/subject */
  readonly home: string;
  readonly site: string;
  readonly region: string;
  readonly hemisphere: "left" | "right";
  readonly anteriorPosteriorMm: number | null;
  readonly mediolateralMm: number | null;
  readonly dorsoventralMm: number | null;
  readonly sensor: string | null;
  /** YYYY-MM-DD */
  readonly implantedOn: string | null;
}

/** The fibres of these subjects, by subject, in order of name. */
export async function fetchSites(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly RecordingSiteRow[]>> {
  const { rows } = await sql<RecordingSiteRow>`
    select r.home, r.site, r.region, r.hemisphere, r.anterior_posterior_mm as "anteriorPosteriorMm",
           r.mediolateral_mm as "mediolateralMm", r.dorsoventral_mm as "dorsoventralMm", r.sensor,
           r.implanted_on as "implantedOn"
    from projection.recording_site r
    where r.home = any (${[...homes]}::text[]) and ${isTrueAt("r", asOf)}
    order by r.home, r.site`.execute(db);
  return groupBy(rows, (row) => row.home);
}
