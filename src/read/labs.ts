import { sql } from "kysely";
import { NAME_PATTERN } from "../events/address.ts";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { isAmong } from "./keys.ts";
import type { Page, PageRequest } from "./pages.ts";

/** A lab, announced or known from its subjects alone. */
export interface LabRow {
  readonly lab: string;
  readonly fullName: string | null;
  readonly asOf?: AsOf;
}

export interface ProjectRow {
  readonly lab: string;
  readonly project: string;
  readonly title: string | null;
  readonly asOf?: AsOf;
}

export interface ProjectKey {
  readonly lab: string;
  readonly project: string;
}

/** What belongs to a project and has a name in it, as an id names it: lab/project/kind:name. */
export interface ProjectPartKey extends ProjectKey {
  readonly name: string;
}

/** Such an id of one kind taken apart; null for any other text. */
export function projectPartKey(kind: "cohort" | "release", id: string): ProjectPartKey | null {
  const [lab, project = "", last = "", ...rest] = id.split("/");
  const name = last.startsWith(`${kind}:`) ? last.slice(kind.length + 1) : "";
  const isOne = rest.length === 0 && [lab, project, name].every((each) => NAME_PATTERN.test(each));
  return isOne ? { lab, project, name } : null;
}

/** Labs in order of name. */
export async function fetchLabPage(
  db: Db,
  { first, after }: PageRequest<string>,
  asOf?: AsOf,
): Promise<Page<LabRow>> {
  const { rows } = await sql<LabRow>`
    select lab, max(name) as "fullName" from (
      select s.lab, null as name from projection.subject s where ${isTrueAt("s", asOf)}
      union
      select l.lab, l.name from projection.lab l where ${isTrueAt("l", asOf)}
    ) known
    where ${after}::text is null or lab > ${after}
    group by lab order by lab limit ${first + 1}`.execute(db);
  return pageOf(rows, first, asOf);
}

/** Projects, of one lab or of all, in order of lab and name. */
export async function fetchProjectPage(
  db: Db,
  lab: string | null,
  { first, after }: PageRequest<ProjectKey>,
  asOf?: AsOf,
): Promise<Page<ProjectRow>> {
  const { rows } = await sql<ProjectRow>`
    select lab, project, max(title) as title from (
      select s.lab, s.project, null as title from projection.subject s where ${isTrueAt("s", asOf)}
      union
      select p.lab, p.project, p.title from projection.project p where ${isTrueAt("p", asOf)}
    ) known
    where (${lab}::text is null or lab = ${lab})
      and (${after?.lab ?? null}::text is null or (lab, project) > (${after?.lab ?? ""}, ${after?.project ?? ""}))
    group by lab, project order by lab, project limit ${first + 1}`.execute(db);
  return pageOf(rows, first, asOf);
}

/** These labs, by name; those that there are. */
export async function fetchLabs(
  db: Db,
  names: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, LabRow>> {
  const { rows } = await sql<LabRow>`
    select lab, max(name) as "fullName" from (
      select s.lab, null as name from projection.subject s
      where ${isAmong("s.lab", names)} and ${isTrueAt("s", asOf)}
      union
      select l.lab, l.name from projection.lab l
      where ${isAmong("l.lab", names)} and ${isTrueAt("l", asOf)}
    ) known
    group by lab order by lab`.execute(db);
  return new Map(rows.map((row) => [row.lab, { ...row, asOf }]));
}

/** These projects, by lab/project; those that there are. */
export async function fetchProjects(
  db: Db,
  ids: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, ProjectRow>> {
  const { rows } = await sql<ProjectRow>`
    select lab, project, max(title) as title from (
      select s.lab, s.project, null as title from projection.subject s
      where s.lab || '/' || s.project = any (${[...ids]}::text[]) and ${isTrueAt("s", asOf)}
      union
      select p.lab, p.project, p.title from projection.project p
      where p.lab || '/' || p.project = any (${[...ids]}::text[]) and ${isTrueAt("p", asOf)}
    ) known
    group by lab, project order by lab, project`.execute(db);
  return new Map(rows.map((row) => [`${row.lab}/${row.project}`, { ...row, asOf }]));
}

export async function countLabs(db: Db, asOf?: AsOf): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select s.lab from projection.subject s where ${isTrueAt("s", asOf)}
      union select l.lab from projection.lab l where ${isTrueAt("l", asOf)}
    ) known`.execute(db);
  return rows[0].n;
}

export async function countProjects(db: Db, lab: string | null, asOf?: AsOf): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select s.lab, s.project from projection.subject s where ${isTrueAt("s", asOf)}
      union select p.lab, p.project from projection.project p where ${isTrueAt("p", asOf)}
    ) known where ${lab}::text is null or lab = ${lab}`.execute(db);
  return rows[0].n;
}

function pageOf<Row extends object>(rows: readonly Row[], first: number, asOf: AsOf): Page<Row> {
  return { rows: rows.slice(0, first).map((row) => ({ ...row, asOf })), hasNextPage: rows.length > first };
}
