import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { choiceModel } from "../../../src/science/random-walk/choice-model.ts";
import {
  type ObservationModel,
  packedIndex,
  packedLength,
} from "../../../src/science/random-walk/observation-model.ts";
import { raceModel } from "../../../src/science/random-walk/race-model.ts";
import { designMatrix } from "../../../src/science/random-walk/regressors.ts";
import { trialsOf } from "../trials-of.ts";

const N = 12;

function models(): readonly (readonly [string, ObservationModel, Float64Array])[] {
  const random = seededRandom(3);
  const right = Uint8Array.from({ length: N }, () => random.integer(2));
  const design = Float64Array.from({ length: 4 * N }, () => random.normal());
  const side = Array.from({ length: N }, () => random.integer(3) - 1);
  const left = Float64Array.from(side, (s) => (s < 0 ? 0.5 : 0));
  const rightward = Float64Array.from(side, (s) => (s > 0 ? 0.25 : 0));
  const time = Float64Array.from({ length: N }, () => 0.05 + 3 * random.uniform());
  const choiceParams = Float64Array.from({ length: 4 * N }, () => 2 * random.normal());
  const raceParams = Float64Array.from({ length: 5 * N }, (_, i) =>
    i % 5 === 4 ? 0.3 + 2 * random.uniform() : 2 * random.normal(),
  );
  return [
    ["logistic", choiceModel(["a", "b", "c", "d"], design, right), choiceParams],
    ["race", raceModel(right, left, rightward, time), raceParams],
  ];
}

for (const [name, model, params] of models()) {
  const K = model.nParams;
  const derivatives = (e: Float64Array) => {
    const gradient = new Float64Array(N * K);
    const curvature = new Float64Array(N * packedLength(K));
    const value = model.derivatives(e, gradient, curvature, 0, N);
    return { value, gradient, curvature };
  };
  const moved = (i: number, h: number) => params.map((v, j) => (i === j ? v + h : v));

  test(`${name}: gradient, curvature and its slope agree with finite differences of the one before`, () => {
    const here = derivatives(params);
    expect(model.logLikelihood(params, 0, N)).toBeCloseTo(here.value, 11);
    const random = seededRandom(5);
    const covariance = Float64Array.from({ length: N * packedLength(K) }, () => random.normal());
    const slope = new Float64Array(N * K);
    model.curvatureSlope(params, covariance, slope);
    const h = 1e-4;
    for (let i = 0; i < N * K; i++) {
      const t = Math.floor(i / K);
      const fourth = (f: (e: Float64Array) => number) =>
        (8 * (f(moved(i, h)) - f(moved(i, -h))) - (f(moved(i, 2 * h)) - f(moved(i, -2 * h)))) / (12 * h);
      const tolerance = (value: number) => 2e-8 * Math.max(1, Math.abs(value));
      const g = fourth((e) => model.logLikelihood(e, 0, N));
      expect(Math.abs(here.gradient[i] - g)).toBeLessThan(tolerance(g));
      let half = 0;
      for (let a = 0; a < K; a++) {
        const at = t * packedLength(K) + packedIndex(a, i % K);
        const second = fourth((e) => derivatives(e).gradient[t * K + a]);
        expect(Math.abs(here.curvature[at] + second)).toBeLessThan(tolerance(second));
        for (let b = 0; b < K; b++) {
          const ab = t * packedLength(K) + packedIndex(a, b);
          half -= 0.5 * covariance[ab] * fourth((e) => derivatives(e).curvature[ab]);
        }
      }
      expect(Math.abs(slope[i] - half)).toBeLessThan(50 * tolerance(half));
    }
  });

  test(`${name}: a range of trials gives its share, and masked trials say nothing`, () => {
    const observed = Uint8Array.from({ length: N }, (_, t) => (t % 3 === 0 ? 0 : 1));
    const masked = model.masked(observed);
    let sum = 0;
    for (let t = 0; t < N; t++) {
      if (observed[t] === 1) sum += model.logLikelihood(params, t, t + 1);
    }
    expect(masked.logLikelihood(params, 0, N)).toBeCloseTo(sum, 11);
    const gradient = new Float64Array(N * K).fill(7);
    const curvature = new Float64Array(N * packedLength(K)).fill(7);
    expect(masked.derivatives(params, gradient, curvature, 0, N)).toBeCloseTo(sum, 11);
    const full = derivatives(params);
    gradient.forEach((g, i) => {
      expect(g).toBe(observed[Math.floor(i / K)] === 1 ? full.gradient[i] : 0);
    });
    expect(curvature[0]).toBe(0);
    expect(masked.logPredictive(0, params.subarray(0, K), new Float64Array(packedLength(K)))).toBe(0);
  });
}

test("far from the data the logistic likelihood neither overflows nor loses its slope", () => {
  const model = choiceModel(["x"], Float64Array.of(1, 1), Uint8Array.of(1, 0));
  const gradient = new Float64Array(2);
  const curvature = new Float64Array(2);
  expect(model.derivatives(Float64Array.of(-800, -800), gradient, curvature, 0, 2)).toBe(-800);
  expect(Array.from(gradient)).toEqual([1, -0]);
});

test("a race step is shortened so that the threshold keeps at least a tenth of itself", () => {
  const [, , [, race, params]] = [0, 0, models()[1]];
  const step = new Float64Array(5 * N);
  step[5 * 7 + 4] = -9 * params[5 * 7 + 4];
  expect(race.stepLimit(params, step, 0, N)).toBeCloseTo(0.1, 12);
  expect(race.stepLimit(params, step, 0, 7)).toBe(1);
});

test("previous choice and outcome are those of the session's last trial with a choice", () => {
  const trials = trialsOf([
    { session: 1, choice: "left", outcome: 1 },
    { session: 1, choice: "no-go", outcome: 0 },
    { session: 1, choice: "right", outcome: 0 },
    { session: 1, choice: "right", outcome: -1 },
    { session: 1, choice: "left", outcome: 1 },
    { session: 2, choice: "left", outcome: 1 },
  ]);
  const rows = Int32Array.of(0, 2, 3, 4, 5);
  const design = designMatrix(
    trials,
    rows,
    ["previousChoice", "previousOutcome", "stimulation"],
    Uint8Array.of(0, 1, 1, 0, 0, 1),
  );
  const columns = [0, 1, 2].map((k) => [0, 1, 2, 3, 4].map((t) => design[3 * t + k]));
  expect(columns[0]).toEqual([0, -1, 1, 1, 0]);
  expect(columns[1]).toEqual([0, 1, -1, 0, 0]);
  expect(columns[2]).toEqual([0, 1, 0, 0, 1]);
});
