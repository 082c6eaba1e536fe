import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { chronometricCurve, psychometricCurve } from "../../../src/science/random-walk/curves.ts";
import { fitRandomWalk } from "../../../src/science/random-walk/fit.ts";
import { neighbourCovariance, samplePosterior } from "../../../src/science/random-walk/posterior-sample.ts";
import { firstPassageTime, logSurvival } from "../../../src/science/random-walk/race-density.ts";
import { simulateFit, simulateWalk } from "../../../src/science/random-walk/simulate.ts";
import { CHOICE_NO_GO, CHOICE_RIGHT } from "../../../src/science/trial-table.ts";
import { trialsOf } from "../trials-of.ts";
import { randomTrials } from "./random-trials.ts";

const still = (K: number) => ({
  sigma: new Array(K).fill(1e-9),
  sigmaDay: null,
  sigmaInit: new Array(K).fill(1),
});

for (const d of [2, 0.3, 0, -0.4]) {
  test(`drift ${d}: simulated first-passage times have the survival function of the density`, () => {
    const random = seededRandom(3);
    const n = 40_000;
    const drawn = Array.from({ length: n }, () => firstPassageTime(0.5, 1, d - 0.5, 0.8, random));
    for (const T of [0.1, 0.5, 2, 20]) {
      const expected = Math.exp(logSurvival(0.5, 1, d - 0.5, 0.8, T));
      const share = drawn.filter((time) => time > T).length / n;
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / n) + 1e-4);
    }
  });
}

test("simulated choices have the logistic model's probabilities, and its regressors see simulated history", () => {
  const n = 40_000;
  const stimuli = trialsOf(Array.from({ length: n }, (_, t) => ({ contrast: t % 2 === 0 ? 0.5 : 0 })));
  const { trials } = simulateWalk(
    {
      model: "logistic",
      regressors: ["bias", "contrastRight", "previousChoice"],
      hyper: still(3),
      start: [0.2, 1, 0.7],
    },
    stimuli,
    seededRandom(1),
  );
  for (const contrast of [0, 0.5]) {
    for (const previous of [-1, 1]) {
      let count = 0;
      let right = 0;
      for (let t = 1; t < n; t++) {
        if (trials.contrastRight[t] !== contrast || trials.choice[t - 1] !== previous) continue;
        count++;
        if (trials.choice[t] === CHOICE_RIGHT) right++;
      }
      const p = 1 / (1 + Math.exp(-(0.2 + contrast + 0.7 * previous)));
      expect(Math.abs(right / count - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count));
    }
  }
});

test("a simulated walk's steps have its SDs, larger into sessions, and its learning rule's mean", () => {
  const stimuli = randomTrials(400, 20, 6);
  const hyper = { sigma: [0.01, 0.02], sigmaDay: [0.2, 0.1], sigmaInit: [1, 1] };
  const { params } = simulateWalk({ model: "side", hyper, start: [1, 0] }, stimuli, seededRandom(2));
  for (const [between, sds] of [
    [false, hyper.sigma],
    [true, hyper.sigmaDay],
  ] as const) {
    for (const k of [0, 1]) {
      const steps: number[] = [];
      for (let t = 1; t < stimuli.nTrials; t++) {
        if ((stimuli.session[t] !== stimuli.session[t - 1]) === between) {
          steps.push(params[2 * t + k] - params[2 * (t - 1) + k]);
        }
      }
      const sd = Math.sqrt(steps.reduce((sum, s) => sum + s * s, 0) / steps.length);
      expect(Math.abs(sd / sds[k] - 1)).toBeLessThan(4 / Math.sqrt(2 * steps.length));
    }
  }
  const learnt = simulateWalk(
    { model: "side", rule: "reinforce", hyper: { ...still(2), alpha: 0.02 }, start: [0, 0] },
    stimuli,
    seededRandom(2),
  );
  // Rewarding correct choices teaches the mouse to follow the stimulus.
  expect(learnt.params[2 * (stimuli.nTrials - 1)]).toBeGreaterThan(2);
});

test("a simulated race mouse is fitted back: its parameters lie within the posterior", () => {
  const stimuli = randomTrials(4, 250, 1);
  const truth = [4, 2, 0.8, 0.5, 1.2];
  const { trials } = simulateWalk({ model: "race", hyper: still(5), start: truth }, stimuli, seededRandom(5));
  expect(trials.choice.some((c) => c === CHOICE_NO_GO)).toBe(false);
  // The fit takes the non-decision time to end 0.05 s before the fastest response: let that be the truth.
  trials.responseTimeS[0] = 0.15 + 0.05;
  const fit = fitRandomWalk(trials, {
    model: "race",
    hyper: {
      sigma: new Array(5).fill(1e-3),
      sigmaDay: new Array(5).fill(1e-3),
      sigmaInit: new Array(5).fill(16),
    },
  });
  truth.forEach((value, k) => {
    const i = 5 * 500 + k;
    expect(Math.abs(fit.mode[i] - value)).toBeLessThan(3.5 * fit.sd[i]);
  });
});

