import { expect, test } from "vitest";
import { defaultSessionMeasureParameters, sessionMeasures } from "../../src/science/session-measures.ts";
import { OUTCOME_CORRECT, OUTCOME_INCORRECT } from "../../src/science/trial-table.ts";
import { block, type TrialRow, trialsOf } from "./trials-of.ts";

/** 80 trials, worked by hand: p_L = 9/30 = .3, p_0 = 12/20 = .6, p_R = 27/30 = .9. */
const fullSession = (session: number): readonly TrialRow[] => [
  ...block(20, 4, { session, contrast: -0.5 }),
  ...block(10, 5, { session, contrast: -0.25 }),
  ...block(20, 12, { session, contrast: 0 }),
  ...block(10, 8, { session, contrast: 0.25 }),
  ...block(20, 19, { session, contrast: 0.5 }),
];

test("slopes, bias and accuracy of a hand-worked session pool the contrasts of a side", () => {
  const [measure] = sessionMeasures(trialsOf(fullSession(1)));
  expect(measure).toMatchObject({ session: 1, nTrials: 80, nUsed: 80, nZeroContrast: 20, carried: false });
  expect(measure.leftSlope).toBeCloseTo(0.3, 12);
  expect(measure.rightSlope).toBeCloseTo(0.3, 12);
  expect(measure.bias).toBeCloseTo(0.1, 12);
  // 16 + 5 correct on the left, 8 + 19 on the right, of 60.
  expect(measure.accuracy).toBeCloseTo(48 / 60, 12);
  expect(measure.counts).toEqual([
    { contrast: -0.5, nRight: 4, n: 20 },
    { contrast: -0.25, nRight: 5, n: 10 },
    { contrast: 0, nRight: 12, n: 20 },
    { contrast: 0.25, nRight: 8, n: 10 },
    { contrast: 0.5, nRight: 19, n: 20 },
  ]);
});

test("no-go trials and repeats leave the measures but stay in the session's number of trials", () => {
  const extra: TrialRow[] = [
    { contrast: 0.5, choice: "no-go" },
    { contrast: -0.5, choice: "right", repeatNumber: 1 },
    { contrast: -0.5, choice: "right", repeatNumber: 2 },
  ];
  const [plain] = sessionMeasures(trialsOf(fullSession(1)));
  const rows = trialsOf([...fullSession(1), ...extra]);
  expect(sessionMeasures(rows)).toEqual([{ ...plain, nTrials: 83 }]);
  expect(sessionMeasures(rows, { excludeRepeats: false })[0].nUsed).toBe(82);
});

test("a trial slower than 2 sample SDs above its own session's mean is left out", () => {
  // Times 1 (four) and 6: mean 2, n − 1 SD √5, z = 1.789; the n SD, 2, would give z = 2 and drop it.
  const times = (slow: number) =>
    trialsOf([1, 1, 1, 1, slow].map((responseTimeS) => ({ responseTimeS, choice: "right" as const })));
  expect(sessionMeasures(times(6))[0].nUsed).toBe(5);
  expect(sessionMeasures(times(6), { maxResponseTimeZ: 1.788 })[0].nUsed).toBe(4);
  expect(sessionMeasures(times(6), { maxResponseTimeZ: 1.79 })[0].nUsed).toBe(5);
  // Ten times 1 and one 12: mean 2, SD √(110/10) = √11, z = 10/√11 = 3.0.
  const rows = [...Array.from({ length: 10 }, () => 1), 12].map((responseTimeS) => ({ responseTimeS }));
  expect(sessionMeasures(trialsOf(rows))[0].nUsed).toBe(10);
  expect(sessionMeasures(trialsOf(rows), { maxResponseTimeZ: null })[0].nUsed).toBe(11);
  // The slow session's times do not touch the other session's.
  const two = [...rows.map((row) => ({ ...row, session: 1 })), { session: 2, responseTimeS: 12 }];
  expect(sessionMeasures(trialsOf(two)).map((measure) => measure.nUsed)).toEqual([10, 1]);
});

test("the z-score is taken without no-go trials, and with repeats", () => {
  const ones = Array.from({ length: 10 }, (): TrialRow => ({ responseTimeS: 1 }));
  const slowNoGo: TrialRow = { choice: "no-go", responseTimeS: 1000 };
  expect(sessionMeasures(trialsOf([...ones, { responseTimeS: 12 }, slowNoGo]))[0].nUsed).toBe(10);
  const slowRepeat: TrialRow = { repeatNumber: 1, responseTimeS: 1000 };
  expect(sessionMeasures(trialsOf([...ones, { responseTimeS: 12 }, slowRepeat]))[0].nUsed).toBe(11);
});

test("response times that are absent, constant or single filter nothing", () => {
  const rows = (times: readonly number[]) =>
    sessionMeasures(trialsOf(times.map((responseTimeS) => ({ responseTimeS }))))[0].nUsed;
  expect(rows([Number.NaN, Number.NaN, Number.NaN])).toBe(3);
  expect(rows([0.1, 0.1, 0.1])).toBe(3);
  expect(rows([5])).toBe(1);
});

test("where only some response times are absent those trials stay and the others are judged among themselves", () => {
  const times = [...Array.from({ length: 10 }, () => 1), Number.NaN, Number.NaN, 12];
  const [measure] = sessionMeasures(trialsOf(times.map((responseTimeS) => ({ responseTimeS }))));
  expect(measure.nUsed).toBe(12);
});

