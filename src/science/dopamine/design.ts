import { CHOICE_RIGHT, OUTCOME_CORRECT, type TrialTable } from "../trial-table.ts";

/** What a response is regressed on (SCIENCE §5), in this order. */
export const regressorNames = [
  "contralateral",
  "ipsilateral",
  "choice",
  "outcome",
  "choice×outcome",
] as const;

/**
 * Regressors of these trials: contrasts on either side of the fibre, choice (½ contralateral, −½ ipsilateral), outcome
 * (½ rewarded, −½ not) and the interaction of the two.
 */
export function encodingColumns(
  trials: TrialTable,
  rows: ArrayLike<number>,
  hemisphere: "left" | "right",
): readonly Float64Array[] {
  const columns = regressorNames.map(() => new Float64Array(rows.length));
  const [contra, ipsi, choice, outcome, interaction] = columns;
  for (let i = 0; i < rows.length; i++) {
    const t = rows[i];
    const isLeft = hemisphere === "left";
    contra[i] = isLeft ? trials.contrastRight[t] : trials.contrastLeft[t];
    ipsi[i] = isLeft ? trials.contrastLeft[t] : trials.contrastRight[t];
    choice[i] = (trials.choice[t] === CHOICE_RIGHT) === isLeft ? 0.5 : -0.5;
    outcome[i] = trials.outcome[t] === OUTCOME_CORRECT ? 0.5 : -0.5;
    interaction[i] = choice[i] * outcome[i];
  }
  return columns;
}