test("simulated choices of a fit follow the fit's own probabilities on its own stimuli", () => {
  const trials = randomTrials(5, 200, 4);
  const fit = fitRandomWalk(trials);
  const random = seededRandom(8);
  let expected = 0;
  let variance = 0;
  for (let t = 0; t < fit.nTrials; t++) {
    const [point] = psychometricCurve(fit, t, [trials.contrastRight[t] - trials.contrastLeft[t]], random);
    expected += point.probabilityRight;
    variance += point.probabilityRight * (1 - point.probabilityRight);
  }
  const again = simulateFit(fit, trials, random);
  const right = again.choice.filter((c) => c === CHOICE_RIGHT).length;
  expect(again.nTrials).toBe(fit.nTrials);
  expect(Math.abs(right - expected)).toBeLessThan(4 * Math.sqrt(variance));
});

test("posterior draws have the mode as mean, the marginal SDs and the covariance of neighbours", () => {
  const trials = randomTrials(3, 40, 4);
  for (const options of [{ model: "logistic" }, { model: "side", rule: "tutor-executor" }] as const) {
    const fit = fitRandomWalk(trials, options);
    const K = fit.paramNames.length;
    const random = seededRandom(5);
    const n = 4000;
    const t = 39;
    const cross = neighbourCovariance(fit, t);
    const sums = new Float64Array(fit.mode.length);
    const squares = new Float64Array(fit.mode.length);
    const products = new Float64Array(K * K);
    const draw = new Float64Array(fit.mode.length);
    for (let d = 0; d < n; d++) {
      samplePosterior(fit, random, draw);
      for (let i = 0; i < draw.length; i++) {
        const deviation = draw[i] - fit.mode[i];
        sums[i] += deviation;
        squares[i] += deviation * deviation;
      }
      for (let i = 0; i < K; i++) {
        for (let j = 0; j < K; j++) {
          products[i * K + j] +=
            ((draw[t * K + i] - fit.mode[t * K + i]) * (draw[(t + 1) * K + j] - fit.mode[(t + 1) * K + j])) /
            n;
        }
      }
    }
    fit.sd.forEach((sd, i) => {
      expect(Math.abs(sums[i] / n)).toBeLessThan((5 * sd) / Math.sqrt(n));
      expect(Math.abs(Math.sqrt(squares[i] / n) / sd - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
    });
    for (let i = 0; i < K; i++) {
      for (let j = 0; j < K; j++) {
        const scale = fit.sd[t * K + i] * fit.sd[(t + 1) * K + j];
        expect(Math.abs(products[i * K + j] - cross[i * K + j])).toBeLessThan(
          (5 * scale * Math.SQRT2) / Math.sqrt(n),
        );
      }
    }
  }
});

test("race curves agree with simulated races", () => {
  const trials = randomTrials(2, 150, 7);
  const fit = fitRandomWalk(trials, { model: "race" });
  const t = 150;
  const n = 30_000;
  const stimuli = trialsOf(Array.from({ length: n }, () => ({ contrast: 0.25 })));
  const start = Array.from(fit.mode.subarray(5 * t, 5 * t + 5));
  const { trials: raced } = simulateWalk(
    { model: "race", hyper: still(5), start, nonDecisionS: fit.nonDecisionS ?? 0 },
    stimuli,
    seededRandom(3),
  );
  const [choice] = psychometricCurve(fit, t, [0.25], seededRandom(1));
  const [time] = chronometricCurve(fit, t, [0.25]);
  const right = Array.from(raced.responseTimeS)
    .filter((_, i) => raced.choice[i] === CHOICE_RIGHT)
    .sort((a, b) => a - b);
  const finished = raced.choice.filter((c) => c !== CHOICE_NO_GO).length;
  expect(Math.abs(right.length / finished - choice.probabilityRight)).toBeLessThan(0.012);
  expect(choice.lower).toBeLessThan(choice.probabilityRight);
  expect(choice.upper).toBeGreaterThan(choice.probabilityRight);
  for (const [q, value] of [
    [0.1, time.right.tenthPercentileS],
    [0.5, time.right.medianS],
    [0.9, time.right.ninetiethPercentileS],
  ] as const) {
    expect(Math.abs(right[Math.floor(q * right.length)] / (value ?? 0) - 1)).toBeLessThan(0.05);
  }
});

test("curves refuse what they cannot give", () => {
  const fit = fitRandomWalk(randomTrials(2, 50, 7));
  expect(() => chronometricCurve(fit, 3, [0])).toThrow(/response times/);
  expect(() => psychometricCurve(fit, 100, [0], seededRandom(1))).toThrow(/not one of/);
});
