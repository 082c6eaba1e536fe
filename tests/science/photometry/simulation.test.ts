import { describe, expect, test } from "vitest";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";
import { correctedWindow, fitPreprocessing } from "../../../src/science/photometry/preprocess.ts";
import { DEFAULT_PREPROCESSING } from "../../../src/science/photometry/preprocessing-options.ts";
import { dopamineTruth, IPSILATERAL_GAIN } from "../../../src/science/photometry/simulate-dopamine.ts";
import {
  DEFAULT_SIMULATED_RECORDING,
  SENSOR_PEAK_S,
  sensorKernel,
  simulateRecording,
} from "../../../src/science/photometry/simulate-recording.ts";
import {
  DEFAULT_STIMULATION,
  simulateStimulation,
} from "../../../src/science/photometry/simulate-stimulation.ts";
import { cutSnippets } from "../../../src/science/photometry/snippets.ts";
import { seededRandom } from "../../../src/science/random.ts";
import { CHOICE_RIGHT } from "../../../src/science/trial-table.ts";

const [mouse] = simulateCohort({
  rule: "tutor-executor",
  mice: 1,
  seed: 3,
  sessions: 10,
  trialsPerSession: 200,
});
const network = { ...mouse, rule: "tutor-executor" } as const;

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

describe("ground truth of dopamine", () => {
  test("partial leaves the bias out of the value, total does not, none carries nothing", () => {
    const partial = dopamineTruth(mouse.trials, network, "partial", "left");
    const total = dopamineTruth(mouse.trials, network, "total", "left");
    const none = dopamineTruth(mouse.trials, network, "none", "left");
    let differ = 0;
    for (let t = 0; t < mouse.trials.nTrials; t++) {
      const blank = mouse.trials.contrastLeft[t] + mouse.trials.contrastRight[t] === 0;
      if (blank) expect(partial.value[t]).toBe(0);
      expect(total.value[t]).toBeGreaterThanOrEqual(partial.value[t]);
      expect(partial.error[t]).toBeCloseTo((mouse.trials.outcome[t] === 1 ? 1 : 0) - partial.value[t], 12);
      if (total.value[t] > partial.value[t] + 1e-3) differ++;
    }
    expect(differ).toBeGreaterThan(100);
    expect(none.value.every((v) => v === 0) && none.error.every((v) => v === 0)).toBe(true);
  });

  test("the two hemispheres prefer opposite sides", () => {
    const left = dopamineTruth(mouse.trials, network, "partial", "left").stimulusGain;
    const right = dopamineTruth(mouse.trials, network, "partial", "right").stimulusGain;
    for (let t = 0; t < 200; t++) {
      const isRight = mouse.trials.contrastRight[t] > 0;
      const isLeft = mouse.trials.contrastLeft[t] > 0;
      if (isRight) expect([left[t], right[t]]).toEqual([1, IPSILATERAL_GAIN]);
      else if (isLeft) expect([left[t], right[t]]).toEqual([IPSILATERAL_GAIN, 1]);
      else expect(left[t]).toBe(right[t]);
    }
  });
});

describe("a simulated recording", () => {
  test("the sensor peaks at 1, where it says, and is silent before its delay", () => {
    expect(sensorKernel(SENSOR_PEAK_S)).toBeCloseTo(1, 12);
    expect(sensorKernel(SENSOR_PEAK_S - 0.01)).toBeLessThan(1);
    expect(sensorKernel(SENSOR_PEAK_S + 0.01)).toBeLessThan(1);
    expect(sensorKernel(0.05)).toBe(0);
  });

  test("preprocessing finds the responses again through bleaching, movement, drift and noise", async () => {
    const random = seededRandom(8);
    const responses = Array.from({ length: 200 }, (_, i) => ({
      timeS: 6 + 5 * i,
      amplitude: 0.08 * random.uniform(),
    }));
    const recording = simulateRecording(random, {
      ...DEFAULT_SIMULATED_RECORDING,
      durationS: 1010,
      responses,
    });
    const fitted = await fitPreprocessing(recording, DEFAULT_PREPROCESSING);
    expect(Math.abs((fitted.line?.slope ?? 0) - 1.25)).toBeLessThan(0.4);
    const found: number[] = [];
    for await (const { samples } of cutSnippets(
      recording,
      fitted,
      Float64Array.from(responses, (r) => r.timeS),
    )) {
      const before = samples.subarray(32, 40).reduce((sum, v) => sum + v, 0) / 8;
      const after = samples.subarray(48, 54).reduce((sum, v) => sum + v, 0) / 6;
      found.push(after - before);
    }
    expect(
      correlation(
        found,
        responses.map((r) => r.amplitude),
      ),
    ).toBeGreaterThan(0.9);
    const { values } = await correctedWindow(recording, fitted, 1_000, 40_000);
    expect(correlation(values, recording.truth.subarray(1_000, 41_000))).toBeGreaterThan(0.8);
  });
});

describe("simulated stimulation", () => {
  test("light moves later choices of the stimulated side, light that cannot act does not; the rest is as it was", () => {
    const run = (boost: number) =>
      simulateStimulation(seededRandom(4), mouse, "tutor-executor", {
        ...DEFAULT_STIMULATION,
        probability: 0.5,
        boost,
      });
    const dead = run(0);
    const live = run(20);
    expect(live.stimulated).toEqual(dead.stimulated);
    expect(live.trials.contrastLeft).toBe(mouse.trials.contrastLeft);
    for (const t of dead.stimulated) expect(mouse.trials.session[t]).toBeGreaterThanOrEqual(3);
    const correct = ({ trials }: typeof dead) =>
      Array.from({ length: 400 }, (_, k) => trials.nTrials - 400 + k).filter((t) => {
        const side = trials.contrastRight[t] > 0 ? 1 : -1;
        return (
          trials.contrastLeft[t] + trials.contrastRight[t] > 0 &&
          (trials.choice[t] === CHOICE_RIGHT ? 1 : -1) === side
        );
      }).length;
    expect(correct(live)).toBeGreaterThan(correct(dead));
    const unlit = (x: typeof dead) => [...x.trials.choice.subarray(0, 400)];
    expect(unlit(live)).toEqual(unlit(dead));
  });
});
