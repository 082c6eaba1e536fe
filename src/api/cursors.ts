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

/** The key is the trial's number. */
export const trialCursor: CursorKind<number> = {
  tag: "trial",
  write: (trial) => [trial],
  read: ([trial, ...rest]) =>
    typeof trial === "number" &&
    Number.isInteger(trial) &&
    trial >= 0 &&
    trial <= MAX_INT4 &&
    rest.length === 0
      ? trial
      : null,
};

export const labCursor: CursorKind<string> = {
  tag: "lab",
  write: (lab) => [lab],
  read: ([lab, ...rest]) => (isName(lab) && rest.length === 0 ? lab : null),
};

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

/** The key is the stimulation's number. */
export const stimulationCursor: CursorKind<number> = {
  tag: "stimulation",
  write: (number) => [number],
  read: ([number, ...rest]) => (isCount(number) && rest.length === 0 ? number : null),
};

/** The key is the snippet's name. */
export const snippetCursor: CursorKind<string> = {
  tag: "snippet",
  write: (name) => [name],
  read: ([name, ...rest]) => (isName(name) && rest.length === 0 ? name : null),
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
