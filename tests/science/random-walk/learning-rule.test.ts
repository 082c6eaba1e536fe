import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { fitRandomWalk } from "../../../src/science/random-walk/fit.ts";
import {
  type LearningRule,
  maskedRule,
  reinforceRule,
} from "../../../src/science/random-walk/learning-rule.ts";
import { projectedNetworkRule } from "../../../src/science/random-walk/projected-network-rule.ts";
import { randomTrials } from "./random-trials.ts";

const BETA = 9;
const SIDES = [-1, 0, 1];

/** The network of SCIENCE §6 at (w, b), written out in full: [a_L, a_R, a_B], u of left and right action. */
function networkAt(w: number, b: number) {
  const half = w / (BETA * 0.05) / 2;
  return {
    a: [0.05, 0.05, 1],
    u: [
      [0.2 + half, 0.2 - half, -b / BETA / 2],
      [0.2 - half, 0.2 + half, b / BETA / 2],
    ],
  };
}

function sideModelOf({ a, u }: ReturnType<typeof networkAt>): readonly [number, number] {
  const logit = (x: readonly number[]) =>
    BETA * [0, 1, 2].reduce((sum, i) => sum + (u[1][i] - u[0][i]) * a[i] * x[i], 0);
  return [0.5 * (logit([0, 1, 1]) - logit([1, 0, 1])), logit([0, 0, 1])];
}

/** The rate at which (w, b) moves when the network makes the update of SCIENCE §6 with a small η. */
function projectedByHand(kind: string, w: number, b: number, side: number, right: number, reward: number) {
  const x = [side < 0 ? 1 : 0, side > 0 ? 1 : 0, 1];
  const moved = (eta: number) => {
    const { a, u } = networkAt(w, b);
    const value = (input: readonly number[]) =>
      [0, 1, 2].reduce((sum, i) => sum + u[right][i] * a[i] * input[i], 0);
    const total = reward - value(x);
    const stimulus = kind === "total-rpe" ? total : reward - value([x[0], x[1], 0]);
    const bias = kind === "total-rpe" ? total : reward - value([0, 0, 1]);
    const newA = a.map((ai, i) => ai + eta * total * u[right][i] * x[i]);
    const newU = u.map((row) => [...row]);
    for (const i of [0, 1]) newU[right][i] += eta * stimulus * a[i] * x[i];
    newU[right][2] += eta * bias * a[2];
    return sideModelOf({ a: newA, u: newU });
  };
  const h = 1e-5;
  const [up, down] = [moved(h), moved(-h)];
  return [(up[0] - down[0]) / (2 * h), (up[1] - down[1]) / (2 * h)];
}

for (const kind of ["tutor-executor", "total-rpe"] as const) {
  test(`${kind}: the projected rule is the network's update carried to (w, b)`, () => {
    const random = seededRandom(4);
    const r = new Float64Array(2);
    for (const side of SIDES) {
      for (const right of [0, 1]) {
        // Correct is the stimulus's side; at zero contrast reward is a coin flip, ½ expected.
        const reward = side === 0 ? 0.5 : side === 2 * right - 1 ? 1 : 0;
        for (let repeat = 0; repeat < 3; repeat++) {
          const [w, b] = [3 * random.normal(), random.normal()];
          const rule = projectedNetworkRule(kind, Int8Array.of(side), Uint8Array.of(right));
          rule.value(0, Float64Array.of(w, b), 0, r);
          const [dw, db] = projectedByHand(kind, w, b, side, right, reward);
          expect(Math.abs(r[0] - dw)).toBeLessThan(1e-7 * Math.max(1, Math.abs(dw)));
          expect(Math.abs(r[1] - db)).toBeLessThan(1e-7 * Math.max(1, Math.abs(db)));
        }
      }
    }
  });
}

test("REINFORCE is reward times the gradient of log p(choice)", () => {
  const x = [1, 0, 0.5];
  const e = [0.3, -2, 1.5];
  const eta = x.reduce((sum, v, k) => sum + v * e[k], 0);
  const r = new Float64Array(3);
  const rule = reinforceRule(Float64Array.from(x), 3, Uint8Array.of(1), Float64Array.of(0.5));
  rule.value(0, Float64Array.from(e), 0, r);
  const p = 1 / (1 + Math.exp(-eta));
  x.forEach((v, k) => {
    expect(r[k]).toBeCloseTo((1 - p) * v, 14);
  });
  reinforceRule(Float64Array.from(x), 3, Uint8Array.of(0), Float64Array.of(0.5)).value(
    0,
    Float64Array.from(e),
    0,
    r,
  );
  expect(Array.from(r)).toEqual([-0, -0, -0]);
});

