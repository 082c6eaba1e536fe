import { describe, expect, test } from "vitest";
import type { LearningRule } from "../../../src/science/network/learning-rule.ts";
import { defaultNetworkParameters } from "../../../src/science/network/parameters.ts";
import { initialState, probabilityRight, rateVector } from "../../../src/science/network/state.ts";
import { learnFromTrial } from "../../../src/science/network/step.ts";

const start = () => Float64Array.of(0.5, 0.5, 1, 0.2, 0.4, 0.1, 0.3, 0.6, 0.2);
const rates = new Float64Array(6).fill(0.1);

function learned(rule: LearningRule, xLeft: number, xRight: number, choseRight: boolean, reward: number) {
  const state = start();
  learnFromTrial(state, rates, rule, xLeft, xRight, choseRight, reward);
  return [...state];
}

function expectWeights(actual: readonly number[], expected: readonly number[]) {
  actual.forEach((weight, i) => {
    expect(weight).toBeCloseTo(expected[i], 14);
  });
}

// Hand-worked from SCIENCE §6: with a left stimulus and a correct left choice, V of the stimulus .2 · .5 = .1 and
// V of the bias .1 · 1 = .1, so δ_tot = .8, δ_stim = .9, δ_bias = .9.
describe("one trial of learning", () => {
  test("tutor–executor: partial errors teach the second layer, the total error the first", () => {
    expectWeights(
      learned("tutor-executor", 1, 0, false, 1),
      [0.516, 0.5, 1.008, 0.245, 0.4, 0.19, 0.3, 0.6, 0.2],
    );
  });

  test("total-RPE: the total error teaches both layers", () => {
    expectWeights(learned("total-rpe", 1, 0, false, 1), [0.516, 0.5, 1.008, 0.24, 0.4, 0.18, 0.3, 0.6, 0.2]);
  });

  test("shallow: the first layer stays", () => {
    expectWeights(learned("shallow", 1, 0, false, 1), [0.5, 0.5, 1, 0.24, 0.4, 0.18, 0.3, 0.6, 0.2]);
  });

  // V_R([0,0,1]) = .2, r = ½: every error is .3, and only the bias pathway has an input.
  test("at zero contrast only the bias pathway learns", () => {
    for (const rule of ["tutor-executor", "total-rpe"] as const) {
      expectWeights(learned(rule, 0, 0, true, 0.5), [0.5, 0.5, 1.006, 0.2, 0.4, 0.1, 0.3, 0.6, 0.23]);
    }
  });

  // V_R = .6 · .5 + .2 = .5, wrong: δ_tot = −.5. With η = 4 in u_RB alone: .2 − 4 · .5 · 1 = −1.8 → 1.8.
  test("a weight that would turn negative is reflected", () => {
    const state = start();
    learnFromTrial(state, Float64Array.of(0, 0, 0, 0, 0, 4), "total-rpe", 0, 1, true, 0);
    expectWeights([...state], [0.5, 0.5, 1, 0.2, 0.4, 0.1, 0.3, 0.6, 1.8]);
  });
});

test("P(right) is the logistic of β times the difference of the actions' values", () => {
  // V_R = .3 · .5 + .2 = .35, V_L = .2 · .5 + .1 = .2.
  expect(probabilityRight(start(), 9, 1, 0)).toBeCloseTo(1 / (1 + Math.exp(-9 * 0.15)), 14);
});

test("the defaults are the centre values, with the bias on the side of its sign", () => {
  const right = defaultNetworkParameters("tutor-executor", 0.03);
  expect([...initialState(right)]).toEqual([0.05, 0.05, 1, 0.2, 0.2, 0, 0.2, 0.2, 0.03]);
  expect([...rateVector(right)]).toEqual(new Array(6).fill(0.0026));
  expect(right.inverseTemperature).toBe(9);
  const left = defaultNetworkParameters("shallow", -0.03);
  expect([...initialState(left)]).toEqual([1, 1, 1, 0.2, 0.2, 0.03, 0.2, 0.2, 0]);
});
