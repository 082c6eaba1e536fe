/**
 * The JSON beside a trial table (`X.json` of `X.csv` or `X.csv.gz`): what it says of the table, and the
 * subject's non-decision time. Each key may be left out; unknown keys are passed over.
 *
 *     {"subject": "DAP009", "trials": 5289, "sessions": 26, "t_nd_s": 0.1398, "simulated": false}
 */
import { readFile, stat } from "node:fs/promises";
import { SaddlepointError } from "../../errors.ts";
import { metadataFile } from "./file-names.ts";
import type { TrialCsvSummary } from "./read-trial-csv.ts";
import { shown } from "./shown.ts";
import { type SubjectTally, totalSessions } from "./subject-tally.ts";

const MAX_METADATA_BYTES = 1_048_576;

export interface TrialMetadata {
  /** The JSON file; null where there is none beside the table, and then nothing else is known either. */
  readonly file: string | null;
  readonly subject: string | null;
  readonly nTrials: number | null;
  /** Number of sessions; null where their boundaries are said to be unknown, absent where nothing is said. */
  readonly nSessions?: number | null;
  /** Non-decision time: shortest response time minus 50 ms, or the source's own; null where not given. */
  readonly nonDecisionTimeS: number | null;
  /** The trials come from a simulation, not from an animal. */
  readonly simulated: boolean;
}

const nothingKnown: TrialMetadata = {
  file: null,
  subject: null,
  nTrials: null,
  nonDecisionTimeS: null,
  simulated: false,
};

/**
 * The metadata beside a trial table, if there are any.
 *
 * @param tableFile the trial table, not the JSON
 * @throws SaddlepointError TRIAL_METADATA_UNREADABLE, TRIAL_METADATA_NOT_JSON, TRIAL_METADATA_INVALID
 */
export async function readTrialMetadata(tableFile: string): Promise<TrialMetadata> {
  const file = metadataFile(tableFile);
  const text = await textIfPresent(file);
  if (text === null) return nothingKnown;
  const value = parsedJson(text, file);
  const nSessions = "sessions" in value ? { nSessions: numberOf(value, "sessions", file, wholeFromOne) } : {};
  return {
    file,
    subject: subjectOf(value, file),
    nTrials: numberOf(value, "trials", file, wholeFromOne),
    ...nSessions,
    nonDecisionTimeS: numberOf(value, "t_nd_s", file, seconds),
    simulated: simulatedOf(value, file),
  };
}

/**
 * Hold a table that was read to what its metadata say of it.
 *
 * @throws SaddlepointError TRIAL_METADATA_DISAGREES, with the JSON's key and value
 */
export function verifyTrialMetadata(
  metadata: TrialMetadata,
  table: Pick<TrialCsvSummary, "file" | "nTrials" | "subjects">,
): void {
  const { file, subject, nTrials, nSessions, nonDecisionTimeS } = metadata;
  if (file === null) return;
  const subjects = table.subjects.map((one) => one.subject);
  if (subject !== null && (subjects.length !== 1 || subjects[0] !== subject)) {
    const found = subjects.length === 1 ? shown(subjects[0]) : `${subjects.length} subjects`;
    throw disagreement(file, table.file, "subject", subject, found);
  }
  if (nTrials !== null && nTrials !== table.nTrials) {
    throw disagreement(file, table.file, "trials", nTrials, String(table.nTrials));
  }
  const found = totalSessions(table.subjects);
  if (nSessions !== undefined && nSessions !== found) {
    throw disagreement(
      file,
      table.file,
      "sessions",
      nSessions,
      found === null ? "unknown boundaries" : String(found),
    );
  }
  const fastest = table.subjects.reduce(
    (least, one: SubjectTally) => Math.min(least, one.minResponseTimeS ?? least),
    Number.POSITIVE_INFINITY,
  );
  if (nonDecisionTimeS !== null && nonDecisionTimeS >= fastest) {
    throw disagreement(
      file,
      table.file,
      "t_nd_s",
      nonDecisionTimeS,
      `a response time of ${fastest} s, no longer than it`,
    );
  }
}

function disagreement(
  file: string,
  tableFile: string,
  field: string,
  value: string | number | null,
  found: string,
): SaddlepointError {
  return new SaddlepointError(
    "TRIAL_METADATA_DISAGREES",
    `${field} is ${value === null ? "null" : shown(String(value))}, but ${tableFile} has ${found}`,
    "One of the two files is incomplete or belongs to another: bring them together again, or correct the JSON.",
    { file, field, value },
  );
}

async function textIfPresent(file: string): Promise<string | null> {
  try {
    const { size } = await stat(file);
    if (size > MAX_METADATA_BYTES) {
      const remedy = "Give {subject, trials, sessions, t_nd_s} alone, or rename what lies there.";
      const message = `the metadata are longer than ${MAX_METADATA_BYTES} bytes`;
      throw new SaddlepointError("TRIAL_METADATA_UNREADABLE", message, remedy, { file });
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof SaddlepointError) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return null;
    const utf8 = code === "ERR_ENCODING_INVALID_ENCODED_DATA";
    throw new SaddlepointError(
      "TRIAL_METADATA_UNREADABLE",
      utf8 ? "the metadata are not UTF-8 text" : "the metadata cannot be read",
      utf8 ? "Save the file as UTF-8." : "Make it a file that may be read, or remove it.",
      { file },
      { cause: error },
    );
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function parsedJson(text: string, file: string): JsonObject {
  const notJson = (message: string, cause?: unknown) =>
    new SaddlepointError(
      "TRIAL_METADATA_NOT_JSON",
      message,
      'Write one object, e.g. {"subject": "M1", "trials": 200, "sessions": 2, "t_nd_s": 0.14}.',
      { file },
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notJson(`this is not JSON: ${error instanceof Error ? shown(error.message, 200) : error}`, error);
  }
  if (!isObject(value)) throw notJson("this is JSON, but not an object");
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface NumberRule {
  readonly holds: (value: number) => boolean;
  readonly wanted: string;
}

const wholeFromOne: NumberRule = {
  holds: (value) => Number.isSafeInteger(value) && value >= 1,
  wanted: "a whole number from 1 on, or null",
};
const seconds: NumberRule = {
  holds: (value) => Number.isFinite(value) && value >= 0,
  wanted: "a number of seconds from 0 on, or null",
};

function numberOf(value: JsonObject, key: string, file: string, rule: NumberRule): number | null {
  const number = value[key] ?? null;
  if (number === null || (typeof number === "number" && rule.holds(number))) return number;
  throw invalid(file, key, number, rule.wanted);
}

function subjectOf(value: JsonObject, file: string): string | null {
  const subject = value.subject ?? null;
  if (subject === null || (typeof subject === "string" && subject.trim() !== "")) return subject;
  throw invalid(file, "subject", subject, "a name, or null where the table has several subjects");
}

function simulatedOf(value: JsonObject, file: string): boolean {
  const simulated = value.simulated ?? false;
  if (typeof simulated === "boolean") return simulated;
  throw invalid(file, "simulated", simulated, "true or false");
}

function invalid(file: string, field: string, value: unknown, wanted: string): SaddlepointError {
  return new SaddlepointError(
    "TRIAL_METADATA_INVALID",
    `${field} is ${shown(JSON.stringify(value))}`,
    `Write ${wanted}.`,
    { file, field, value },
  );
}