function rulesOfTwo(): readonly (readonly [string, LearningRule])[] {
  const right = Uint8Array.of(0, 1, 1, 0, 1);
  const side = Int8Array.of(1, 1, 0, -1, -1);
  const design = Float64Array.from([...side].flatMap((s) => [s, 1]));
  return [
    ["reinforce", reinforceRule(design, 2, right, Float64Array.from(side))],
    ["tutor-executor", projectedNetworkRule("tutor-executor", side, right)],
    ["total-rpe", projectedNetworkRule("total-rpe", side, right)],
  ];
}

for (const [name, rule] of rulesOfTwo()) {
  test(`${name}: derivatives to third order agree with finite differences`, () => {
    const random = seededRandom(6);
    const K = 2;
    const at = (t: number, e: Float64Array) => {
      const r = new Float64Array(K);
      const jacobian = new Float64Array(K * K);
      const hessian = new Float64Array(K ** 3);
      const params = new Float64Array(10);
      params.set(e, K * t);
      rule.derivatives(t, params, K * t, r, jacobian, hessian);
      return { r, jacobian, hessian, params };
    };
    const h = 1e-4;
    for (let t = 0; t < 5; t++) {
      const e = Float64Array.of(2 * random.normal(), random.normal());
      const here = at(t, e);
      const C = Float64Array.of(1.3, 0.4, 0.4, 0.7);
      const third = new Float64Array(4);
      rule.thirdTrace(t, here.params, K * t, C, third);
      for (let j = 0; j < K; j++) {
        const shifted = (d: number) =>
          at(
            t,
            e.map((v, i) => (i === j ? v + d : v)),
          );
        const [up, down] = [shifted(h), shifted(-h)];
        for (let k = 0; k < K; k++) {
          expect(here.jacobian[k * K + j]).toBeCloseTo((up.r[k] - down.r[k]) / (2 * h), 5);
          let trace = 0;
          for (let a = 0; a < K; a++) {
            const slope = (up.jacobian[k * K + a] - down.jacobian[k * K + a]) / (2 * h);
            expect(here.hessian[(k * K + a) * K + j]).toBeCloseTo(slope, 5);
            for (let b = 0; b < K; b++) {
              const i = (k * K + a) * K + b;
              trace += (C[a * K + b] * (up.hessian[i] - down.hessian[i])) / (2 * h);
            }
          }
          expect(third[k * K + j]).toBeCloseTo(trace, 5);
        }
      }
    }
  });
}

test("a held-out trial teaches nothing", () => {
  const [, rule] = rulesOfTwo()[1];
  const r = new Float64Array(2);
  maskedRule(rule, Uint8Array.of(1, 0, 1, 1, 1)).value(1, new Float64Array(10).fill(1), 2, r);
  expect(Array.from(r)).toEqual([0, 0]);
});

test("a rule at α = 0 is no rule, and a rule by evidence is never worse than that by more than its bound allows", () => {
  const trials = randomTrials(6, 100, 2);
  const without = fitRandomWalk(trials, { model: "side" });
  for (const rule of ["reinforce", "tutor-executor", "total-rpe"] as const) {
    const still = fitRandomWalk(trials, { model: "side", rule, hyper: { ...without.hyper, alpha: 0 } });
    // Modes are found to a Newton decrement of 1e-14, that is to 1e-7 SDs.
    expect(Math.abs(still.logEvidence - without.logEvidence)).toBeLessThan(1e-7);
    expect(fitRandomWalk(trials, { model: "side", rule }).logEvidence).toBeGreaterThan(
      without.logEvidence - 0.05,
    );
  }
});

test("rules are refused where they are not defined", () => {
  const trials = randomTrials(2, 50, 2);
  expect(() => fitRandomWalk(trials, { model: "race", rule: "reinforce" })).toThrow(/not defined/);
  expect(() => fitRandomWalk(trials, { model: "logistic", rule: "total-rpe" })).toThrow(/not defined/);
});
