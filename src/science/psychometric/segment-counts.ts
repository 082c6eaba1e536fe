import { type PsychometricCount, psychometricCounts } from "../session-measures.ts";
import { CHOICE_NO_GO, type TrialTable } from "../trial-table.ts";

/**
 * Right choices by signed contrast in the trials of a strategy segment: every trial with a choice, as in the fit that
 * the segment comes from (the filters of SCIENCE §2 are for sessions).
 *
 * @param segment first and last row of the trial table, both inside
 */
export function segmentCounts(
  trials: TrialTable,
  segment: { readonly firstTrial: number; readonly lastTrial: number },
): readonly PsychometricCount[] {
  const rows: number[] = [];
  for (let row = segment.firstTrial; row <= segment.lastTrial; row++) {
    if (trials.choice[row] !== CHOICE_NO_GO) rows.push(row);
  }
  return psychometricCounts(trials, Int32Array.from(rows));
}
