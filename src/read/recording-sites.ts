import { sql } from "kysely";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import { givenRows, isAmong } from "./keys.ts";
import { type Page, pagesOf, type SubjectPageRequest } from "./pages.ts";

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

const columns = sql`
  r.home, r.site, r.region, r.hemisphere, r.anterior_posterior_mm as "anteriorPosteriorMm",
  r.mediolateral_mm as "mediolateralMm", r.dorsoventral_mm as "dorsoventralMm", r.sensor,
  r.implanted_on as "implantedOn"`;

/** The fibres of these subjects, by subject, in order of name. */
export async function fetchSites(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly RecordingSiteRow[]>> {
  const { rows } = await sql<RecordingSiteRow>`
    select ${columns}
    from projection.recording_site r
    where ${isAmong("r.home", homes)} and ${isTrueAt("r", asOf)}
    order by r.home, r.site`.execute(db);
  return groupBy(rows, (row) => row.home);
}

/** One page of a subject's fibres for each request, in the order of the requests, by one statement. */
export async function fetchSitePages(
  db: Db,
  requests: readonly SubjectPageRequest<string>[],
  asOf?: AsOf,
): Promise<readonly Page<RecordingSiteRow>[]> {
  const { rows } = await sql<RecordingSiteRow & { request: number }>`
    select k.request::int as request, ${columns}
    from ${givenRows({
      home: ["text", requests.map((r) => r.home)],
      after_site: ["text", requests.map((r) => r.after ?? "")],
      n_rows: ["int", requests.map((r) => r.first)],
    })}
    cross join lateral (
      select * from projection.recording_site p
      where p.home = k.home and p.site > k.after_site and ${isTrueAt("p", asOf)}
      order by p.site
      limit k.n_rows + 1
    ) r
    order by k.request, r.site`.execute(db);
  return pagesOf(requests, rows);
}
