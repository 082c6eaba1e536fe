/**
 * Walks whose weights light moves by a known amount, with the hyperparameters fitted to each mouse as the pipeline
 * does: light in every other session, that acts on one weight (selective), on all (broad), or on none.
 */
import { expect, test } from "vitest";
import { seededRandom } from "../../src/science/random.ts";
import { fitRandomWalk } from "../../src/science/random-walk/fit.ts";
import {
  sessionsByLight,
  sessionsByLuck,
  type WeightEffect,
  weightEffects,
} from "../../src/science/stimulation-effects/weight-effects.ts";
import type { TrialTable } from "../../src/science/trial-table.ts";
import { coverageOf, meanOf, standardErrorOf } from "./share.ts";

const isFull = process.env.TEST_FULL === "1";
/** 3 intervals a mouse: a standard error of .004 whole, .015 in part. */
const MICE = isFull ? 800 : 70;
const SESSIONS = 16;
const TRIALS = 120;

/** The walk of SCIENCE §3 with steps of SD .02 within and .2 between sessions, and light that pushes the weights. */
function mouse(seed: number, bySession: readonly number[]) {
  const random = seededRandom(91).child(seed);
  const n = SESSIONS * TRIALS;
  const contrast = Float64Array.from({ length: n }, () => (random.integer(5) - 2) / 4);
  const session = Int32Array.from({ length: n }, (_, t) => 1 + Math.floor(t / TRIALS));
  const choice = new Int8Array(n);
  const light = new Int8Array(n);
  const weight = [0.2, -2, 2];
  for (let t = 0; t < n; t++) {
    const x = [1, Math.max(-contrast[t], 0), Math.max(contrast[t], 0)];
    const eta = x.reduce((sum, value, k) => sum + value * weight[k], 0);
    choice[t] = random.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : -1;
    const isLit = session[t] % 2 === 0;
    light[t] = isLit && random.uniform() < 0.3 ? 1 : 0;
    const isLast = (t + 1) % TRIALS === 0;
    for (let k = 0; k < 3; k++) {
      weight[k] += (isLast ? 0.2 : 0.02) * random.normal();
      if (isLit && !isLast) weight[k] += bySession[k] / (TRIALS - 1);
    }
  }
  const trials: TrialTable = {
    nTrials: n,
    session,
    trial: Int32Array.from({ length: n }, (_, t) => 1 + (t % TRIALS)),
    contrastLeft: contrast.map((c) => Math.max(-c, 0)),
    contrastRight: contrast.map((c) => Math.max(c, 0)),
    choice,
    outcome: Int8Array.from({ length: n }, (_, t) =>
      contrast[t] === 0 ? random.integer(2) : choice[t] === Math.sign(contrast[t]) ? 1 : 0,
    ),
    responseTimeS: new Float64Array(n).fill(0.8),
    repeatNumber: new Int32Array(n),
    sessionBoundariesKnown: true,
  };
  return { trials, light, hyper: fitRandomWalk(trials).hyper };
}

/** Contrasts of many mice against the truth: the means, the errors that they say they have, and the intervals. */
function expectRecovered(name: string, mice: readonly (readonly WeightEffect[])[], truth: readonly number[]) {
  expect(mice.map((effects) => effects.length)).toEqual(mice.map(() => truth.length));
  const coverage = coverageOf(
    mice.map((effects) => effects.map(({ ci }, k) => ci[0] <= truth[k] && truth[k] <= ci[1])),
  );
  const weights = truth.map((value, k) => {
    const differences = mice.map((effects) => effects[k].difference);
    const said = Math.sqrt(meanOf(mice.map((effects) => effects[k].standardError ** 2)) / mice.length);
    return { value, mean: meanOf(differences), spread: standardErrorOf(differences), said };
  });
  if (isFull) console.log(name, JSON.stringify({ coverage, weights }));
  for (const { value, mean, spread, said } of weights) {
    expect(Math.abs(mean - value)).toBeLessThan(3.5 * spread);
    // An SD over n mice strays by 1/√(2n) of itself.
    expect(Math.abs(said / spread - 1)).toBeLessThan(3.5 / Math.sqrt(2 * mice.length));
  }
  // All mice are held to the bar itself, a part of them to lie no further from it than luck takes it.
  const slack = isFull ? 0 : 2 * coverage.error;
  expect(coverage.share).toBeGreaterThan(0.93 - slack);
  expect(coverage.share).toBeLessThan(0.97 + slack);
}

test.each([
  { name: "a selective effect", truth: [0, 0, 0.6] },
  { name: "a broad effect", truth: [0.3, -0.6, 0.6] },
  { name: "no effect", truth: [0, 0, 0] },
])(
  "$name of light is recovered, and its intervals hold the truth 93 to 97 times in 100",
  ({ name, truth }) => {
    const mice = Array.from({ length: MICE }, (_, k) => mouse(k, truth));
    expectRecovered(
      name,
      mice.map(({ trials, light, hyper }) => weightEffects(trials, hyper, sessionsByLight(trials, light))),
      truth,
    );
    if (truth.some((value) => value !== 0)) return;
    expectRecovered(
      "no effect of luck",
      mice.map(({ trials, hyper }) => weightEffects(trials, hyper, sessionsByLuck(trials))),
      truth,
    );
  },
  900_000,
);