test("a session with fewer than 70 trials carries the row before it, with its own accuracy and counts", () => {
  const short = [
    ...block(30, 3, { session: 2, contrast: -0.5 }),
    ...block(39, 39, { session: 2, contrast: 0 }),
  ];
  const again = block(69, 69, { session: 3, contrast: 0.5 });
  const [first, second, third] = sessionMeasures(trialsOf([...fullSession(1), ...short, ...again]));
  for (const measure of [second, third]) {
    expect(measure.carried).toBe(true);
    expect([measure.leftSlope, measure.rightSlope, measure.bias]).toEqual([
      first.leftSlope,
      first.rightSlope,
      first.bias,
    ]);
  }
  expect(second.accuracy).toBe(0.9);
  expect(third.accuracy).toBe(1);
  expect(third.counts).toEqual([{ contrast: 0.5, nRight: 69, n: 69 }]);
});

test("69 trials or 9 zero-contrast trials are too few, 70 with 10 are enough", () => {
  const session = (nSide: number, nZero: number) =>
    sessionMeasures(
      trialsOf([
        ...block(nSide, 5, { contrast: -0.5 }),
        ...block(30, 20, { contrast: 0.5 }),
        ...block(nZero, 5, { contrast: 0 }),
      ]),
    )[0].carried;
  expect(session(30, 10)).toBe(false);
  expect(session(29, 10)).toBe(true);
  expect(session(31, 9)).toBe(true);
});

test("a first session that is too small has slopes 0 and bias .45 (p_R + p_L) + .1 p_0 − .5", () => {
  const rows = [
    ...block(10, 2, { contrast: -0.5 }),
    ...block(4, 1, { contrast: 0 }),
    ...block(10, 9, { contrast: 0.5 }),
  ];
  const [measure] = sessionMeasures(trialsOf(rows));
  expect(measure).toMatchObject({ leftSlope: 0, rightSlope: 0, carried: true });
  // .45 (.9 + .2) + .1 · .25 − .5
  expect(measure.bias).toBeCloseTo(0.02, 12);
});

test("what is undefined is null, never NaN", () => {
  const noZero = sessionMeasures(
    trialsOf([...block(5, 2, { contrast: -0.5 }), ...block(5, 2, { contrast: 0.5 })]),
  );
  expect(noZero[0]).toMatchObject({ leftSlope: 0, rightSlope: 0, bias: null, accuracy: 0.5 });
  const noLeft = sessionMeasures(
    trialsOf([...block(60, 50, { contrast: 0.5 }), ...block(20, 12, { contrast: 0 })]),
  );
  expect(noLeft[0]).toMatchObject({ leftSlope: null, carried: false });
  expect(noLeft[0].bias).toBeCloseTo(0.1, 12);
  const onlyNoGo = sessionMeasures(trialsOf([{ choice: "no-go" }]));
  expect(onlyNoGo[0]).toMatchObject({ nTrials: 1, nUsed: 0, bias: null, accuracy: 0.5, carried: true });
  expect(
    sessionMeasures(trialsOf([{ choice: "no-go" }]), { minNonZeroTrialsForAccuracy: 0 })[0].accuracy,
  ).toBe(null);
  expect(sessionMeasures(trialsOf([]))).toEqual([]);
});

test("accuracy is one half below 10 non-zero trials", () => {
  const nine = [...block(9, 9, { contrast: 0.5 }), ...block(3, 0, { contrast: 0 })];
  expect(sessionMeasures(trialsOf(nine))[0].accuracy).toBe(0.5);
  expect(sessionMeasures(trialsOf([...nine, { contrast: 0.5, choice: "left" }]))[0].accuracy).toBe(0.9);
});

test("a recorded outcome decides correctness at a non-zero contrast, an unknown one the side of higher contrast", () => {
  const rows: TrialRow[] = [
    ...block(6, 6, { contrast: 0.5, outcome: OUTCOME_INCORRECT }),
    ...block(2, 0, { contrast: 0.5, outcome: OUTCOME_CORRECT }),
    ...block(2, 1, { contrast: -0.5 }),
    ...block(5, 5, { contrast: 0, outcome: OUTCOME_CORRECT }),
  ];
  // 0 of 6, 2 of 2, and the one left of two unknown: 3 of 10.
  expect(sessionMeasures(trialsOf(rows))[0].accuracy).toBeCloseTo(0.3, 12);
});

test("every threshold is a parameter, and the defaults are SCIENCE §2's", () => {
  expect(defaultSessionMeasureParameters).toEqual({
    excludeRepeats: true,
    maxResponseTimeZ: 2,
    minTrials: 70,
    minZeroContrastTrials: 10,
    minNonZeroTrialsForAccuracy: 10,
    firstSessionBiasWeights: { side: 0.45, zero: 0.1 },
  });
  const few = trialsOf([
    ...block(3, 1, { contrast: -0.5 }),
    ...block(2, 1, {}),
    ...block(3, 3, { contrast: 0.5 }),
  ]);
  const [measure] = sessionMeasures(few, { minTrials: 8, minZeroContrastTrials: 2 });
  expect(measure.carried).toBe(false);
  expect(measure.leftSlope).toBeCloseTo(1 / 2 - 1 / 3, 12);
});
