import { type ExpectedLearning, expectedUpdate, project } from "./expected-update.ts";
import { type NetworkState, STATE_SIZE } from "./state.ts";

/** Length of a step, in units of 1/(η |w|²), about the fastest decay: Heun's method is stable up to 2. */
const STEP = 0.7;

/**
 * Follow the projected expected flow (weights kept at or above 0), by Heun's method.
 *
 * @param state the start, left as it was
 * @param visit called with the weights after each step and the trials so far; return false to stop
 * @param maxSteps where to stop at the latest; 20,000 by default
 * @returns the weights at the end
 */
export function followFlow(
  learning: ExpectedLearning,
  state: NetworkState,
  visit: (state: NetworkState, trials: number) => boolean,
  maxSteps = 20_000,
): NetworkState {
  const rate = learning.rates.reduce((largest, x) => Math.max(largest, x), 0);
  const w = state.slice();
  const first = new Float64Array(STATE_SIZE);
  const second = new Float64Array(STATE_SIZE);
  const tried = new Float64Array(STATE_SIZE);
  let elapsed = 0;
  for (let step = 0; step < maxSteps; step++) {
    const trials =
      STEP /
      (rate *
        Math.max(
          1,
          w.reduce((sum, x) => sum + x * x, 0),
        ));
    expectedUpdate(learning, w, first);
    project(w, first);
    for (let k = 0; k < STATE_SIZE; k++) tried[k] = Math.max(0, w[k] + trials * first[k]);
    expectedUpdate(learning, tried, second);
    project(tried, second);
    for (let k = 0; k < STATE_SIZE; k++) w[k] = Math.max(0, w[k] + 0.5 * trials * (first[k] + second[k]));
    elapsed += trials;
    if (!visit(w, elapsed)) break;
  }
  return w;
}
