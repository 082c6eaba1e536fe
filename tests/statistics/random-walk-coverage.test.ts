import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../src/science/random.ts";
import { correctedSd } from "../../src/science/random-walk/corrected-sd.ts";
import { fitRandomWalk, type RandomWalkFit } from "../../src/science/random-walk/fit.ts";
import { simulateWalk } from "../../src/science/random-walk/simulate.ts";
import { trialsOf } from "../science/trials-of.ts";

/** The whole takes half a minute or more; by default a twentieth of it. */
const whole = process.env.TEST_FULL === "1";
const N_MICE = whole ? 400 : 20;
const N_TRIALS = 1500;
const N_SESSIONS = 10;
const K = 3;
const CONTRASTS = [-0.5, -0.25, 0, 0.25, 0.5];
const BAND = 1.959963984540054;

/** A mouse with step SDs drawn from the range that real ones have, and the trajectory it was simulated from. */
function simulatedMouse(random: Random) {
  const stimuli = trialsOf(
    Array.from({ length: N_TRIALS }, (_, t) => ({
      session: 1 + Math.floor((t * N_SESSIONS) / N_TRIALS),
      contrast: CONTRASTS[random.integer(5)],
    })),
  );
  const draw = (low: number, high: number) =>
    Array.from({ length: K }, () => 2 ** (low + (high - low) * random.uniform()));
  const hyper = { sigma: draw(-7, -4), sigmaDay: draw(-4, -1), sigmaInit: [1, 1, 1] };
  const start = Array.from({ length: K }, () => random.normal());
  return { ...simulateWalk({ model: "logistic", hyper, start }, stimuli, random), hyper };
}

/** Share of trials and parameters whose truth lies within the 95 % band. */
function coverage(fit: RandomWalkFit, sd: Float64Array, truth: Float64Array): number {
  let inside = 0;
  truth.forEach((value, i) => {
    if (Math.abs(value - fit.mode[i]) < BAND * sd[i]) inside++;
  });
  return inside / truth.length;
}

/** Mean over mice and its standard error, the mice being what varies. */
function meanOverMice(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

test(`95 % bands cover: at the true hyperparameters, at optimised ones, and corrected (${N_MICE} simulated mice)`, {
  timeout: 1_800_000,
}, () => {
  const shares: { truth: number[]; optimised: number[]; corrected: number[] } = {
    truth: [],
    optimised: [],
    corrected: [],
  };
  for (let mouse = 0; mouse < N_MICE; mouse++) {
    const { trials, params, hyper } = simulatedMouse(seededRandom(1000 + mouse));
    const atTruth = fitRandomWalk(trials, { hyper });
    const optimised = fitRandomWalk(trials);
    expect(optimised.converged).toBe(true);
    shares.truth.push(coverage(atTruth, atTruth.sd, params));
    shares.optimised.push(coverage(optimised, optimised.sd, params));
    const sd = correctedSd(trials, {}, optimised, seededRandom(mouse));
    shares.corrected.push(coverage(optimised, sd, params));
  }
  const truth = meanOverMice(shares.truth);
  const optimised = meanOverMice(shares.optimised);
  const corrected = meanOverMice(shares.corrected);
  console.log(
    `coverage of 95 % bands, ${N_MICE} mice: true hyperparameters ${truth.mean.toFixed(4)} ± ${truth.error.toFixed(4)}, ` +
      `optimised ${optimised.mean.toFixed(4)} ± ${optimised.error.toFixed(4)}, ` +
      `corrected ${corrected.mean.toFixed(4)} ± ${corrected.error.toFixed(4)} (SE over mice)`,
  );
  // With few mice the limits are those of the whole widened by three standard errors of the sample's mean.
  const slack = (error: number) => (whole ? 0 : 3 * error);
  expect(truth.mean).toBeGreaterThan(0.94 - slack(truth.error));
  expect(truth.mean).toBeLessThan(0.96 + slack(truth.error));
  expect(optimised.mean).toBeGreaterThan(0.86 - slack(optimised.error));
  expect(corrected.mean).toBeGreaterThan(0.91 - slack(corrected.error));
  expect(corrected.mean).toBeGreaterThan(optimised.mean);
});
