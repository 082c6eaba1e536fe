import { expect, test } from "vitest";
import { fitPsychometric } from "../../../src/science/psychometric/fit-psychometric.ts";
import { psychometricObjective } from "../../../src/science/psychometric/log-likelihood.ts";
import {
  type PsychometricParameters,
  psychometricFunction,
} from "../../../src/science/psychometric/psychometric-function.ts";
import { seededRandom } from "../../../src/science/random.ts";

const contrasts = [-0.5, -0.25, 0, 0.25, 0.5];
const truth: PsychometricParameters = { biasContrast: -0.08, slope: 12, lapseLeft: 0.1, lapseRight: 0.04 };

/** Counts in exact proportion to the function: their likelihood is greatest at its parameters. */
const exact = (parameters: PsychometricParameters, n = 1e7) =>
  contrasts.map((contrast) => ({
    contrast,
    n,
    nRight: n * psychometricFunction(parameters, contrast),
  }));

test("the function rises from the left lapse to one minus the right lapse, and is half way at the bias", () => {
  expect(psychometricFunction(truth, -100)).toBeCloseTo(0.1, 12);
  expect(psychometricFunction(truth, 100)).toBeCloseTo(0.96, 12);
  expect(psychometricFunction(truth, -0.08)).toBeCloseTo(0.53, 12);
});

test("counts in exact proportion give back their parameters", () => {
  for (const parameters of [
    truth,
    { ...truth, biasContrast: 0.15, slope: 5, lapseLeft: 0.25, lapseRight: 0.1 },
  ]) {
    const { fit } = fitPsychometric(exact(parameters), { nBootstrap: 0 });
    expect(fit?.biasContrast).toBeCloseTo(parameters.biasContrast, 4);
    expect(fit?.slope).toBeCloseTo(parameters.slope, 2);
    expect(fit?.lapseLeft).toBeCloseTo(parameters.lapseLeft, 4);
    expect(fit?.lapseRight).toBeCloseTo(parameters.lapseRight, 4);
    expect(fit).toMatchObject({ converged: true, atBound: [], ci: null });
  }
});

test("the gradient agrees with finite differences of the log-likelihood", () => {
  const objective = psychometricObjective([
    { contrast: -0.5, nRight: 3, n: 40 },
    { contrast: -0.25, nRight: 9, n: 20 },
    { contrast: 0, nRight: 12, n: 20 },
    { contrast: 0.5, nRight: 31, n: 40 },
  ]);
  const point = Float64Array.of(0.05, 0.7, 0.08, 0.12);
  const gradient = new Float64Array(4);
  objective.value(point);
  objective.gradient(gradient);
  for (let i = 0; i < 4; i++) {
    const h = 1e-6;
    const moved = (step: number) => objective.value(point.map((x, j) => (i === j ? x + step : x)));
    expect(gradient[i]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 4);
  }
});

test("no start elsewhere reaches a greater likelihood", () => {
  const random = seededRandom(5);
  for (let repeat = 0; repeat < 20; repeat++) {
    const counts = contrasts.map((contrast) => {
      const n = 10 + random.integer(40);
      return { contrast, n, nRight: random.integer(n + 1) };
    });
    const { fit } = fitPsychometric(counts, { nBootstrap: 0 });
    const objective = psychometricObjective(counts);
    for (let start = 0; start < 300; start++) {
      const point = Float64Array.of(
        2 * random.uniform() - 1,
        10 * random.uniform() ** 2,
        0.5 * random.uniform(),
        0.5 * random.uniform(),
      );
      expect(objective.value(point)).toBeLessThanOrEqual((fit?.logLikelihood ?? -Infinity) + 1e-9);
    }
  }
});

test("intervals hold the parameters, and the same seed gives the same intervals", () => {
  const counts = exact(truth, 100).map((count) => ({ ...count, nRight: Math.round(count.nRight) }));
  const { fit } = fitPsychometric(counts, { seed: 4 });
  expect(fit?.nTrials).toBe(500);
  for (const name of ["biasContrast", "slope", "lapseLeft", "lapseRight"] as const) {
    const [lo, hi] = fit?.ci?.[name] ?? [0, 0];
    expect(lo).toBeLessThanOrEqual(truth[name]);
    expect(hi).toBeGreaterThanOrEqual(truth[name]);
  }
  expect(fitPsychometric(counts, { seed: 4 })).toEqual({ fit, refused: null });
  expect(fitPsychometric(counts, { seed: 5 }).fit?.ci).not.toEqual(fit?.ci);
});

test("a step so steep that its slope is not to be had says so", () => {
  const counts = contrasts.map((contrast) => ({ contrast, n: 30, nRight: contrast > 0.1 ? 30 : 0 }));
  expect(fitPsychometric(counts, { nBootstrap: 0 }).fit?.atBound).toContain("lapseLeft");
});

test("too few trials or contrasts are refused with the reason", () => {
  expect(fitPsychometric([{ contrast: 0, nRight: 1, n: 19 }]).refused?.code).toBe("TOO_FEW_TRIALS");
  const three = [-0.5, 0, 0.5].map((contrast) => ({ contrast, nRight: 10, n: 20 }));
  expect(fitPsychometric([...three, { contrast: 0.25, nRight: 0, n: 0 }])).toEqual({
    fit: null,
    refused: {
      code: "TOO_FEW_CONTRASTS",
      reason: "3 different contrasts, where four parameters need at least 4",
    },
  });
});
