import { expect, test } from "vitest";
import { subjectStrategies } from "../../../src/science/strategies/subject-strategies.ts";
import { trialsOf } from "../trials-of.ts";

/** 12 sessions of 50 trials: left-biased for 5, then right-biased for 5, then left-biased again. */
function mouse() {
  const side = (session: number) => (session > 5 && session <= 10 ? "right" : "left");
  const rows = Array.from({ length: 600 }, (_, i) => {
    const session = 1 + Math.floor(i / 50);
    return { session, contrast: i % 4 === 0 ? 0.5 : 0, choice: side(session) } as const;
  });
  const trials = trialsOf(rows);
  const mode = Float64Array.from(rows.flatMap(({ choice }) => [choice === "left" ? -1 : 1, 0, 0]));
  const covariance = Float64Array.from(rows.flatMap(() => [0.01, 0, 0, 0, 0.01, 0, 0, 0, 0.01]));
  return { trials, fit: { trialRows: Int32Array.from(rows, (_, i) => i), mode, covariance } };
}

test("a subject has its segments, transitions with session and trial, and time in each strategy", () => {
  const { trials, fit } = mouse();
  const found = subjectStrategies(trials, fit, { switchingCostTrials: 40 });
  expect(found.maxContrast).toBe(0.5);
  expect(found.segments.map(({ label, nTrials }) => [label, nTrials])).toEqual([
    ["LEFT_BIASED", 250],
    ["RIGHT_BIASED", 250],
    ["LEFT_BIASED", 100],
  ]);
  expect(found.transitions).toEqual([
    {
      from: "LEFT_BIASED",
      to: "RIGHT_BIASED",
      firstTrial: 250,
      at: { session: 6, trial: 1 },
      interval: [250, 250],
      kind: "switch",
    },
    {
      from: "RIGHT_BIASED",
      to: "LEFT_BIASED",
      firstTrial: 500,
      at: { session: 11, trial: 1 },
      interval: [500, 500],
      kind: "switch",
    },
  ]);
  const time = found.timeInStrategies.filter(({ nTrials }) => nTrials > 0);
  expect(time).toEqual([
    { label: "LEFT_BIASED", nTrials: 350, share: 350 / 600, nSegments: 2 },
    { label: "RIGHT_BIASED", nTrials: 250, share: 250 / 600, nSegments: 1 },
  ]);
});

test("early and late strategy are the labels that cover most of their windows", () => {
  // Early is sessions 4 to 8, of which 6 to 8 are right-biased; late is 8 to 12, of which 8 to 10 are.
  const { trials, fit } = mouse();
  const found = subjectStrategies(trials, fit, { switchingCostTrials: 40 });
  expect([found.earlyStrategy, found.lateStrategy]).toEqual(["RIGHT_BIASED", "RIGHT_BIASED"]);
  const narrow = subjectStrategies(trials, fit, {
    switchingCostTrials: 40,
    earlyWindow: [1, 5],
    lateLength: 2,
  });
  expect([narrow.earlyStrategy, narrow.lateStrategy]).toEqual(["LEFT_BIASED", "LEFT_BIASED"]);
});

test("a subject without early and late has segments, but no early or late strategy", () => {
  const { trials, fit } = mouse();
  const found = subjectStrategies({ ...trials, sessionBoundariesKnown: false }, fit);
  expect(found.earlyLate.excluded?.code).toBe("SESSION_BOUNDARIES_UNKNOWN");
  expect([found.earlyStrategy, found.lateStrategy]).toEqual([null, null]);
  expect(found.segments.length).toBeGreaterThan(0);
});

test("a fit of other parameters is refused", () => {
  const { trials, fit } = mouse();
  expect(() => subjectStrategies(trials, { ...fit, mode: fit.mode.subarray(1) })).toThrow(RangeError);
});
