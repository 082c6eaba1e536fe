import { SaddlepointError } from "../../errors.ts";
import { CHOICE_NO_GO, OUTCOME_CORRECT, OUTCOME_UNKNOWN, type TrialTable } from "../trial-table.ts";
import type { RegressorName } from "./fit-options.ts";

/**
 * The logistic model's design matrix, one row a fitted trial.
 *
 * - `bias`: 1. `contrastLeft`, `contrastRight`: the raw contrasts, 0 to 1.
 * - `previousChoice`: −1 left, 1 right, of the last trial with a choice in the session; 0 where there is none.
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
  const design = new Float64Array(rows.length * nParams);
  for (const [k, name] of regressors.entries()) {
    const column = columnOf(trials, rows, name, stimulated);
    for (let t = 0; t < rows.length; t++) design[t * nParams + k] = column(t);
  }
  return design;
}

function columnOf(
  trials: TrialTable,
  rows: Int32Array,
  name: RegressorName,
  stimulated: Uint8Array | null,
): (t: number) => number {
  const previous = (t: number) =>
    t > 0 && trials.session[rows[t]] === trials.session[rows[t - 1]] ? rows[t - 1] : -1;
  switch (name) {
    case "bias":
      return () => 1;
    case "contrastLeft":
      return (t) => Math.abs(trials.contrastLeft[rows[t]]);
    case "contrastRight":
      return (t) => Math.abs(trials.contrastRight[rows[t]]);
    case "previousChoice":
      return (t) => (previous(t) < 0 ? CHOICE_NO_GO : trials.choice[previous(t)]);
    case "previousOutcome":
      return (t) => {
        const before = previous(t);
        if (before < 0 || trials.outcome[before] === OUTCOME_UNKNOWN) return 0;
        return trials.outcome[before] === OUTCOME_CORRECT ? 1 : -1;
      };
    case "stimulation":
      if (stimulated === null || stimulated.length !== trials.nTrials) {
        throw new SaddlepointError(
          "STIMULATION_MISSING",
          "the stimulation regressor was asked for, but the trials do not say which were stimulated",
          "Give `stimulated`, one entry a row of the trial table, or leave the regressor out.",
        );
      }
      return (t) => (stimulated[rows[t]] === 0 ? 0 : 1);
  }
}
