import { sql } from "kysely";
import { SaddlepointError } from "../errors.ts";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";
import { type ProjectPartKey, projectPartKey } from "./labs.ts";
import type { Page, PageRequest } from "./pages.ts";
import { MAX_CONDITIONS, parseSubjectFilter, tooLarge } from "./parse-subject-filter.ts";
import type { SubjectFilter } from "./subject-filter.ts";

/** A cohort's definition as the log has it. */
export interface CohortDefinitionRow extends ProjectPartKey {
  /** lab/project/cohort:name */
  readonly id: string;
  readonly description: string | null;
  /** As it was written: a SubjectFilter of the schema, if it is right. */
  readonly filter: unknown;
  /** Position of the event that defined it. */
  readonly position: number;
}

const columns = sql`
  c.lab || '/' || c.project || '/cohort:' || c.cohort as id, c.lab, c.project, c.cohort as name, c.description,
  c.filter, c.from_position as position`;

/** One page of the definitions, in the order of lab, project and name. */
export async function fetchCohortDefinitionPage(
  db: Db,
  { lab, project }: { readonly lab: string | null; readonly project: string | null },
  { first, after }: PageRequest<ProjectPartKey>,
  asOf?: AsOf,
): Promise<Page<CohortDefinitionRow>> {
  const { rows } = await sql<CohortDefinitionRow>`
    select ${columns} from projection.cohort c
    where ${isTrueAt("c", asOf)} and (${lab}::text is null or c.lab = ${lab})
      and (${project}::text is null or c.project = ${project})
      and (${after?.lab ?? null}::text is null
           or (c.lab, c.project, c.cohort) > (${after?.lab ?? ""}, ${after?.project ?? ""}, ${after?.name ?? ""}))
    order by c.lab, c.project, c.cohort limit ${first + 1}`.execute(db);
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

export async function countCohortDefinitions(
  db: Db,
  { lab, project }: { readonly lab: string | null; readonly project: string | null },
  asOf?: AsOf,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from projection.cohort c
    where ${isTrueAt("c", asOf)} and (${lab}::text is null or c.lab = ${lab})
      and (${project}::text is null or c.project = ${project})`.execute(db);
  return rows[0].n;
}

/** These definitions, by id; those that there are. */
export async function fetchCohortDefinitions(
  db: Db,
  ids: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, CohortDefinitionRow>> {
  const keys = ids.map((id) => projectPartKey("cohort", id)).filter((key) => key !== null);
  if (keys.length === 0) return new Map();
  const { rows } = await sql<CohortDefinitionRow>`
    select ${columns}
    from unnest(${keys.map((key) => key.lab)}::text[], ${keys.map((key) => key.project)}::text[],
                ${keys.map((key) => key.name)}::text[]) as k(lab, project, cohort)
    join projection.cohort c on c.lab = k.lab and c.project = k.project and c.cohort = k.cohort
    where ${isTrueAt("c", asOf)}`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Definitions within definitions go no deeper. */
const MAX_NESTED = 4;

/**
 * A filter in which every saved cohort that it names is replaced by what its definition says, now or as of a position.
 * A cohort selects among the subjects of its own project, and may name only cohorts of that.
 *
 * @throws SaddlepointError COHORT_UNKNOWN, COHORT_UNUSABLE, FILTER_TOO_LARGE
 */
export async function withSavedCohorts(db: Db, filter: SubjectFilter, asOf?: AsOf): Promise<SubjectFilter> {
  if (namedCohorts(filter).length === 0) return filter;
  const known = new Map<string, SubjectFilter>();
  let wanted = namedCohorts(filter);
  for (let depth = 0; wanted.length > 0; depth++) {
    const definitions = depth < MAX_NESTED ? await fetchCohortDefinitions(db, wanted, asOf) : new Map();
    for (const id of wanted) known.set(id, definitionOf(id, definitions.get(id)));
    wanted = wanted.flatMap((id) => namedCohorts(known.get(id) ?? {})).filter((id) => !known.has(id));
  }
  return expand(filter, known, { n: 0 }, []);
}

function definitionOf(id: string, row: CohortDefinitionRow | undefined): SubjectFilter {
  if (row === undefined) {
    throw new SaddlepointError(
      "COHORT_UNKNOWN",
      `there is no cohort ${JSON.stringify(id)}, or none that you may see`,
      "Write lab/project/cohort:name; the query `cohorts { nodes { id } }` lists them.",
      { field: "filter.cohort", value: id },
    );
  }
  const { lab, project } = row;
  let own: SubjectFilter;
  try {
    own = parseSubjectFilter(row.filter);
  } catch (error) {
    throw unusable(id, error instanceof Error ? error.message : String(error));
  }
  const stranger = namedCohorts(own).find((other) => !other.startsWith(`${lab}/${project}/cohort:`));
  if (stranger !== undefined) throw unusable(id, `it names ${JSON.stringify(stranger)}, of another project`);
  return { and: [{ lab, project }, own] };
}

function expand(
  filter: SubjectFilter,
  known: ReadonlyMap<string, SubjectFilter>,
  count: { n: number },
  within: readonly string[],
): SubjectFilter {
  count.n += Object.keys(filter).length + (filter.ranges?.length ?? 0);
  if (count.n > MAX_CONDITIONS) throw tooLarge();
  const each = (part: SubjectFilter) => expand(part, known, count, within);
  const { cohort, and, or, not, ...others } = filter;
  const named: SubjectFilter[] = [];
  if (cohort !== undefined) {
    if (within.includes(cohort)) throw unusable(cohort, "it is defined by itself");
    named.push(expand(known.get(cohort) ?? {}, known, count, [...within, cohort]));
  }
  return {
    ...others,
    ...(and || named.length > 0 ? { and: [...(and ?? []).map(each), ...named] } : {}),
    ...(or && { or: or.map(each) }),
    ...(not && { not: each(not) }),
  };
}

/** The cohorts that a filter names, each once. */
function namedCohorts({ cohort, and = [], or = [], not }: SubjectFilter): readonly string[] {
  const below = [...and, ...or, ...(not ? [not] : [])].flatMap(namedCohorts);
  return [...new Set([...(cohort === undefined ? [] : [cohort]), ...below])];
}

function unusable(id: string, why: string): SaddlepointError {
  return new SaddlepointError(
    "COHORT_UNUSABLE",
    `the definition of ${JSON.stringify(id)} selects nobody: ${why}`,
    "Append CohortDefined with a right filter, as the schema's SubjectFilter says.",
    { field: "filter.cohort", value: id },
  );
}
