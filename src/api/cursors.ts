/**
 * Cursors name the row behind which a page begins by what the list is ordered by (keyset), so that a page costs
 * the same however far in it lies, and rows that arrive meanwhile shift nothing. To clients they are opaque.
 */
import { SaddlepointError } from "../errors.ts";
import { NAME_PATTERN } from "../events/address.ts";
import type { ProjectKey, ProjectPartKey } from "../read/labs.ts";
import type { SubjectKey } from "../read/subjects.ts";
import type { TrialKey } from "../read/trial-search.ts";

/** A list's cursors: a tag, so that one list's cursor is refused by another, and the key as JSON values. */
export interface CursorKind<Key> {
  readonly tag: string;
  write(key: Key): readonly (string | number)[];
  /** Null where the values are no key. */
  read(values: readonly unknown[]): Key | null;
}

export const subjectCursor: CursorKind<SubjectKey> = {
  tag: "subject",
  write: ({ lab, project, name }) => [lab, project, name],
  read: ([lab, project, name, ...rest]) =>
    isName(lab) && isName(project) && isName(name) && rest.length === 0 ? { lab, project, name } : null,
};

const MAX_INT4 = 2 ** 31 - 1;

/** Of a list that is ordered by numbers from 0. */
const numberCursor = (tag: string): CursorKind<number> => ({
  tag,
  write: (number) => [number],
  read: ([number, ...rest]) => (isCount(number) && rest.length === 0 ? number : null),
});

/** Of a list that is ordered by names. */
const nameCursor = (tag: string): CursorKind<string> => ({
  tag,
  write: (name) => [name],
  read: ([name, ...rest]) => (isName(name) && rest.length === 0 ? name : null),
});

export const sessionCursor = numberCursor("session");
export const segmentCursor = numberCursor("segment");
export const trialCursor = numberCursor("trial");
export const stimulationCursor = numberCursor("stimulation");
export const labCursor = nameCursor("lab");
export const siteCursor = nameCursor("recording site");
export const snippetCursor = nameCursor("snippet");

export const projectCursor: CursorKind<ProjectKey> = {
  tag: "project",
  write: ({ lab, project }) => [lab, project],
  read: ([lab, project, ...rest]) =>
    isName(lab) && isName(project) && rest.length === 0 ? { lab, project } : null,
};

export const foundTrialCursor: CursorKind<TrialKey> = {
  tag: "found trial",
  write: ({ home, session, trial }) => [home, session, trial],
  read: ([home, session, trial, ...rest]) =>
    typeof home === "string" &&
    home.split("/").every(isName) &&
    isCount(session) &&
    isCount(trial) &&
    rest.length === 0
      ? { home, session, trial }
      : null,
};

/** Of what a project has under names: saved cohorts, releases. */
const projectPartCursor = (tag: string): CursorKind<ProjectPartKey> => ({
  tag,
  write: ({ lab, project, name }) => [lab, project, name],
  read: ([lab, project, name, ...rest]) =>
    isName(lab) && isName(project) && isName(name) && rest.length === 0 ? { lab, project, name } : null,
});

export const cohortCursor = projectPartCursor("saved cohort");
export const releaseCursor = projectPartCursor("release");

/** The key is the run's number. */
export const runCursor: CursorKind<number> = {
  tag: "run",
  write: (run) => [run],
  read: ([run, ...rest]) =>
    Number.isSafeInteger(run) && Number(run) >= 0 && rest.length === 0 ? Number(run) : null,
};

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_INT4;

export function encodeCursor<Key>(kind: CursorKind<Key>, key: Key): string {
  return Buffer.from(JSON.stringify([kind.tag, ...kind.write(key)]), "utf8").toString("base64url");
}

/** @throws SaddlepointError INVALID_CURSOR */
export function decodeCursor<Key>(kind: CursorKind<Key>, cursor: string): Key {
  const values = parse(Buffer.from(cursor, "base64url").toString("utf8"));
  const key = Array.isArray(values) && values[0] === kind.tag ? kind.read(values.slice(1)) : null;
  if (key === null) {
    throw new SaddlepointError(
      "INVALID_CURSOR",
      `this is no cursor of a list of ${kind.tag}s`,
      "Pass a cursor that the same list gave: an edge's cursor or pageInfo.endCursor.",
      { field: "after", value: cursor },
    );
  }
  return key;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && NAME_PATTERN.test(value);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
