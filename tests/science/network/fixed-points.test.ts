import { describe, expect, test } from "vitest";
import {
  type ExpectedLearning,
  expectedUpdate,
  project,
} from "../../../src/science/network/expected-update.ts";
import { type FixedPoint, findFixedPoints } from "../../../src/science/network/fixed-points.ts";
import { followFlow } from "../../../src/science/network/flow.ts";
import type { LearningRule } from "../../../src/science/network/learning-rule.ts";
import { defaultNetworkParameters } from "../../../src/science/network/parameters.ts";
import { associations, sliceConstants } from "../../../src/science/network/slice.ts";
import { initialState } from "../../../src/science/network/state.ts";
import { escapeAtBias, escapeAtFrozenBias } from "../../../src/science/network/systematicity.ts";
import { DEFAULT_TASK, type TaskStimulus } from "../../../src/science/network/task-stimuli.ts";
import { seededRandom } from "../../../src/science/random.ts";

const RATE = 0.0026;
const origin = [0, 0, 0] as const;

function learningOf(rule: LearningRule, task: readonly TaskStimulus[] = DEFAULT_TASK): ExpectedLearning {
  return { rule, rates: new Float64Array(6).fill(RATE), beta: 9, task };
}

const initialSlice = (rule: LearningRule) =>
  sliceConstants(initialState(defaultNetworkParameters(rule)), new Float64Array(6).fill(RATE));

function named(points: readonly FixedPoint[], name: string): FixedPoint {
  const point = points.find((candidate) => candidate.name === name);
  if (!point) throw new Error(`no ${name} among ${points.map((p) => p.name).join(" ")}`);
  return point;
}

function expectAssociations(point: FixedPoint, expected: readonly number[]) {
  expected.forEach((v, k) => {
    expect(point.associations[k]).toBeCloseTo(v, 9);
  });
}

describe("total-RPE", () => {
  const learning = learningOf("total-rpe");
  const found = findFixedPoints(learning, origin);
  const names = ["∅", "{L}", "{R}", "{B}", "{L,R}", "{B,L}", "{B,R}", "{B,L,R}"];

  test("from small weights, its zeros are all on/off subsets of pathways, in both flows", () => {
    expect(found.projected.map((point) => point.name)).toEqual(names);
    expect(found.unconstrained.map((point) => point.name)).toEqual(names);
    expect(found.slow).toEqual([]);
    for (const point of [...found.projected, ...found.unconstrained])
      expect(point.residual).toBeLessThan(1e-14);
  });

  // Where a pathway is on in the unconstrained flow, its stimulus's errors vanish for both actions; the bias then
  // learns from the other stimuli alone. With P = .4, .4, .2: {B} has V = ½ for both; {B,L} has V_R = (.4 + .1)/.6
  // and V_L = .1/.6 from right and zero contrast, and u_{·,L} makes up for them; {B,L,R} has V = ½ from zero contrast.
  test("unconstrained zeros are the closed forms", () => {
    expectAssociations(named(found.unconstrained, "{B}"), [0, 0, 1 / 2, 0, 0, 1 / 2]);
    expectAssociations(named(found.unconstrained, "{L}"), [1, 0, 0, 0, 0, 0]);
    expectAssociations(named(found.unconstrained, "{B,L}"), [5 / 6, 0, 1 / 6, -5 / 6, 0, 5 / 6]);
    expectAssociations(named(found.unconstrained, "{B,R}"), [0, -5 / 6, 5 / 6, 0, 5 / 6, 1 / 6]);
    expectAssociations(named(found.unconstrained, "{B,L,R}"), [1 / 2, -1 / 2, 1 / 2, -1 / 2, 1 / 2, 1 / 2]);
  });

  // Without negative weights V_R of a left stimulus stays at the bias's: with p = P(right | left stimulus),
  // q = P(right) elsewhere, V_R solves .4 p V_R = .6 q (5/6 − V_R), and V_L is as before.
  test("the projected {B,L} solves its one remaining equation", () => {
    const [ll, , lb, rl, , rb] = named(found.projected, "{B,L}").associations;
    expect(lb).toBeCloseTo(1 / 6, 9);
    expect(ll).toBeCloseTo(5 / 6, 9);
    expect(rl).toBe(0);
    const p = 1 / (1 + Math.exp(-9 * (rb - 1)));
    const q = 1 / (1 + Math.exp(-9 * (rb - 1 / 6)));
    expect(0.4 * p * rb).toBeCloseTo(0.6 * q * (5 / 6 - rb), 12);
  });

  test("the full subset is stable and the others are saddles", () => {
    for (const point of found.projected) expect(point.index > 0).toBe(point.name !== "{B,L,R}");
    for (const point of found.unconstrained) expect(point.index > 0).toBe(point.name !== "{B,L,R}");
  });

  test("saddles lead to the subsets with one more pathway", () => {
    const edge = (from: string, pathway: string) =>
      found.connections.find((way) => way.from === from && way.pathways.join() === pathway)?.to;
    expect(edge("∅", "bias")).toBe("{B}");
    expect(edge("{B}", "left")).toBe("{B,L}");
    expect(edge("{B}", "right")).toBe("{B,R}");
    expect(edge("{B,L}", "right")).toBe("{B,L,R}");
    expect(edge("{B,R}", "left")).toBe("{B,L,R}");
  });

  test("on the slice of the default start only the subsets with the bias exist", () => {
    const there = findFixedPoints(learning, initialSlice("total-rpe"));
    expect(there.projected.map((point) => point.name)).toEqual(["{B}", "{B,L}", "{B,R}", "{B,L,R}"]);
    expect(there.offSlice).toEqual(["∅", "{L}", "{R}", "{L,R}"]);
    for (const point of [...there.projected, ...there.unconstrained]) {
      expect(point.residual).toBeLessThan(1e-14);
      sliceConstants(point.state, learning.rates).forEach((k, i) => {
        expect(k).toBeCloseTo(there.slice[i], 9);
      });
    }
  });

  test("the expected flow conserves a_i² − Σ u_{c,i}²", () => {
    const random = seededRandom(6);
    const state = Float64Array.from({ length: 9 }, () => random.uniform());
    const force = new Float64Array(9);
    expectedUpdate(learning, state, force);
    for (let i = 0; i < 3; i++) {
      const change = state[i] * force[i] - state[3 + i] * force[3 + i] - state[6 + i] * force[6 + i];
      expect(Math.abs(change)).toBeLessThan(1e-18);
    }
  });

  test("scaling a pathway's layers against each other leaves a zero a zero", () => {
    const state = named(found.unconstrained, "{B,L}").state.slice();
    state[2] *= 3;
    state[5] /= 3;
    state[8] /= 3;
    const force = new Float64Array(9);
    expectedUpdate(learning, state, force);
    expect(Math.max(...force.map(Math.abs))).toBeLessThan(1e-15);
  });
});

