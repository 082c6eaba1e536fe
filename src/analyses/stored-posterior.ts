import type { StoredFit } from "../read/fits.ts";
import type { FittedWeights } from "../science/strategies/subject-strategies.ts";
import { CHOICE_NO_GO, type TrialTable } from "../science/trial-table.ts";

/**
 * The marginal posterior of each trial from what is kept of a fit, in single precision.
 *
 * @param trials those that were fitted
 */
export function storedPosterior(trials: TrialTable, fit: StoredFit): FittedWeights {
  const k = fit.paramNames.length;
  const covariance = new Float64Array(fit.nTrials * k * k);
  let at = 0;
  for (let t = 0; t < fit.nTrials; t++) {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) {
        const value = fit.weightCovariance[at++];
        covariance[(t * k + i) * k + j] = value;
        covariance[(t * k + j) * k + i] = value;
      }
    }
  }
  return { trialRows: rowsWithChoice(trials), mode: Float64Array.from(fit.weight), covariance };
}

/** Rows of the table that a decision model fits. */
function rowsWithChoice(trials: TrialTable): Int32Array {
  const rows: number[] = [];
  for (let t = 0; t < trials.nTrials; t++) if (trials.choice[t] !== CHOICE_NO_GO) rows.push(t);
  return Int32Array.from(rows);
}
