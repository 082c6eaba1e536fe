import { sql } from "kysely";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { givenRows } from "./keys.ts";
import { type Page, type PageRequest, pagesOf } from "./pages.ts";
import { float32From } from "./typed-bytes.ts";

/** A snippet as the projections know it, without its samples. */
export interface SnippetPageRow {
  /** lab/project/subject */
  readonly home: string;
  readonly session: number;
  readonly name: string;
  readonly trial: number | null;
  readonly site: string;
  readonly channel: string;
  readonly alignment: "stimulus" | "choice" | "outcome" | "go-cue" | "other";
  readonly units: string;
  readonly sampleRateHz: number;
  readonly offsetS: number;
  readonly gap: boolean;
  readonly clipped: boolean;
  readonly nSamples: number;
  /** The position at which all this was true; now without it. */
  readonly asOf?: AsOf;
}

export type SnippetKey = Pick<SnippetPageRow, "home" | "session" | "name">;

/** What of a session's snippets is asked for. */
export interface SnippetSelector {
  readonly home: string;
  readonly session: number;
  readonly site: string | null;
  readonly alignment: SnippetPageRow["alignment"] | null;
}

/** A page of one session's snippets; the key is the snippet's name. */
export type SnippetPageRequest = SnippetSelector & PageRequest<string>;

const columns = sql`
  t.home, t.session, t.snippet as name, t.trial, t.site, t.channel, t.alignment, t.units,
  t.sample_rate_hz as "sampleRateHz", t.offset_s as "offsetS", t.gap, t.clipped, length(t.samples) / 4 as "nSamples"`;

/** One page for each request, in the order of the requests, by one statement. */
export async function fetchSnippetPages(
  db: Db,
  requests: readonly SnippetPageRequest[],
  asOf?: AsOf,
): Promise<readonly Page<SnippetPageRow>[]> {
  const { rows } = await sql<SnippetPageRow & { request: number }>`
    select k.request::int as request, ${columns}
    from ${givenRows({
      home: ["text", requests.map((r) => r.home)],
      session: ["int", requests.map((r) => r.session)],
      site: ["text", requests.map((r) => r.site)],
      alignment: ["text", requests.map((r) => r.alignment)],
      after_name: ["text", requests.map((r) => r.after ?? "")],
      n_rows: ["int", requests.map((r) => r.first)],
    })}
    cross join lateral (
      select * from projection.snippet p
      where p.home = k.home and p.session = k.session and p.snippet > k.after_name
        and (k.site is null or p.site = k.site) and (k.alignment is null or p.alignment = k.alignment)
        and ${isTrueAt("p", asOf)}
      order by p.snippet
      limit k.n_rows + 1
    ) t
    order by k.request, t.snippet`.execute(db);
  return pagesOf(
    requests,
    rows.map((row) => ({ ...row, asOf })),
  );
}

/** Number of snippets that each selector selects, in their order. */
export async function countSnippets(
  db: Db,
  selectors: readonly SnippetSelector[],
  asOf?: AsOf,
): Promise<readonly number[]> {
  const { rows } = await sql<{ n: number }>`
    select (
      select count(*) from projection.snippet p
      where p.home = k.home and p.session = k.session and (k.site is null or p.site = k.site)
        and (k.alignment is null or p.alignment = k.alignment) and ${isTrueAt("p", asOf)}
    ) as n
    from ${givenRows({
      home: ["text", selectors.map((r) => r.home)],
      session: ["int", selectors.map((r) => r.session)],
      site: ["text", selectors.map((r) => r.site)],
      alignment: ["text", selectors.map((r) => r.alignment)],
    })}
    order by k.request`.execute(db);
  return rows.map(({ n }) => n);
}

/** These snippets, in the order of their keys; null for one that is not there. */
export async function fetchSnippets(
  db: Db,
  keys: readonly SnippetKey[],
  asOf?: AsOf,
): Promise<readonly (SnippetPageRow | null)[]> {
  const { rows } = await sql<SnippetPageRow & { place: number }>`
    select k.place::int as place, ${columns}
    from ${placed(keys)}
    join projection.snippet t
      on t.home = k.home and t.session = k.session and t.snippet = k.snippet and ${isTrueAt("t", asOf)}
    order by k.place`.execute(db);
  const found = new Map(rows.map(({ place, ...row }) => [place, { ...row, asOf }]));
  return keys.map((_, i) => found.get(i + 1) ?? null);
}

const placed = (keys: readonly SnippetKey[]) => sql`
  unnest(
    ${keys.map((s) => s.home)}::text[], ${keys.map((s) => s.session)}::int[], ${keys.map((s) => s.name)}::text[]
  ) with ordinality as k(home, session, snippet, place)`;

/** The samples of these snippets, in their order; null for one that is not there. */
export async function fetchSamples(
  db: Db,
  snippets: readonly SnippetKey[],
  asOf?: AsOf,
): Promise<readonly (Float32Array | null)[]> {
  const { rows } = await sql<{ place: number; samples: Buffer }>`
    select k.place::int as place, p.samples
    from ${placed(snippets)}
    join projection.snippet p
      on p.home = k.home and p.session = k.session and p.snippet = k.snippet and ${isTrueAt("p", asOf)}
    order by k.place`.execute(db);
  const found = new Map(rows.map(({ place, samples }) => [place, float32From(samples)]));
  return snippets.map((_, i) => found.get(i + 1) ?? null);
}
