import { cellError } from "./cell-values.ts";
import type { ColumnLayout } from "./column-layout.ts";
import type { CsvRecord } from "./csv-records.ts";

/** Subjects that one file may hold: a bound on what is remembered of it. */
const MAX_SUBJECTS = 10_000;

/**
 * Checks that rows come in order, and numbers trials where the file does not.
 *
 * The order is what lets a duplicate be found without remembering every row: the rows of a subject are
 * together, its sessions never decrease, and trial numbers rise within a session.
 */
export interface RowOrder {
  /**
   * The next row's trial number: its own, or its count within the session.
   *
   * @throws SaddlepointError TRIAL_CSV_SUBJECT_SCATTERED, TRIAL_CSV_SESSION_PARTLY_BLANK,
   *   TRIAL_CSV_SESSION_ORDER, TRIAL_CSV_DUPLICATE_TRIAL, TRIAL_CSV_TRIAL_ORDER, TRIAL_CSV_TOO_MANY_SUBJECTS
   */
  next(record: CsvRecord, subject: string, session: number | null, trial: number | null): number;
}

const SORT_REMEDY = "Sort the rows by subject, session and trial.";

export function rowOrder(layout: ColumnLayout): RowOrder {
  const subjects = new Set<string>();
  let lastSubject: string | null = null;
  let lastSession: number | null = null;
  let lastTrial = 0;

  const startSubject = (record: CsvRecord, subject: string): void => {
    if (subjects.has(subject)) {
      const problem = "comes back after the rows of another subject";
      throw cellError(layout, record, "subject", "TRIAL_CSV_SUBJECT_SCATTERED", problem, SORT_REMEDY);
    }
    if (subjects.size === MAX_SUBJECTS) {
      const problem = `is the file's ${MAX_SUBJECTS + 1}th subject`;
      const remedy = "Check that the subject column names animals, or split the file.";
      throw cellError(layout, record, "subject", "TRIAL_CSV_TOO_MANY_SUBJECTS", problem, remedy);
    }
    subjects.add(subject);
  };

  const checkSession = (record: CsvRecord, session: number | null): void => {
    if ((session === null) !== (lastSession === null)) {
      const problem = "is among sessions that are blank in some rows of this subject and numbered in others";
      const remedy =
        "Number every row's session, or leave it blank in all rows where boundaries are unknown.";
      throw cellError(layout, record, "session", "TRIAL_CSV_SESSION_PARTLY_BLANK", problem, remedy);
    }
    if (session !== null && lastSession !== null && session < lastSession) {
      const problem = `comes after session ${lastSession}`;
      throw cellError(layout, record, "session", "TRIAL_CSV_SESSION_ORDER", problem, SORT_REMEDY);
    }
  };

  const checkTrial = (record: CsvRecord, trial: number): void => {
    if (trial === lastTrial) {
      const problem = "is the same trial as the row before: subject, session and number are equal";
      const remedy = "Remove the duplicate, or give the trial its own number within the session.";
      throw cellError(layout, record, "trial", "TRIAL_CSV_DUPLICATE_TRIAL", problem, remedy);
    }
    if (trial < lastTrial) {
      const problem = `comes after trial ${lastTrial} of the same session`;
      const remedy = `${SORT_REMEDY} If it is there twice, remove one; if numbering begins anew, number the session too.`;
      throw cellError(layout, record, "trial", "TRIAL_CSV_TRIAL_ORDER", problem, remedy);
    }
  };

  return {
    next(record, subject, session, trial) {
      const sameSubject = subject === lastSubject;
      if (sameSubject) checkSession(record, session);
      else startSubject(record, subject);
      if (!sameSubject || session !== lastSession) lastTrial = 0;
      if (trial !== null) checkTrial(record, trial);
      lastSubject = subject;
      lastSession = session;
      lastTrial = trial ?? lastTrial + 1;
      return lastTrial;
    },
  };
}
