import { SaddlepointError } from "../errors.ts";
import { NAME_PATTERN } from "../events/address.ts";
import type { AsOf } from "../read/as-of.ts";
import type { Db } from "../read/database.ts";
import { NAME_RULE, parseSubjectFilter } from "../read/parse-subject-filter.ts";
import { withSavedCohorts } from "../read/saved-cohorts.ts";
import type { SubjectFilter } from "../read/subject-filter.ts";
import type { SubjectFilter as FilterInput } from "./schema.generated.ts";

/**
 * The conditions that a query states; those that are null fall away, and saved cohorts are looked up.
 *
 * @throws SaddlepointError as parseSubjectFilter and withSavedCohorts
 */
export async function subjectFilter(
  db: Db,
  input: FilterInput | null | undefined,
  asOf: AsOf,
): Promise<SubjectFilter> {
  return await withSavedCohorts(db, parseSubjectFilter(input), asOf);
}

/**
 * A subject's id as its home.
 *
 * @throws SaddlepointError INVALID_SUBJECT_ID
 */
export function subjectId(id: string): string {
  const names = id.split("/");
  if (names.length === 3 && names.every((name) => NAME_PATTERN.test(name))) return id;
  throw new SaddlepointError(
    "INVALID_SUBJECT_ID",
    `${JSON.stringify(id)} is no id of a subject`,
    `Write lab/project/subject; each name is ${NAME_RULE}. The query \`subjects { nodes { id } }\` lists them.`,
    { field: "id", value: id },
  );
}
