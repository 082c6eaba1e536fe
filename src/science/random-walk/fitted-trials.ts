import { SaddlepointError } from "../../errors.ts";
import { CHOICE_NO_GO, CHOICE_RIGHT, type TrialTable } from "../trial-table.ts";

/** The trials that a decision model is fitted to: those with a choice, in their order. */
export interface FittedTrials {
  readonly rows: Int32Array;
  /** 1 for a right choice, 0 for left. */
  readonly right: Uint8Array;
  /** Right contrast minus left, −1 to 1. */
  readonly contrast: Float64Array;
  /** 1 on the first fitted trial of each session but the first; all 0 where sessions are unknown. */
  readonly sessionStep: Uint8Array;
  readonly nSessions: number;
}

export function fittedTrials(trials: TrialTable): FittedTrials {
  const rows: number[] = [];
  for (let t = 0; t < trials.nTrials; t++) if (trials.choice[t] !== CHOICE_NO_GO) rows.push(t);
  const sessionStep = new Uint8Array(rows.length);
  let nSessions = rows.length > 0 ? 1 : 0;
  if (trials.sessionBoundariesKnown) {
    for (let t = 1; t < rows.length; t++) {
      if (trials.session[rows[t]] !== trials.session[rows[t - 1]]) {
        sessionStep[t] = 1;
        nSessions++;
      }
    }
  }
  return {
    rows: Int32Array.from(rows),
    right: Uint8Array.from(rows, (t) => (trials.choice[t] === CHOICE_RIGHT ? 1 : 0)),
    contrast: Float64Array.from(
      rows,
      (t) => Math.abs(trials.contrastRight[t]) - Math.abs(trials.contrastLeft[t]),
    ),
    sessionStep,
    nSessions,
  };
}

/**
 * Refuses trials from which no decision model can be learnt.
 *
 * @param observed fitted trials: 0 where held out; null if all are observed
 * @param needsContrast whether the model has a parameter that only differing contrasts can tell
 * @throws SaddlepointError TOO_FEW_TRIALS, CONTRAST_INVALID, ONE_CHOICE_ONLY, ONE_CONTRAST_ONLY
 */
export function checkFittable(
  fitted: FittedTrials,
  nParams: number,
  observed: Uint8Array | null,
  needsContrast: boolean,
): void {
  const used: number[] = [];
  for (let t = 0; t < fitted.rows.length; t++) if (observed === null || observed[t] !== 0) used.push(t);
  if (used.length < nParams) {
    throw new SaddlepointError(
      "TOO_FEW_TRIALS",
      `${used.length} trials with a choice cannot tell ${nParams} parameters`,
      "Give more trials, or fit a model with fewer parameters.",
      { field: "choice", value: used.length },
    );
  }
  const bad = used.find((t) => !Number.isFinite(fitted.contrast[t]));
  if (bad !== undefined) {
    throw new SaddlepointError(
      "CONTRAST_INVALID",
      `the contrast of row ${fitted.rows[bad]} is not a number`,
      "Correct the contrast, or leave the trial out.",
      { field: "contrast", value: fitted.contrast[bad] },
    );
  }
  if (used.every((t) => fitted.right[t] === fitted.right[used[0]])) {
    throw new SaddlepointError(
      "ONE_CHOICE_ONLY",
      `all ${used.length} choices are ${fitted.right[used[0]] === 1 ? "right" : "left"}`,
      "A decision model needs both choices: add sessions, or check how choices are coded (left, right).",
      { field: "choice" },
    );
  }
  if (needsContrast && used.every((t) => fitted.contrast[t] === fitted.contrast[used[0]])) {
    throw new SaddlepointError(
      "ONE_CONTRAST_ONLY",
      `all ${used.length} trials have the same signed contrast, ${fitted.contrast[used[0]]}`,
      "With one contrast only the bias can be told: fit the logistic model with the regressor bias alone.",
      { field: "contrast", value: fitted.contrast[used[0]] },
    );
  }
}
