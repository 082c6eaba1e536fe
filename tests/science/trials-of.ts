import {
  CHOICE_LEFT,
  CHOICE_NO_GO,
  CHOICE_RIGHT,
  OUTCOME_UNKNOWN,
  type TrialTable,
} from "../../src/science/trial-table.ts";

export interface TrialRow {
  readonly session?: number;
  /** Signed contrast, right minus left. */
  readonly contrast?: number;
  readonly choice?: "left" | "right" | "no-go";
  readonly outcome?: number;
  readonly responseTimeS?: number;
  readonly repeatNumber?: number;
}

const choices = { left: CHOICE_LEFT, right: CHOICE_RIGHT, "no-go": CHOICE_NO_GO };

/** A trial table written out by hand; what a row leaves out is session 1, contrast 0, right, nothing known. */
export function trialsOf(rows: readonly TrialRow[]): TrialTable {
  const column = (value: (row: TrialRow) => number) => rows.map(value);
  const inSession = new Map<number, number>();
  return {
    nTrials: rows.length,
    session: Int32Array.from(column((row) => row.session ?? 1)),
    trial: Int32Array.from(
      column((row) => {
        const trial = (inSession.get(row.session ?? 1) ?? 0) + 1;
        inSession.set(row.session ?? 1, trial);
        return trial;
      }),
    ),
    contrastLeft: Float64Array.from(column((row) => Math.max(0, -(row.contrast ?? 0)))),
    contrastRight: Float64Array.from(column((row) => Math.max(0, row.contrast ?? 0))),
    choice: Int8Array.from(column((row) => choices[row.choice ?? "right"])),
    outcome: Int8Array.from(column((row) => row.outcome ?? OUTCOME_UNKNOWN)),
    responseTimeS: Float64Array.from(column((row) => row.responseTimeS ?? Number.NaN)),
    repeatNumber: Int32Array.from(column((row) => row.repeatNumber ?? 0)),
    sessionBoundariesKnown: true,
  };
}

/** n trials of one kind, of which the first nRight choose right and the others left. */
export function block(n: number, nRight: number, row: Omit<TrialRow, "choice">): readonly TrialRow[] {
  return Array.from({ length: n }, (_, i) => ({ ...row, choice: i < nRight ? "right" : "left" }));
}
