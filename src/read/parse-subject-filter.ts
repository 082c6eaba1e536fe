import { SaddlepointError } from "../errors.ts";
import { NAME_PATTERN } from "../events/address.ts";
import { LEARNING_RULES } from "../science/network/learning-rule.ts";
import { strategyLabels } from "../science/strategies/label.ts";
import {
  type MeasureRange,
  type SiteFilter,
  type SubjectFilter,
  type SubjectMeasure,
  subjectMeasures,
} from "./subject-filter.ts";

/*
 * A SubjectFilter as the schema writes it, of a query or of a cohort's definition in the log, read strictly: what is
 * not understood must never select more than was meant.
 */

export const NAME_RULE =
  "1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit";

/** Filters within filters go no deeper: each level nests the statement too. */
const MAX_DEPTH = 8;
/** Conditions that one list may hold. */
const MAX_LIST = 50;
/** Conditions of a whole filter. */
export const MAX_CONDITIONS = 500;
const MAX_TEXT = 200;

/**
 * The conditions that a filter states; those that are null fall away.
 *
 * @throws SaddlepointError INVALID_FILTER, INVALID_NAME, INVALID_RANGE, FILTER_TOO_LARGE
 */
export function parseSubjectFilter(input: unknown): SubjectFilter {
  return filterAt(input ?? {}, { depth: 0, count: { n: 0 } });
}

interface Place {
  readonly depth: number;
  readonly count: { n: number };
}

function filterAt(input: unknown, { depth, count }: Place): SubjectFilter {
  if (depth > MAX_DEPTH) throw tooLarge();
  const below = { depth: depth + 1, count };
  const parsed: Record<string, unknown> = {};
  for (const [name, value] of stated(input, "a filter")) {
    count.n += 1;
    if (count.n > MAX_CONDITIONS) throw tooLarge();
    const parse = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : undefined;
    if (parse === undefined) throw invalid(name, value, "there is no such condition");
    parsed[name] = parse(value, name, below);
  }
  return parsed as SubjectFilter;
}

type Parse = (value: unknown, name: string, below: Place) => unknown;

const text: Parse = (value, name) => {
  if (typeof value === "string" && value.length <= MAX_TEXT && !value.includes("\0")) return value;
  throw invalid(name, value, `a text of at most ${MAX_TEXT} characters`);
};

const truth: Parse = (value, name) => {
  if (typeof value === "boolean") return value;
  throw invalid(name, value, "true or false");
};

const day: Parse = (value, name) => {
  if (typeof value === "string" && isDay(value)) return value;
  throw invalid(name, value, "a day, such as 2026-03-01");
};

/** YYYY-MM-DD, of the calendar: there is no 30th of February. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const name: Parse = (value, field) => {
  if (typeof value === "string" && NAME_PATTERN.test(value)) return value;
  throw new SaddlepointError(
    "INVALID_NAME",
    `${JSON.stringify(value)} cannot be the name of a ${field}`,
    `Names are ${NAME_RULE}.`,
    { field: `filter.${field}`, value },
  );
};

const oneOf =
  <Value>(values: Readonly<Record<string, Value>>): Parse =>
  (value, name) => {
    if (typeof value === "string" && Object.hasOwn(values, value)) return values[value];
    throw invalid(name, value, `one of ${Object.keys(values).join(", ")}`);
  };

const same = <Name extends string>(names: readonly Name[]): Readonly<Record<string, Name>> =>
  Object.fromEntries(names.map((each) => [each, each]));

const list =
  (parse: Parse): Parse =>
  (value, name, below) => {
    // As in a query, one value stands for a list of it.
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length > MAX_LIST) throw tooLarge();
    return values.map((each) => parse(each, name, below));
  };

const filter: Parse = (value, _, below) => filterAt(value, below);

const range: Parse = (value, field, { count }): MeasureRange => {
  count.n += 1;
  if (count.n > MAX_CONDITIONS) throw tooLarge();
  const { measure, min, max, ...others } = Object.fromEntries(stated(value, "a range"));
  const [other] = Object.entries(others);
  if (other !== undefined) throw invalid(field, other[0], "a measure with min and max");
  const known = oneOf(same(subjectMeasures))(measure, `${field}.measure`, {
    depth: 0,
    count,
  }) as SubjectMeasure;
  for (const bound of [min, max])
    if (bound !== undefined && !(typeof bound === "number" && Number.isFinite(bound)))
      throw invalid(field, bound, "a number");
  if (typeof min === "number" && typeof max === "number" && min > max) {
    throw new SaddlepointError(
      "INVALID_RANGE",
      `no ${known} lies between ${min} and ${max}`,
      "Give the smaller bound as min and the larger one as max.",
      { field: "filter.ranges", value: { measure: known, min, max } },
    );
  }
  return {
    measure: known,
    ...(typeof min === "number" && { min }),
    ...(typeof max === "number" && { max }),
  };
};

const site: Parse = (value, field, below): SiteFilter => {
  const parsed: Record<string, unknown> = {};
  for (const [part, given] of stated(value, "a site")) {
    const parse = { region: text, sensor: text, hemisphere: oneOf({ LEFT: "left", RIGHT: "right" }) }[part];
    if (parse === undefined) throw invalid(`${field}.${part}`, given, "there is no such condition");
    parsed[part] = parse(given, `${field}.${part}`, below);
  }
  return parsed;
};

const fields: Readonly<Record<keyof SubjectFilter, Parse>> = {
  and: list(filter),
  or: list(filter),
  not: filter,
  cohort: text,
  species: text,
  strain: text,
  sex: text,
  genotype: text,
  site,
  trainedFrom: day,
  trainedTo: day,
  fresh: truth,
  lab: name,
  project: name,
  subject: name,
  earlyStrategy: oneOf(same(strategyLabels)),
  lateStrategy: oneOf(same(strategyLabels)),
  learningRule: oneOf(
    Object.fromEntries(LEARNING_RULES.map((rule) => [rule.toUpperCase().replace("-", "_"), rule])),
  ),
  learningRuleSure: truth,
  trajectoryClass: oneOf({ LEFT: "left", BALANCED: "balanced", RIGHT: "right" }),
  ranges: list(range),
  simulated: truth,
};

/** What an object states; null states nothing. */
function stated(value: unknown, what: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("filter", value, `${what} as an object`);
  return Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
}

function invalid(field: string, value: unknown, wanted: string): SaddlepointError {
  return new SaddlepointError(
    "INVALID_FILTER",
    `the condition ${JSON.stringify(field)} cannot be ${JSON.stringify(value)?.slice(0, MAX_TEXT)}: ${wanted}`,
    "Write it as the schema's SubjectFilter says.",
    { field: `filter.${field}` },
  );
}

/** A filter that is more than one statement should be asked. */
export function tooLarge(): SaddlepointError {
  return new SaddlepointError(
    "FILTER_TOO_LARGE",
    `a filter nests at most ${MAX_DEPTH} deep, its lists hold at most ${MAX_LIST} conditions, and all of it at most ${MAX_CONDITIONS}`,
    "Ask several times, for a part of the subjects each.",
    { field: "filter" },
  );
}
