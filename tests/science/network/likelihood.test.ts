import { describe, expect, test } from "vitest";
import { choiceSequence } from "../../../src/science/network/choice-sequence.ts";
import { learningStates } from "../../../src/science/network/learning-path.ts";
import { LEARNING_RULES, type LearningRule } from "../../../src/science/network/learning-rule.ts";
import {
  likelihoodWorkspace,
  logLikelihood,
  logLikelihoodGradient,
} from "../../../src/science/network/likelihood.ts";
import { parameterisation, pullBack, toRaw } from "../../../src/science/network/parameterisation.ts";
import { networkParameters, RAW_SIZE } from "../../../src/science/network/raw-parameters.ts";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";
import { actionValue, LEFT_ROW, probabilityRight, RIGHT_ROW } from "../../../src/science/network/state.ts";
import { learnFromTrial } from "../../../src/science/network/step.ts";
import { seededRandom } from "../../../src/science/random.ts";
import { selectTrials, type TrialTable } from "../../../src/science/trial-table.ts";
import { differenceStep, extended, one, toNumber } from "./extended-precision.ts";
import { knownValues, referenceLogLikelihood } from "./reference-likelihood.ts";

/** Choices that no network made, so that no gradient is small by being near a maximum. */
function someTrials(nTrials: number): TrialTable {
  const [mouse] = simulateCohort({
    rule: "tutor-executor",
    mice: 1,
    seed: 8,
    sessions: 1,
    trialsPerSession: nTrials,
  });
  return mouse.trials;
}

/** Rates and weights so large that weights are reflected at 0 many times in a few hundred trials. */
function someParameters(rule: LearningRule): Float64Array {
  const random = seededRandom(21);
  return Float64Array.from({ length: RAW_SIZE }, (_, k) => {
    if (k < 6) return (rule === "shallow" && k < 3 ? 0 : 0.04) + 0.02 * random.uniform();
    if (k === 6) return 4;
    // A partial error never pushes a weight through 0; the total one does, where a is small and u is not.
    if (rule === "tutor-executor" && (k === 7 || k === 8)) return 0.002;
    return 0.1 + 0.8 * random.uniform();
  });
}

test("the extended arithmetic knows e, ln 2 and a third to 50 places", () => {
  for (const { of, is } of knownValues) {
    const digits = BigInt(is.replace(".", ""));
    const scaled = (of * 10n ** 57n) / one;
    const apart = scaled - digits;
    expect(apart < 10n ** 7n && apart > -(10n ** 7n)).toBe(true);
  }
});