describe("escape rates at {B}", () => {
  const tasks = {
    balanced: DEFAULT_TASK,
    unbalanced: [
      { side: -1, input: 1, probability: 0.3 },
      { side: 1, input: 1, probability: 0.5 },
      { side: 0, input: 0, probability: 0.2 },
    ] as const,
  };
  test.each(Object.entries(tasks))("are the two formulas in the %s task", (_, task) => {
    const learning = learningOf("total-rpe", task);
    const { projected, unconstrained } = findFixedPoints(learning, origin);
    const [left, right] = task;
    // {B}: every action's value is the mean reward it earns, whatever the policy.
    const valueLeft = left.probability + 0.1;
    const valueRight = right.probability + 0.1;
    const p = 1 / (1 + Math.exp(-9 * (valueRight - valueLeft)));
    const formula = {
      right: {
        unconstrained: RATE * right.probability * Math.hypot(p * (1 - valueRight), (1 - p) * valueLeft),
        projected: RATE * right.probability * p * (1 - valueRight),
      },
      left: {
        unconstrained: RATE * left.probability * Math.hypot((1 - p) * (1 - valueLeft), p * valueRight),
        projected: RATE * left.probability * (1 - p) * (1 - valueLeft),
      },
    };
    for (const [flow, points] of Object.entries({ projected, unconstrained }) as [
      "projected" | "unconstrained",
      readonly FixedPoint[],
    ][]) {
      const point = named(points, "{B}");
      expectAssociations(point, [0, 0, valueLeft, 0, 0, valueRight]);
      const ways =
        flow === "projected" ? point.stability.projectedEscapes : point.stability.unconstrainedEscapes;
      for (const side of ["left", "right"] as const) {
        const way = ways.find(({ pathways }) => pathways.join() === side);
        expect(way?.rate ?? 0).toBeCloseTo(formula[side][flow], 12);
        // The general rate on the manifold of frozen bias is this one, seen at {B}.
        expect(escapeAtBias(learning, valueLeft, valueRight)[side][flow]).toBeCloseTo(
          formula[side][flow],
          12,
        );
      }
      expect(way0(point)).toBeCloseTo(Math.max(formula.left.unconstrained, formula.right.unconstrained), 12);
    }
  });

  const way0 = (point: FixedPoint) => point.stability.unconstrained[0].re;

  test("are those at which the flow itself grows", () => {
    for (const rule of ["total-rpe", "tutor-executor"] as const) {
      const learning = learningOf(rule);
      const point = named(findFixedPoints(learning, origin).projected, "{B}");
      const [way] = point.stability.projectedEscapes;
      const start = point.state.map((w, k) => Math.max(0, w + 1e-7 * way.direction[k]));
      const grown: [number, number][] = [];
      followFlow(learning, start, (state, trials) => {
        grown.push([trials, Math.log(Math.hypot(state[0], state[1]))]);
        return grown.length < 60;
      });
      const [[t0, y0], [t1, y1]] = [grown[20], grown[59]];
      // Heun's steps are a few hundredths of the growth time: their error in the rate is below 1e-3 of it.
      expect((y1 - y0) / (t1 - t0) / way.rate).toBeCloseTo(1, 2);
    }
  });
});

