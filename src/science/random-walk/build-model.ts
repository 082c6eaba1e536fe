import { SaddlepointError } from "../../errors.ts";
import type { TrialTable } from "../trial-table.ts";
import { checkRule, contrastDesign, learningRuleFor } from "./build-rule.ts";
import { choiceModel } from "./choice-model.ts";
import type { FitOptions, RegressorName } from "./fit-options.ts";
import { checkFittable, type FittedTrials, fittedTrials } from "./fitted-trials.ts";
import { type LearningRule, maskedRule } from "./learning-rule.ts";
import type { ObservationModel } from "./observation-model.ts";
import { RACE_PARAMS, raceModel } from "./race-model.ts";
import { designMatrix } from "./regressors.ts";

export const DEFAULT_REGRESSORS: readonly RegressorName[] = ["bias", "contrastLeft", "contrastRight"];

/** A subject's trials and the model on them, ready for the engine. */
export interface ModelOnTrials {
  readonly model: ObservationModel;
  readonly rule: LearningRule | null;
  readonly fitted: FittedTrials;
  /** Of the race model, in seconds; else null. */
  readonly nonDecisionS: number | null;
}

/**
 * The observation model that the options ask for, on the table's trials with a choice.
 *
 * @throws SaddlepointError where the trials cannot be fitted (see `checkFittable`, `designMatrix`), or
 *   REGRESSOR_REPEATED
 */
export function buildModel(trials: TrialTable, options: FitOptions): ModelOnTrials {
  const fitted = fittedTrials(trials);
  const { observed } = options;
  const mask =
    observed === undefined ? null : Uint8Array.from(fitted.rows, (t) => (observed[t] === 0 ? 0 : 1));
  const name = options.model ?? "logistic";
  const ruleName = options.rule ?? "none";
  let model: ObservationModel;
  let rule: LearningRule | null = null;
  let nonDecisionS: number | null = null;
  switch (name) {
    case "logistic": {
      const regressors = options.regressors ?? DEFAULT_REGRESSORS;
      if (new Set(regressors).size !== regressors.length || regressors.length === 0) {
        throw new SaddlepointError(
          "REGRESSOR_REPEATED",
          `the regressors are [${regressors.join(", ")}]`,
          "Name at least one regressor, each once.",
          { field: "regressors", value: regressors },
        );
      }
      const needsContrast = regressors.some((r) => r === "contrastLeft" || r === "contrastRight");
      checkFittable(fitted, regressors.length, mask, needsContrast);
      const design = designMatrix(trials, fitted.rows, regressors, options.stimulated ?? null);
      model = choiceModel(regressors, design, fitted.right);
      rule = learningRuleFor(name, ruleName, { regressors, design, ...fitted });
      break;
    }
    case "side": {
      checkFittable(fitted, 2, mask, true);
      const design = contrastDesign(name, [], fitted.contrast);
      model = choiceModel(["w", "b"], design, fitted.right);
      rule = learningRuleFor(name, ruleName, { regressors: [], design, ...fitted });
      break;
    }
    case "race": {
      checkRule(name, ruleName);
      checkFittable(fitted, RACE_PARAMS.length, mask, true);
      checkBothSides(fitted);
      const times = decisionTimes(trials, fitted.rows);
      nonDecisionS = times.nonDecisionS;
      model = raceModel(
        fitted.right,
        Float64Array.from(fitted.rows, (t) => Math.abs(trials.contrastLeft[t])),
        Float64Array.from(fitted.rows, (t) => Math.abs(trials.contrastRight[t])),
        times.timeS,
      );
      break;
    }
  }
  if (mask === null) return { model, rule, fitted, nonDecisionS };
  return {
    model: model.masked(mask),
    rule: rule === null ? null : maskedRule(rule, mask),
    fitted,
    nonDecisionS,
  };
}

/** @throws SaddlepointError ONE_SIDE_ONLY: then one accumulator's weight could as well be its negative. */
function checkBothSides(fitted: FittedTrials): void {
  for (const [side, sign] of [
    ["left", -1],
    ["right", 1],
  ] as const) {
    if (fitted.contrast.some((c) => c * sign > 0)) continue;
    throw new SaddlepointError(
      "ONE_SIDE_ONLY",
      `no trial has a stimulus on the ${side}`,
      "The race model needs stimuli on both sides: add sessions, or fit the logistic model.",
      { field: "contrast" },
    );
  }
}

/** How long before the fastest response the non-decision time ends, in seconds (SCIENCE §3). */
const SHORTEST_DECISION_S = 0.05;

/**
 * Response times less the non-decision time, which is the shortest response time less 0.05 s.
 *
 * @throws SaddlepointError RESPONSE_TIME_INVALID
 */
export function decisionTimes(
  trials: TrialTable,
  rows: Int32Array,
): { readonly timeS: Float64Array; readonly nonDecisionS: number } {
  let shortest = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const responseTimeS = trials.responseTimeS[row];
    if (!(Number.isFinite(responseTimeS) && responseTimeS > 0)) {
      throw new SaddlepointError(
        "RESPONSE_TIME_INVALID",
        `the response time of row ${row} is ${responseTimeS} s`,
        "The race model needs a positive, finite response time on every trial with a choice: correct it, leave the " +
          "trial out, or fit the logistic model.",
        { field: "responseTimeS", value: responseTimeS },
      );
    }
    shortest = Math.min(shortest, responseTimeS);
  }
  const nonDecisionS = shortest - SHORTEST_DECISION_S;
  return { timeS: Float64Array.from(rows, (row) => trials.responseTimeS[row] - nonDecisionS), nonDecisionS };
}
