import { SaddlepointError } from "../../errors.ts";
import { LEARNING_RULES, type LearningRuleName, type ModelName, type RegressorName } from "./fit-options.ts";
import { type LearningRule, reinforceRule } from "./learning-rule.ts";
import { projectedNetworkRule } from "./projected-network-rule.ts";

/** What the learning rules are made of, by trial. `right` may still be filled while the rule is in use. */
interface RuleInputs {
  readonly regressors: readonly RegressorName[];
  /** N×K; needed by REINFORCE on the logistic model, from `contrast` if absent. */
  readonly design?: Float64Array;
  readonly contrast: Float64Array;
  readonly right: Uint8Array;
}

/**
 * The learning rule of this name on these trials; null for "none". Rewards are r of SCIENCE §6: 1 for a
 * correct choice, 0 for a wrong one, ½ at zero contrast.
 *
 * @throws SaddlepointError RULE_NOT_FOR_MODEL
 */
export function learningRuleFor(
  model: ModelName,
  name: LearningRuleName,
  inputs: RuleInputs,
): LearningRule | null {
  checkRule(model, name);
  const { contrast, right } = inputs;
  if (name === "none") return null;
  if (name === "reinforce") {
    const K = model === "side" ? 2 : inputs.regressors.length;
    return reinforceRule(
      inputs.design ?? contrastDesign(model, inputs.regressors, contrast),
      K,
      right,
      contrast,
    );
  }
  return projectedNetworkRule(name, Int8Array.from(contrast, Math.sign), right);
}

/**
 * The design matrix of the side model, and of a logistic model with no regressor that depends on earlier
 * choices.
 */
export function contrastDesign(
  model: ModelName,
  regressors: readonly RegressorName[],
  contrast: Float64Array,
): Float64Array {
  if (model === "side") return Float64Array.from([...contrast].flatMap((c) => [Math.sign(c), 1]));
  const column: Partial<Record<RegressorName, (c: number) => number>> = {
    bias: () => 1,
    contrastLeft: (c) => Math.max(0, -c),
    contrastRight: (c) => Math.max(0, c),
  };
  return Float64Array.from(
    [...contrast].flatMap((c) =>
      regressors.map((name) => {
        const value = column[name];
        if (value === undefined) {
          throw new SaddlepointError(
            "RULE_NOT_FOR_MODEL",
            `a walk with REINFORCE cannot be simulated with the regressor ${name}`,
            "Leave the regressor out: its values depend on choices that are still to be simulated.",
            { field: "regressors", value: name },
          );
        }
        return value(c);
      }),
    ),
  );
}

/** @throws SaddlepointError RULE_NOT_FOR_MODEL */
export function checkRule(model: ModelName, rule: LearningRuleName): void {
  const allowed: readonly LearningRuleName[] =
    model === "side" ? LEARNING_RULES : model === "logistic" ? ["none", "reinforce"] : ["none"];
  if (allowed.includes(rule)) return;
  throw new SaddlepointError(
    "RULE_NOT_FOR_MODEL",
    `the learning rule ${rule} is not defined for the ${model} model`,
    `Choose the side model for tutor-executor and total-rpe, side or logistic for reinforce; ${model} takes ` +
      `${allowed.join(", ")}.`,
    { field: "rule", value: rule },
  );
}
