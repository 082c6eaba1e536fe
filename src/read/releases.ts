import { sql } from "kysely";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { type ProjectPartKey, projectPartKey } from "./labs.ts";
import type { Page, PageRequest } from "./pages.ts";

/** A named position of the log. */
export interface ReleaseRow extends ProjectPartKey {
  /** lab/project/release:name */
  readonly id: string;
  /** The last position that counts. */
  readonly position: number;
  readonly title: string | null;
  readonly notes: string | null;
  readonly citation: string | null;
  readonly analyses: readonly {
    readonly name: string;
    readonly version: number;
    readonly parameters: unknown;
  }[];
}

const columns = sql`
  r.lab || '/' || r.project || '/release:' || r.release as id, r.lab, r.project, r.release as name, r.position,
  r.title, r.notes, r.citation, r.analyses`;

/** One page of the releases, in the order of lab, project and name. */
export async function fetchReleasePage(
  db: Db,
  { lab, project }: { readonly lab: string | null; readonly project: string | null },
  { first, after }: PageRequest<ProjectPartKey>,
  asOf?: AsOf,
): Promise<Page<ReleaseRow>> {
  const { rows } = await sql<ReleaseRow>`
    select ${columns} from projection.release r
    where ${isTrueAt("r", asOf)} and (${lab}::text is null or r.lab = ${lab})
      and (${project}::text is null or r.project = ${project})
      and (${after?.lab ?? null}::text is null
           or (r.lab, r.project, r.release) > (${after?.lab ?? ""}, ${after?.project ?? ""}, ${after?.name ?? ""}))
    order by r.lab, r.project, r.release limit ${first + 1}`.execute(db);
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

export async function countReleases(
  db: Db,
  { lab, project }: { readonly lab: string | null; readonly project: string | null },
  asOf?: AsOf,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from projection.release r
    where ${isTrueAt("r", asOf)} and (${lab}::text is null or r.lab = ${lab})
      and (${project}::text is null or r.project = ${project})`.execute(db);
  return rows[0].n;
}

/** These releases, by id; those that there are. */
export async function fetchReleases(
  db: Db,
  ids: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, ReleaseRow>> {
  const keys = ids.map((id) => projectPartKey("release", id)).filter((key) => key !== null);
  if (keys.length === 0) return new Map();
  const { rows } = await sql<ReleaseRow>`
    select ${columns}
    from unnest(${keys.map((key) => key.lab)}::text[], ${keys.map((key) => key.project)}::text[],
                ${keys.map((key) => key.name)}::text[]) as k(lab, project, release)
    join projection.release r on r.lab = k.lab and r.project = k.project and r.release = k.release
    where ${isTrueAt("r", asOf)}`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
