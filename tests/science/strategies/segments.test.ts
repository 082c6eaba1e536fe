import { expect, test } from "vitest";
import { labelProbabilities, type WeightPosterior } from "../../../src/science/strategies/labels.ts";
import { prevailingLabel, strategySegments } from "../../../src/science/strategies/segments.ts";
import { block, trialsOf } from "../trials-of.ts";

/**
 * 200 fitted trials that choose left, then 300 that choose right; each third row is a no-go. The posterior, known to
 * .05, is left-associating up to `crossing` and right-biased from there on.
 */
function switchingMouse(crossing = 200) {
  const rows = Array.from({ length: 750 }, (_, i) => ({
    session: 1 + Math.floor(i / 75),
    choice: i % 3 === 2 ? ("no-go" as const) : i < 300 ? ("left" as const) : ("right" as const),
  }));
  const trials = trialsOf(rows);
  const trialRows = Int32Array.from(rows.flatMap(({ choice }, i) => (choice === "no-go" ? [] : [i])));
  const nTrials = trialRows.length;
  const mean = new Float64Array(3 * nTrials);
  const covariance = new Float64Array(9 * nTrials);
  for (let t = 0; t < nTrials; t++) {
    mean.set(t < crossing ? [0, -3, 0] : [1, 0, 0], 3 * t);
    for (const i of [0, 4, 8]) covariance[9 * t + i] = 0.05 ** 2;
  }
  const posterior: WeightPosterior = { nTrials, mean, covariance, maxContrast: 0.5 };
  const segments = strategySegments(trials, trialRows, posterior, labelProbabilities(posterior));
  return { trials, trialRows, segments };
}

test("segments carry their trials as rows and as session and trial, their label and their measures", () => {
  const { segments } = switchingMouse();
  expect(segments).toHaveLength(2);
  // Rows 0, 1, 3, 4, …: fitted trial 200 is row 300, the first of session 5.
  expect(segments[0]).toMatchObject({
    firstTrial: 0,
    lastTrial: 298,
    first: { session: 1, trial: 1 },
    last: { session: 4, trial: 74 },
    nTrials: 200,
    label: "LEFT_ASSOCIATING",
    start: null,
  });
  expect(segments[1]).toMatchObject({
    firstTrial: 300,
    lastTrial: 748,
    first: { session: 5, trial: 1 },
    nTrials: 300,
    label: "RIGHT_BIASED",
    start: { kind: "switch", interval: [300, 300] },
  });
  // σ(0) − σ(−1.5), and σ(1) − ½.
  expect(segments[0].associationLeft).toBeCloseTo(0.5 - 1 / (1 + Math.exp(1.5)), 12);
  expect(segments[0].probability).toBeGreaterThan(0.999);
  expect(segments[1].bias).toBeCloseTo(1 / (1 + Math.exp(-1)) - 0.5, 12);
});

test("a boundary that the walk put beside the switch goes to where the choices switch", () => {
  for (const crossing of [150, 170, 230, 290]) {
    const { segments } = switchingMouse(crossing);
    expect(segments.map(({ firstTrial }) => firstTrial)).toEqual([0, 300]);
    expect(segments[1].start?.kind).toBe("switch");
  }
});

test("the prevailing strategy of a window is the label that covers most of its trials", () => {
  const { segments, trials, trialRows } = switchingMouse();
  expect(prevailingLabel(segments, trials, trialRows, [1, 4])).toBe("LEFT_ASSOCIATING");
  expect(prevailingLabel(segments, trials, trialRows, [1, 7])).toBe("LEFT_ASSOCIATING");
  expect(prevailingLabel(segments, trials, trialRows, [4, 8])).toBe("RIGHT_BIASED");
  expect(prevailingLabel(segments, trials, trialRows, [11, 12])).toBe(null);
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
