/**
 * The three rival accounts of how the network learns (SCIENCE §6).
 *
 * - `tutor-executor`: both layers learn; each pathway of the second layer is taught by its own *partial*
 *   prediction error (stimulus pathways by δ_stim, the bias pathway by δ_bias), the first layer by δ_tot.
 * - `total-rpe`: both layers learn, and δ_tot, the error of the whole value, teaches both.
 * - `shallow`: the first layer is fixed at 1 and δ_tot teaches the second: the one-layer delta rule. SCIENCE §6
 *   fixes only the layer; that its error is the total one is this project's definition [D], since a partial
 *   error is what the tutor–executor account adds.
 */
export type LearningRule = "tutor-executor" | "total-rpe" | "shallow";

export const LEARNING_RULES: readonly LearningRule[] = ["tutor-executor", "total-rpe", "shallow"];

/** True where the second layer's pathways are each taught by their own part of the value. */
export function hasPartialErrors(rule: LearningRule): boolean {
  return rule === "tutor-executor";
}

/** True where the first layer learns too. */
export function isDeep(rule: LearningRule): boolean {
  return rule !== "shallow";
}
