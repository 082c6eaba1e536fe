import { expect, test } from "vitest";
import { labelProbabilities, type WeightPosterior } from "../../../src/science/strategies/labels.ts";
import { prevailingLabel, strategySegments } from "../../../src/science/strategies/segments.ts";
import { block, trialsOf } from "../trials-of.ts";

/** 100 left-associating trials, then 150 right-biased ones, with weights known to .05; each third row is a no-go. */
function switchingMouse() {
  const rows = Array.from({ length: 375 }, (_, i) => ({
    session: 1 + Math.floor(i / 75),
    choice: i % 3 === 2 ? ("no-go" as const) : ("left" as const),
  }));
  const trials = trialsOf(rows);
  const trialRows = Int32Array.from(rows.flatMap(({ choice }, i) => (choice === "left" ? [i] : [])));
  const nTrials = trialRows.length;
  const mean = new Float64Array(3 * nTrials);
  const covariance = new Float64Array(9 * nTrials);
  for (let t = 0; t < nTrials; t++) {
    mean.set(t < 100 ? [0, -3, 0] : [1, 0, 0], 3 * t);
    for (const i of [0, 4, 8]) covariance[9 * t + i] = 0.05 ** 2;
  }
  const posterior: WeightPosterior = { nTrials, mean, covariance, maxContrast: 0.5 };
  return {
    trials,
    trialRows,
    posterior,
    segments: strategySegments(trials, trialRows, posterior, labelProbabilities(posterior)),
  };
}

test("segments carry their trials as rows and as session and trial, their label and their measures", () => {
  const { segments } = switchingMouse();
  expect(segments).toHaveLength(2);
  // Rows 0, 1, 3, 4, …: fitted trial 100 is row 150, the first of session 3.
  expect(segments[0]).toMatchObject({
    firstTrial: 0,
    lastTrial: 148,
    first: { session: 1, trial: 1 },
    last: { session: 2, trial: 74 },
    nTrials: 100,
    label: "LEFT_ASSOCIATING",
  });
  expect(segments[1]).toMatchObject({
    firstTrial: 150,
    lastTrial: 373,
    first: { session: 3, trial: 1 },
    nTrials: 150,
    label: "RIGHT_BIASED",
  });
  // σ(0) − σ(−1.5), and σ(1) − ½.
  expect(segments[0].associationLeft).toBeCloseTo(0.5 - 1 / (1 + Math.exp(1.5)), 12);
  expect(segments[0].probability).toBeGreaterThan(0.999);
  expect(segments[1].bias).toBeCloseTo(1 / (1 + Math.exp(-1)) - 0.5, 12);
});

test("the prevailing strategy of a window is the label that covers most of its trials", () => {
  const { segments, trials, trialRows } = switchingMouse();
  expect(prevailingLabel(segments, trials, trialRows, [1, 2])).toBe("LEFT_ASSOCIATING");
  expect(prevailingLabel(segments, trials, trialRows, [1, 3])).toBe("LEFT_ASSOCIATING");
  expect(prevailingLabel(segments, trials, trialRows, [2, 4])).toBe("RIGHT_BIASED");
  expect(prevailingLabel(segments, trials, trialRows, [6, 9])).toBe(null);
});

test("a mouse without fitted trials has no segments", () => {
  const trials = trialsOf(block(0, 0, {}));
  const posterior = {
    nTrials: 0,
    mean: new Float64Array(0),
    covariance: new Float64Array(0),
    maxContrast: 0.5,
  };
  expect(strategySegments(trials, new Int32Array(0), posterior, new Float64Array(0))).toEqual([]);
});
