import { describe, expect, test } from "vitest";
import { choiceSequence } from "../../../src/science/network/choice-sequence.ts";
import { expectedUpdate, project } from "../../../src/science/network/expected-update.ts";
import { LEARNING_RULES, type LearningRule } from "../../../src/science/network/learning-rule.ts";
import { probabilityRight } from "../../../src/science/network/state.ts";
import { learnFromTrial } from "../../../src/science/network/step.ts";
import { DEFAULT_TASK, type TaskStimulus, taskOf } from "../../../src/science/network/task-stimuli.ts";
import { seededRandom } from "../../../src/science/random.ts";
import { trialsOf } from "../trials-of.ts";
import {
  differenceStep,
  type Extended,
  exponential,
  extended,
  one,
  over,
  times,
  toNumber,
} from "./extended-precision.ts";

/** Contrast-coded and unbalanced, so that no symmetry can hide a fault. */
const unevenTask: readonly TaskStimulus[] = [
  { side: -1, input: 0.5, probability: 0.2 },
  { side: -1, input: 1, probability: 0.15 },
  { side: 1, input: 1, probability: 0.4 },
  { side: 0, input: 0, probability: 0.25 },
];

const rates = Float64Array.of(0.011, 0.012, 0.013, 0.021, 0.022, 0.023);

function someState(seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: 9 }, () => 0.2 + random.uniform());
}

/** The expected update from SCIENCE §6's equations, line by line, in extended precision. */
function reference(rule: LearningRule, beta: number, task: readonly TaskStimulus[], w: readonly Extended[]) {
  const a = w.slice(0, 3);
  const u = [w.slice(3, 6), w.slice(6, 9)];
  const out = new Array<Extended>(9).fill(0n);
  for (const { side, input, probability } of task) {
    const x = [side < 0 ? extended(input) : 0n, side > 0 ? extended(input) : 0n, one];
    const value = (c: number, z: readonly Extended[]) =>
      z.reduce((v, zi, i) => v + times(times(u[c][i], a[i]), zi), 0n);
    const logit = times(extended(beta), value(1, x) - value(0, x));
    for (const c of [0, 1]) {
      const chosen = over(one, one + exponential(c === 1 ? -logit : logit));
      const r = side === 0 ? one / 2n : side > 0 === (c === 1) ? one : 0n;
      const total = r - value(c, x);
      const stimulus = rule === "tutor-executor" ? r - value(c, [x[0], x[1], 0n]) : total;
      const bias = rule === "tutor-executor" ? r - value(c, [0n, 0n, one]) : total;
      const weight = times(extended(probability), chosen);
      for (let i = 0; i < 3; i++) {
        if (rule !== "shallow") {
          const change = times(times(times(extended(rates[i]), total), u[c][i]), x[i]);
          out[i] += times(weight, change);
        }
        const error = i < 2 ? stimulus : bias;
        const change = times(times(times(extended(rates[3 + i]), error), a[i]), x[i]);
        out[3 + 3 * c + i] += times(weight, change);
      }
    }
  }
  return out;
}

describe.each(LEARNING_RULES)("%s", (rule) => {
  const learning = { rule, rates, beta: 3, task: unevenTask };

  test("the expected update is the mean step of the trials that can happen", () => {
    const state = someState(1);
    const out = new Float64Array(9);
    const learningSideCoded = { ...learning, task: DEFAULT_TASK };
    expectedUpdate(learningSideCoded, state, out);
    const mean = new Float64Array(9);
    for (const { side, probability } of DEFAULT_TASK) {
      const x = [side < 0 ? 1 : 0, side > 0 ? 1 : 0] as const;
      const pRight = probabilityRight(state, 3, ...x);
      for (const right of [false, true]) {
        const after = state.slice();
        learnFromTrial(after, rates, rule, ...x, right, side === 0 ? 0.5 : side > 0 === right ? 1 : 0);
        const weight = probability * (right ? pRight : 1 - pRight);
        for (let k = 0; k < 9; k++) mean[k] += weight * (after[k] - state[k]);
      }
    }
    for (let k = 0; k < 9; k++) expect(out[k]).toBeCloseTo(mean[k], 15);
  });

  test("update and Jacobian are those of the equations in extended precision", () => {
    const state = someState(2);
    const out = new Float64Array(9);
    const jacobian = new Float64Array(81);
    expectedUpdate(learning, state, out, jacobian);
    const exact = [...state].map(extended);
    const value = reference(rule, 3, unevenTask, exact);
    for (let k = 0; k < 9; k++) expect(Math.abs(out[k] - toNumber(value[k]))).toBeLessThan(1e-16);
    for (let j = 0; j < 9; j++) {
      const at = (sign: bigint) =>
        reference(
          rule,
          3,
          unevenTask,
          exact.map((w, k) => (k === j ? w + sign * differenceStep : w)),
        );
      const [above, below] = [at(1n), at(-1n)];
      for (let i = 0; i < 9; i++) {
        const slope = toNumber(((above[i] - below[i]) << 60n) / 2n);
        expect(Math.abs(jacobian[9 * i + j] - slope)).toBeLessThan(1e-16);
      }
    }
  });
});

test("the projected flow lets no weight at 0 become negative", () => {
  const state = Float64Array.of(0, 1, 1, 0, 1, 1, 1, 1, 1);
  const force = Float64Array.of(-1, -1, 1, 1, 1, 1, 1, 1, 1);
  project(state, force);
  expect([...force]).toEqual([0, -1, 1, 1, 1, 1, 1, 1, 1]);
});

test("a mouse's task is what it met, strongest left first and zero contrast last", () => {
  const contrasts = [-0.5, 0.25, 0, -0.25, -0.5, 0.5, 0, -0.5];
  const trials = trialsOf(contrasts.map((contrast) => ({ contrast })));
  expect(taskOf(choiceSequence(trials))).toEqual([
    { side: -1, input: 1, probability: 0.5 },
    { side: 1, input: 1, probability: 0.25 },
    { side: 0, input: 0, probability: 0.25 },
  ]);
  expect(taskOf(choiceSequence(trials, "contrast"))).toEqual([
    { side: -1, input: 1, probability: 0.375 },
    { side: -1, input: 0.5, probability: 0.125 },
    { side: 1, input: 0.5, probability: 0.125 },
    { side: 1, input: 1, probability: 0.125 },
    { side: 0, input: 0, probability: 0.25 },
  ]);
});
