import { SaddlepointError } from "../../errors.ts";
import type { TrialTable } from "../trial-table.ts";
import { choiceModel } from "./choice-model.ts";
import {
  type FitOptions,
  LEARNING_RULES,
  type LearningRuleName,
  type ModelName,
  type RegressorName,
} from "./fit-options.ts";
import { checkFittable, type FittedTrials, fittedTrials } from "./fitted-trials.ts";
import { type LearningRule, maskedRule, reinforceRule } from "./learning-rule.ts";
import type { ObservationModel } from "./observation-model.ts";
import { projectedNetworkRule } from "./projected-network-rule.ts";
import { RACE_PARAMS, raceModel } from "./race-model.ts";
import { designMatrix } from "./regressors.ts";

export const DEFAULT_REGRESSORS: readonly RegressorName[] = ["bias", "contrastLeft", "contrastRight"];

/** A subject's trials and the model on them, ready for the engine. */
export interface ModelOnTrials {
  readonly model: ObservationModel;
  readonly rule: LearningRule | null;
  readonly fitted: FittedTrials;
}

/**
 * The observation model that the options ask for, on the table's trials with a choice.
 *
 * @throws SaddlepointError where the trials cannot be fitted (see `checkFittable`, `designMatrix`), or REGRESSOR_REPEATED
 */
export function buildModel(trials: TrialTable, options: FitOptions): ModelOnTrials {
  const fitted = fittedTrials(trials);
  const { observed } = options;
  const mask =
    observed === undefined ? null : Uint8Array.from(fitted.rows, (t) => (observed[t] === 0 ? 0 : 1));
  const name = options.model ?? "logistic";
  const ruleName = options.rule ?? "none";
  checkRule(name, ruleName);
  let model: ObservationModel;
  let rule: LearningRule | null = null;
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
      if (ruleName === "reinforce")
        rule = reinforceRule(design, regressors.length, fitted.right, rewards(fitted));
      break;
    }
    case "side": {
      checkFittable(fitted, 2, mask, true);
      const design = new Float64Array(2 * fitted.rows.length);
      for (let t = 0; t < fitted.rows.length; t++) {
        design[2 * t] = Math.sign(fitted.contrast[t]);
        design[2 * t + 1] = 1;
      }
      model = choiceModel(["w", "b"], design, fitted.right);
      if (ruleName === "reinforce") rule = reinforceRule(design, 2, fitted.right, rewards(fitted));
      else if (ruleName !== "none") {
        const side = Int8Array.from(fitted.contrast, Math.sign);
        rule = projectedNetworkRule(ruleName, side, fitted.right, rewards(fitted));
      }
      break;
    }
    case "race": {
      checkFittable(fitted, RACE_PARAMS.length, mask, true);
      model = raceModel(
        fitted.right,
        Float64Array.from(fitted.rows, (t) => Math.abs(trials.contrastLeft[t])),
        Float64Array.from(fitted.rows, (t) => Math.abs(trials.contrastRight[t])),
        decisionTimes(trials, fitted.rows).timeS,
      );
      break;
    }
  }
  if (mask === null) return { model, rule, fitted };
  return { model: model.masked(mask), rule: rule === null ? null : maskedRule(rule, mask), fitted };
}

/** r of SCIENCE §6: 1 for a correct choice, 0 for a wrong one, ½ at zero contrast. */
function rewards(fitted: FittedTrials): Float64Array {
  return fitted.contrast.map((c, t) => (c === 0 ? 0.5 : c > 0 === (fitted.right[t] === 1) ? 1 : 0));
}

function checkRule(model: ModelName, rule: LearningRuleName): void {
  const allowed: readonly LearningRuleName[] =
    model === "side" ? LEARNING_RULES : model === "logistic" ? ["none", "reinforce"] : ["none"];
  if (allowed.includes(rule)) return;
  throw new SaddlepointError(
    "RULE_NOT_FOR_MODEL",
    `the learning rule ${rule} is not defined for the ${model} model`,
    `Use --model side for tutor-executor and total-rpe, side or logistic for reinforce; ${model} takes ${allowed.join(", ")}.`,
    { field: "rule", value: rule },
  );
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
