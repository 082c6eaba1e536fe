import { SaddlepointError } from "../../errors.ts";
import {
  CHOICE_LEFT,
  CHOICE_NO_GO,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  OUTCOME_UNKNOWN,
  type TrialTable,
} from "../../science/trial-table.ts";
import { readTrialCsv, type TrialCsvOptions } from "./read-trial-csv.ts";
import { readTrialMetadata, type TrialMetadata, verifyTrialMetadata } from "./trial-metadata.ts";
import type { TrialRecord, TrialRow } from "./trial-row.ts";

/** One subject's trials from a file, for analyses that need no database. */
export interface SubjectTrials {
  readonly file: string;
  readonly subject: string;
  readonly trials: TrialTable;
  readonly metadata: TrialMetadata;
}

const choiceCodes = { left: CHOICE_LEFT, "no-go": CHOICE_NO_GO, right: CHOICE_RIGHT } as const;
const outcomeCodes = { incorrect: OUTCOME_INCORRECT, correct: OUTCOME_CORRECT } as const;

/**
 * The trials of one subject as columns. Rows must be in order, as `readTrialCsv` gives them.
 *
 * Outcomes are the recorded ones alone: what a contrast and a choice imply is left to the analyses. Where
 * session boundaries are unknown all rows are session 1.
 *
 * @throws Error (a bug) where the rows belong to several subjects
 */
export function trialTableFromRows(rows: readonly TrialRecord[]): TrialTable {
  const other = rows.find((row) => row.subject !== rows[0].subject);
  if (other) throw new Error(`rows of ${rows[0].subject} and ${other.subject} cannot make one table`);
  return {
    nTrials: rows.length,
    session: Int32Array.from(rows, (row) => row.session ?? 1),
    trial: Int32Array.from(rows, (row) => row.trial),
    contrastLeft: Float64Array.from(rows, (row) => row.contrastLeft),
    contrastRight: Float64Array.from(rows, (row) => row.contrastRight),
    choice: Int8Array.from(rows, (row) => choiceCodes[row.choice]),
    outcome: Int8Array.from(rows, (row) =>
      row.outcome === null ? OUTCOME_UNKNOWN : outcomeCodes[row.outcome],
    ),
    responseTimeS: Float64Array.from(rows, (row) => row.responseTimeS ?? Number.NaN),
    repeatNumber: Int32Array.from(rows, (row) => row.repeatNumber ?? 0),
    sessionBoundariesKnown: rows.length > 0 && rows[0].session !== null,
  };
}

/**
 * The subjects of these files, one table at a time, in the files' order; memory holds one subject's trials.
 *
 * A file's metadata are held to its table before the last of its subjects is given out.
 *
 * @param options apply to every file
 * @throws SaddlepointError TRIAL_CSV_SUBJECT_TWICE, and what readTrialCsv and readTrialMetadata throw
 */
export async function* readTrialTables(
  files: readonly string[],
  options: TrialCsvOptions = {},
): AsyncGenerator<SubjectTrials> {
  const fileOf = new Map<string, string>();
  for (const file of files) {
    const metadata = await readTrialMetadata(file);
    const reading = readTrialCsv(file, options);
    let rows: TrialRow[] = [];
    const finished = (): SubjectTrials => {
      const { subject } = rows[0];
      const earlier = fileOf.get(subject);
      if (earlier !== undefined) {
        throw new SaddlepointError(
          "TRIAL_CSV_SUBJECT_TWICE",
          `subject ${subject} is in ${earlier} too`,
          "Join the subject's files into one table, name its subject otherwise, or import both into a database.",
          { file, line: rows[0].line, value: subject },
        );
      }
      fileOf.set(subject, file);
      const trials = trialTableFromRows(rows);
      rows = [];
      return { file, subject, trials, metadata };
    };
    for await (const batch of reading) {
      for (const row of batch) {
        if (rows.length > 0 && row.subject !== rows[0].subject) yield finished();
        rows.push(row);
      }
    }
    verifyTrialMetadata(metadata, reading.summary());
    if (rows.length > 0) yield finished();
  }
}
