import { SaddlepointError } from "../errors.ts";
import type { Db } from "../read/database.ts";
import { fetchLabs, fetchProjectPage } from "../read/labs.ts";

const MOST_PROJECTS = 10_000;
const LISTED = 10;

/**
 * Nobody is in a lab or project that is not there, and no answer would tell that from one without data.
 *
 * @throws SaddlepointError NO_SUCH_LAB, NO_SUCH_PROJECT
 */
export async function requireKnown(
  db: Db,
  { lab, project }: { readonly lab?: string; readonly project?: string },
): Promise<void> {
  if (lab === undefined && project === undefined) return;
  const { rows } = await fetchProjectPage(db, null, { first: MOST_PROJECTS, after: null });
  const ofLab = rows.filter((row) => lab === undefined || row.lab === lab);
  if (lab !== undefined && ofLab.length === 0 && !(await fetchLabs(db, [lab])).has(lab)) {
    const labs = [...new Set(rows.map((row) => row.lab))];
    throw new SaddlepointError("NO_SUCH_LAB", `there is no lab ${lab}`, thereAre(labs), {
      field: "lab",
      value: lab,
    });
  }
  if (project === undefined || ofLab.some((row) => row.project === project)) return;
  const named = lab === undefined ? project : `${lab}/${project}`;
  const projects = rows.map((row) => `${row.lab}/${row.project}`);
  throw new SaddlepointError("NO_SUCH_PROJECT", `there is no project ${named}`, thereAre(projects), {
    field: "project",
    value: project,
  });
}

function thereAre(names: readonly string[]): string {
  if (names.length === 0) return "There is none yet: npx saddlepoint import --help, or npx saddlepoint demo.";
  const more = names.length - LISTED;
  return `Give one of those that there are: ${names.slice(0, LISTED).join(", ")}${more > 0 ? `, and ${more} more (npx saddlepoint cohort --json)` : ""}.`;
}
