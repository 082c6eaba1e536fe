/**
 * The trials of one subject as columns of equal length, in the order in which they were made.
 *
 * Every analysis of behaviour reads this shape, whether it came from the database, a file or a simulation.
 * Rows are sorted by session, then trial.
 */
export interface TrialTable {
  /** Number of trials (rows). */
  readonly nTrials: number;
  /** Session number, 1-based, non-decreasing down the rows. */
  readonly session: Int32Array;
  /** Trial number within the session, 1-based; gaps are possible. */
  readonly trial: Int32Array;
  /** Contrast on the left, 0 to 1, never −0. */
  readonly contrastLeft: Float64Array;
  /** Contrast on the right, 0 to 1, never −0. */
  readonly contrastRight: Float64Array;
  /** One of CHOICE_LEFT, CHOICE_NO_GO, CHOICE_RIGHT. */
  readonly choice: Int8Array;
  /** One of OUTCOME_UNKNOWN, OUTCOME_INCORRECT, OUTCOME_CORRECT. */
  readonly outcome: Int8Array;
  /** Choice complete minus stimulus onset, in seconds; NaN where it was not recorded. */
  readonly responseTimeS: Float64Array;
  /** How many times this trial had been repeated already; 0 on its first presentation. */
  readonly repeatNumber: Int32Array;
  /** False where the source did not say where sessions begin: then all rows are one session. */
  readonly sessionBoundariesKnown: boolean;
}

export const CHOICE_LEFT = -1;
export const CHOICE_NO_GO = 0;
export const CHOICE_RIGHT = 1;

export const OUTCOME_UNKNOWN = -1;
export const OUTCOME_INCORRECT = 0;
export const OUTCOME_CORRECT = 1;

/** Signed contrast of row t: right minus left (SCIENCE: c), in −1 to 1. */
export function signedContrast(trials: TrialTable, t: number): number {
  return trials.contrastRight[t] - trials.contrastLeft[t];
}

/** Index of the first row of each session, ascending; its length is the number of sessions. */
export function sessionStarts(trials: TrialTable): Int32Array {
  const starts: number[] = [];
  for (let t = 0; t < trials.nTrials; t++) {
    if (t === 0 || trials.session[t] !== trials.session[t - 1]) starts.push(t);
  }
  return Int32Array.from(starts);
}

/** The table made of the rows at these ascending indices. */
export function selectTrials(trials: TrialTable, rows: Int32Array): TrialTable {
  return {
    nTrials: rows.length,
    session: Int32Array.from(rows, (t) => trials.session[t]),
    trial: Int32Array.from(rows, (t) => trials.trial[t]),
    contrastLeft: Float64Array.from(rows, (t) => trials.contrastLeft[t]),
    contrastRight: Float64Array.from(rows, (t) => trials.contrastRight[t]),
    choice: Int8Array.from(rows, (t) => trials.choice[t]),
    outcome: Int8Array.from(rows, (t) => trials.outcome[t]),
    responseTimeS: Float64Array.from(rows, (t) => trials.responseTimeS[t]),
    repeatNumber: Int32Array.from(rows, (t) => trials.repeatNumber[t]),
    sessionBoundariesKnown: trials.sessionBoundariesKnown,
  };
}