describe("systematicity on the manifold of frozen bias", () => {
  test("a biased mouse leaves along its own side first, in the one-sided flow of both deep rules", () => {
    for (const rule of ["total-rpe", "tutor-executor"] as const) {
      for (const bias of [0.02, 0.1, 0.3]) {
        expect(escapeAtFrozenBias(learningOf(rule), bias).first).toBe("right");
        expect(escapeAtFrozenBias(learningOf(rule), -bias).first).toBe("left");
      }
      expect(escapeAtFrozenBias(learningOf(rule), 0).first).toBeNull();
    }
  });

  // √[(p(1 − V_R))² + ((1 − p)V_L)²] at b = .1: right .345, left .422. Weights of either sign let the left stimulus
  // be learnt as "not right", for which a right-biased mouse has more occasion.
  test("with weights of either sign, total-RPE would leave along the other side", () => {
    const there = escapeAtFrozenBias(learningOf("total-rpe"), 0.1);
    expect(there.left.unconstrained).toBeGreaterThan(there.right.unconstrained);
    expect(there.pRight).toBeCloseTo(1 / (1 + Math.exp(-0.9)), 12);
  });
});

describe("tutor–executor", () => {
  const learning = learningOf("tutor-executor");

  test("has no zero with bias and stimulus pathways on together", () => {
    for (const flow of ["projected", "unconstrained"] as const) {
      const names = findFixedPoints(learning, origin)[flow].map((point) => point.name);
      expect(names).toEqual(["∅", "{L}", "{R}", "{B}", "{L,R}"]);
    }
  });

  test("has slow points instead, labelled as such: minima of the update on the slice that are no zeros", () => {
    const constants = initialSlice("tutor-executor");
    const { slow } = findFixedPoints(learning, constants);
    expect(slow.map((point) => point.pathways.join())).toContain("left,bias");
    expect(slow.map((point) => point.pathways.join())).toContain("right,bias");
    const speed = (state: Float64Array) => {
      const force = new Float64Array(9);
      expectedUpdate(learning, state, force);
      project(state, force);
      return Math.hypot(...force);
    };
    const random = seededRandom(9);
    for (const point of slow) {
      expect(point.kind).toBe("slow");
      expect(point.name.startsWith("slow ")).toBe(true);
      const here = speed(point.state);
      expect(here).toBeGreaterThan(1e-6 * RATE);
      sliceConstants(point.state, learning.rates).forEach((k, i) => {
        expect(k).toBeCloseTo(constants[i], 9);
      });
      // Neighbours on the slice that keep at 0 what is at 0 are no slower.
      for (let trial = 0; trial < 200; trial++) {
        const moved = point.state.map((w) => (w === 0 ? 0 : Math.max(0, w + 0.003 * random.normal())));
        for (let i = 0; i < 3; i++) {
          const u2 = moved[3 + i] ** 2 + moved[6 + i] ** 2;
          if (constants[i] + u2 >= 0 && point.state[i] > 0) moved[i] = Math.sqrt(constants[i] + u2);
          else {
            const shrink = Math.sqrt((moved[i] ** 2 - constants[i]) / u2);
            moved[3 + i] *= shrink;
            moved[6 + i] *= shrink;
          }
        }
        expect(speed(moved)).toBeGreaterThan(here * (1 - 1e-3));
      }
    }
  });

  test("in long runs, its weights run away while its associations stand still", () => {
    const start = initialState(defaultNetworkParameters("tutor-executor", 0.02));
    let late: Float64Array = start;
    const end = followFlow(learning, start, (state, trials) => {
      if (trials * RATE < 150) late = state.slice();
      return trials * RATE < 300;
    });
    expect(Math.max(...end)).toBeGreaterThan(1.1 * Math.max(...late));
    associations(end).forEach((v, k) => {
      expect(Math.abs(v - associations(late)[k])).toBeLessThan(0.02);
    });
  });
});

describe("shallow", () => {
  test("has one fixed point, and it is stable", () => {
    for (const constants of [origin, initialSlice("shallow")]) {
      const found = findFixedPoints(learningOf("shallow"), constants);
      expect(found.projected.map((point) => point.name)).toEqual(["{B,L,R}"]);
      expect(found.unconstrained.map((point) => point.name)).toEqual(["{B,L,R}"]);
      expect(found.projected[0].index).toBe(0);
      expectAssociations(found.unconstrained[0], [0.5, -0.5, 0.5, -0.5, 0.5, 0.5]);
    }
  });
});