describe.each(LEARNING_RULES)("%s", (rule) => {
  for (const coding of ["side", "contrast"] as const) {
    test(`with ${coding} coding, likelihood and gradient are those of the equations in extended precision`, () => {
      const trials = someTrials(400);
      const sequence = choiceSequence(trials, coding);
      const workspace = likelihoodWorkspace(sequence.n);
      const raw = someParameters(rule);
      const gradient = new Float64Array(RAW_SIZE);
      const value = logLikelihoodGradient(sequence, rule, raw, gradient, workspace);
      const exact = [...raw].map(extended);
      const reference = toNumber(referenceLogLikelihood(trials, rule, exact, coding));
      expect(Math.abs(value / reference - 1)).toBeLessThan(1e-13);

      const largest = Math.max(...gradient.map(Math.abs));
      const firstFree = rule === "shallow" ? 3 : 0;
      for (let k = firstFree; k < RAW_SIZE; k++) {
        const at = (sign: bigint) => {
          const moved = [...exact];
          moved[k] += sign * differenceStep;
          return referenceLogLikelihood(trials, rule, moved, coding);
        };
        const slope = toNumber(((at(1n) - at(-1n)) << 60n) / 2n);
        expect(Math.abs(gradient[k] - slope)).toBeLessThan(1e-10 * Math.abs(slope) + 1e-12 * largest);
      }
    });
  }

  test("reflected weights are among those tested", () => {
    const sequence = choiceSequence(someTrials(400));
    const raw = someParameters(rule);
    const state = raw.slice(7);
    let reflected = 0;
    for (let t = 0; t < sequence.n; t++) {
      const before = state.slice();
      const right = sequence.choseRight[t] === 1;
      const x = [sequence.side[t] < 0 ? 1 : 0, sequence.side[t] > 0 ? 1 : 0, 1];
      learnFromTrial(state, raw.subarray(0, 6), rule, x[0], x[1], right, sequence.reward[t]);
      const row = right ? RIGHT_ROW : LEFT_ROW;
      const total = sequence.reward[t] - actionValue(before, row, x[0], x[1]);
      for (let i = 0; i < 3; i++) {
        if (rule !== "shallow" && before[i] + raw[i] * total * before[row + i] * x[i] < 0) reflected++;
        if (rule !== "tutor-executor" && before[row + i] + raw[3 + i] * total * before[i] * x[i] < 0)
          reflected++;
      }
    }
    expect(reflected).toBeGreaterThan(0);
  });

  test("likelihood and probabilities are those of a network that learns trial by trial", () => {
    const sequence = choiceSequence(someTrials(300));
    const raw = someParameters(rule);
    const workspace = likelihoodWorkspace(sequence.n);
    const value = logLikelihood(sequence, rule, raw, workspace);
    const states = learningStates(sequence, rule, networkParameters(raw));
    let sum = 0;
    for (let t = 0; t < sequence.n; t++) {
      const state = states.subarray(9 * t, 9 * t + 9);
      const [left, right] = [sequence.side[t] < 0 ? 1 : 0, sequence.side[t] > 0 ? 1 : 0];
      const pRight = probabilityRight(state, raw[6], left, right);
      const pChosen = sequence.choseRight[t] === 1 ? pRight : 1 - pRight;
      expect(workspace.pChosen[t]).toBeCloseTo(pChosen, 12);
      sum += Math.log(pChosen);
    }
    expect(value).toBeCloseTo(sum, 9);
  });

  test("the gradient in the free parameters is that of their logarithms and weights", () => {
    for (const rates of ["shared", "separate"] as const) {
      const space = parameterisation(rule, rates);
      const sequence = choiceSequence(someTrials(60));
      const workspace = likelihoodWorkspace(sequence.n);
      const random = seededRandom(4);
      const phi = space.lower.map((low, i) => low + (space.upper[i] - low) * (0.4 + 0.3 * random.uniform()));
      const raw = new Float64Array(RAW_SIZE);
      const value = (at: Float64Array) => {
        toRaw(space, at, raw);
        return logLikelihood(sequence, rule, raw, workspace);
      };
      const rawGradient = new Float64Array(RAW_SIZE);
      const gradient = new Float64Array(phi.length);
      toRaw(space, phi, raw);
      logLikelihoodGradient(sequence, rule, raw, rawGradient, workspace);
      pullBack(space, raw, rawGradient, gradient);
      for (let i = 0; i < phi.length; i++) {
        const moved = (by: number) => phi.map((p, j) => (i === j ? p + by : p));
        const slope = (value(moved(1e-6)) - value(moved(-1e-6))) / 2e-6;
        expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
      }
    }
  });
});

test("a likelihood of the first trials only is that of a shorter table", () => {
  const trials = someTrials(200);
  const raw = someParameters("total-rpe");
  const workspace = likelihoodWorkspace(200);
  const short = choiceSequence(
    selectTrials(
      trials,
      Int32Array.from({ length: 120 }, (_, t) => t),
    ),
  );
  const whole = choiceSequence(trials);
  const [a, b] = [new Float64Array(RAW_SIZE), new Float64Array(RAW_SIZE)];
  expect(logLikelihoodGradient(whole, "total-rpe", raw, a, workspace, 120)).toBe(
    logLikelihoodGradient(short, "total-rpe", raw, b, workspace),
  );
  expect(a).toEqual(b);
});

test("an impossible choice under extreme weights gives a finite likelihood", () => {
  const sequence = choiceSequence(someTrials(50));
  const raw = someParameters("shallow");
  raw[6] = 5000;
  expect(logLikelihood(sequence, "shallow", raw, likelihoodWorkspace(50))).toBeLessThan(-1000);
});
