import { SaddlepointError } from "../errors.ts";
import { NAME_PATTERN } from "../events/address.ts";
import type { MeasureRange, SiteFilter, SubjectFilter } from "../read/subject-filter.ts";
import type { SubjectFilter as FilterInput, SiteFilter as SiteInput } from "./schema.generated.ts";

const NAME_RULE = "1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit";

/**
 * The conditions that a query states; those that are null fall away.
 *
 * @throws SaddlepointError INVALID_NAME, INVALID_RANGE, FILTER_TOO_LARGE
 */
export function subjectFilter(input: FilterInput | null | undefined): SubjectFilter {
  return filterAt(input ?? {}, 0);
}

/** Filters within filters go no deeper: each level nests the statement too. */
const MAX_DEPTH = 8;
/** Conditions that one list may hold. */
const MAX_LIST = 50;

function filterAt(input: FilterInput, depth: number): SubjectFilter {
  if (
    depth > MAX_DEPTH ||
    [input.and, input.or, input.ranges].some((list) => (list?.length ?? 0) > MAX_LIST)
  ) {
    throw new SaddlepointError(
      "FILTER_TOO_LARGE",
      `a filter nests at most ${MAX_DEPTH} deep, and its lists hold at most ${MAX_LIST} conditions`,
      "Ask several times, for a part of the subjects each.",
      { field: "filter" },
    );
  }
  const { trajectoryClass, and, or, not, site, ...others } = input;
  const stated = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  const filter: SubjectFilter = {
    ...Object.fromEntries(stated),
    ...(trajectoryClass && { trajectoryClass: trajectoryClassNames[trajectoryClass] }),
    ...(and && { and: and.map((each) => filterAt(each, depth + 1)) }),
    ...(or && { or: or.map((each) => filterAt(each, depth + 1)) }),
    ...(not && { not: filterAt(not, depth + 1) }),
    ...(site && { site: siteFilter(site) }),
  };
  for (const range of filter.ranges ?? []) checkRange(range);
  for (const field of ["lab", "project", "subject"] as const) {
    const name = filter[field];
    if (name !== undefined && !NAME_PATTERN.test(name)) {
      throw new SaddlepointError(
        "INVALID_NAME",
        `${JSON.stringify(name)} cannot be the name of a ${field}`,
        `Names are ${NAME_RULE}.`,
        { field: `filter.${field}`, value: name },
      );
    }
  }
  return filter;
}

function siteFilter({ region, hemisphere, sensor }: SiteInput): SiteFilter {
  return {
    ...(region && { region }),
    ...(hemisphere && { hemisphere: hemisphere === "LEFT" ? "left" : "right" }),
    ...(sensor && { sensor }),
  };
}

const trajectoryClassNames = { LEFT: "left", BALANCED: "balanced", RIGHT: "right" } as const;

/** @throws SaddlepointError INVALID_RANGE */
function checkRange({ measure, min, max }: MeasureRange): void {
  if (typeof min !== "number" || typeof max !== "number" || min <= max) return;
  throw new SaddlepointError(
    "INVALID_RANGE",
    `no ${measure} lies between ${min} and ${max}`,
    "Give the smaller bound as min and the larger one as max.",
    { field: "filter.ranges", value: { measure, min, max } },
  );
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
