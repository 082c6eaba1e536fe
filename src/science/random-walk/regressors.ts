import { SaddlepointError } from "../../errors.ts";
import { CHOICE_NO_GO, OUTCOME_CORRECT, OUTCOME_UNKNOWN, type TrialTable } from "../trial-table.ts";
import type { RegressorName } from "./fit-options.ts";

/**
 * The logistic model's design matrix, one row a fitted trial.
 *
 * - `bias`: 1. `contrastLeft`, `contrastRight`: the raw contrasts, 0 to 1.
 * - `previousChoice`: −1 left, 1 right, of the last trial with a choice in the session; 0 where there is
 *   none.
 * - `previousOutcome`: that trial's outcome, 1 correct, −1 incorrect, 0 unknown.
 * - `stimulation`: 1 on stimulated trials.
 *
 * @param rows rows of the table, ascending, all with a choice
 * @returns N×K, row-major
 * @throws SaddlepointError STIMULATION_MISSING
 */
export function designMatrix(
  trials: TrialTable,
  rows: Int32Array,
  regressors: readonly RegressorName[],
  stimulated: Uint8Array | null,
): Float64Array {
  const nParams = regressors.length;
  if (regressors.includes("stimulation") && stimulated?.length !== trials.nTrials) {
    throw new SaddlepointError(
      "STIMULATION_MISSING",
      "the stimulation regressor was asked for, but the trials do not say which were stimulated",
      "Give `stimulated`, one entry a row of the trial table, or leave the regressor out.",
      { field: "regressors", value: "stimulation" },
    );
  }
  const design = new Float64Array(rows.length * nParams);
  for (let t = 0; t < rows.length; t++) {
    const before = t > 0 && trials.session[rows[t]] === trials.session[rows[t - 1]] ? rows[t - 1] : -1;
    for (const [k, name] of regressors.entries()) {
      design[t * nParams + k] = regressorValue(name, trials, rows[t], before, stimulated);
    }
  }
  return design;
}

/**
 * One regressor of one trial.
 *
 * @param previous row of the last trial with a choice in the session, or −1
 */
export function regressorValue(
  name: RegressorName,
  trials: TrialTable,
  row: number,
  previous: number,
  stimulated: Uint8Array | null,
): number {
  switch (name) {
    case "bias":
      return 1;
    case "contrastLeft":
      return Math.abs(trials.contrastLeft[row]);
    case "contrastRight":
      return Math.abs(trials.contrastRight[row]);
    case "previousChoice":
      return previous < 0 ? CHOICE_NO_GO : trials.choice[previous];
    case "previousOutcome":
      if (previous < 0 || trials.outcome[previous] === OUTCOME_UNKNOWN) return 0;
      return trials.outcome[previous] === OUTCOME_CORRECT ? 1 : -1;
    case "stimulation":
      return stimulated === null || stimulated[row] === 0 ? 0 : 1;
  }
}
