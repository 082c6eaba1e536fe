import type { ExpectedLearning } from "./expected-update.ts";
import { hasPartialErrors } from "./learning-rule.ts";
import type { Associations } from "./slice.ts";

/**
 * The expected error that each association meets, as a function of the six associations alone:
 * G_{c,i} = E[x_i P(c | s) error], and F_{u_{c,i}} = η a_i G_{c,i}, F_{a_i} = η Σ_c u_{c,i} G^total_{c,i}.
 * Zeros of G are zeros of the flow whatever the scaling between the layers.
 *
 * @param error `own`: the error that teaches the second layer under the rule; `total`: the one that teaches the first
 * @param out overwritten with G, length 6
 * @param chance overwritten with E[x_i P(c | s)], where given. G/chance is the mean error where the association is
 *   used; unlike G it does not vanish because an action is hardly ever taken.
 */
export function associationForce(
  learning: ExpectedLearning,
  v: Associations,
  error: "own" | "total",
  out: Float64Array,
  chance?: Float64Array,
): void {
  const partial = error === "own" && hasPartialErrors(learning.rule);
  out.fill(0);
  chance?.fill(0);
  for (const { side, input, probability } of learning.task) {
    const i = side > 0 ? 1 : 0;
    const x = side === 0 ? 0 : input;
    const difference = (v[3 + i] - v[i]) * x + v[5] - v[2];
    for (let c = 0; c < 2; c++) {
      const right = c === 1;
      const chosen = 1 / (1 + Math.exp(right ? -learning.beta * difference : learning.beta * difference));
      const reward = side === 0 ? 0.5 : right === side > 0 ? 1 : 0;
      const stimulusValue = v[3 * c + i] * x;
      const biasValue = v[3 * c + 2];
      const weight = probability * chosen;
      out[3 * c + i] += weight * x * (reward - stimulusValue - (partial ? 0 : biasValue));
      out[3 * c + 2] += weight * (reward - biasValue - (partial ? 0 : stimulusValue));
      if (chance) {
        chance[3 * c + i] += weight * x;
        chance[3 * c + 2] += weight;
      }
    }
  }
}
