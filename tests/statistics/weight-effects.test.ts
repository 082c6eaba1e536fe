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
  weightEffects,
} from "../../src/science/stimulation-effects/weight-effects.ts";
import type { TrialTable } from "../../src/science/trial-table.ts";

const isFull = process.env.TEST_FULL === "1";
const MICE = isFull ? 200 : 30;
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

test.each([
  { name: "a selective effect", truth: [0, 0, 0.6], by: "light" },
  { name: "a broad effect", truth: [0.3, -0.6, 0.6], by: "light" },
  { name: "no effect", truth: [0, 0, 0], by: "light" },
  { name: "no effect of luck", truth: [0, 0, 0], by: "luck" },
])(
  "$name is recovered, and its intervals hold the truth 93 to 97 times in 100",
  ({ truth, by }) => {
    let inside = 0;
    let n = 0;
    const sum = [0, 0, 0];
    const variance = [0, 0, 0];
    for (let k = 0; k < MICE; k++) {
      const { trials, light, hyper } = mouse(k, by === "light" ? truth : [0, 0, 0]);
      const kindOf = by === "light" ? sessionsByLight(trials, light) : sessionsByLuck(trials);
      weightEffects(trials, hyper, kindOf).forEach(({ difference, standardError, ci }, weight) => {
        sum[weight] += difference / MICE;
        variance[weight] += (standardError / MICE) ** 2;
        n++;
        if (ci[0] <= truth[weight] && truth[weight] <= ci[1]) inside++;
      });
    }
    expect(n).toBe(3 * MICE);
    if (isFull) {
      const means = sum.map((v, k) => `${v.toFixed(4)} ± ${Math.sqrt(variance[k]).toFixed(4)}`);
      console.log("means", means.join(" "), "coverage", inside / n);
    }
    truth.forEach((value, weight) => {
      expect(Math.abs(sum[weight] - value)).toBeLessThan(3.5 * Math.sqrt(variance[weight]));
    });
    // 30 mice leave a standard error of .03.
    const slack = isFull ? 0 : 0.09;
    expect(inside / n).toBeGreaterThan(0.93 - slack);
    expect(inside / n).toBeLessThan(0.97 + slack);
  },
  600_000,
);
