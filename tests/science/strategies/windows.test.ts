import { expect, test } from "vitest";
import type { SessionMeasure } from "../../../src/science/session-measures.ts";
import { earlyLate } from "../../../src/science/strategies/windows.ts";

/** A session whose bias is its number over 100, left slope over 10 and right slope its number. */
const measure = (session: number): SessionMeasure => ({
  session,
  nTrials: 100,
  nUsed: 100,
  nZeroContrast: 20,
  leftSlope: session / 10,
  rightSlope: session,
  bias: session / 100,
  accuracy: 0.5 + session / 1000,
  carried: session % 2 === 0,
  counts: [],
});
const sessions = (...numbers: readonly number[]) => numbers.map(measure);

test("early is the mean of sessions 4 to 8 and late of the last five, carried rows included", () => {
  const { excluded, early, late } = earlyLate(sessions(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  expect(excluded).toBe(null);
  expect(early).toMatchObject({ rightSlope: 6, sessions: [4, 8], nSessions: 5 });
  expect(early?.bias).toBeCloseTo(0.06, 12);
  expect(early?.leftSlope).toBeCloseTo(0.6, 12);
  expect(early?.accuracy).toBeCloseTo(0.506, 12);
  expect(late).toMatchObject({ rightSlope: 10, sessions: [8, 12], nSessions: 5 });
});

test("windows go by session number, so gaps leave them with fewer sessions", () => {
  const { early, late } = earlyLate(sessions(1, 2, 3, 4, 8, 9, 10, 11, 20));
  expect(early).toMatchObject({ rightSlope: 6, nSessions: 2 });
  expect(late).toMatchObject({ rightSlope: 20, sessions: [16, 20], nSessions: 1 });
});

test("a mouse with too few sessions, none early or none known says so and has no windows", () => {
  expect(earlyLate(sessions(1, 2, 3, 4, 5, 6, 7, 8))).toEqual({
    excluded: { code: "TOO_FEW_SESSIONS", reason: "8 sessions, where early and late need at least 9" },
    early: null,
    late: null,
  });
  expect(earlyLate(sessions(1, 2, 3, 9, 10, 11, 12, 13, 14)).excluded?.code).toBe("NO_EARLY_SESSIONS");
  expect(earlyLate(sessions(1), {}, false).excluded?.code).toBe("SESSION_BOUNDARIES_UNKNOWN");
  expect(earlyLate([]).excluded?.reason).toBe("0 sessions, where early and late need at least 9");
});

test("windows are parameters", () => {
  const { early, late } = earlyLate(sessions(1, 2, 3), {
    earlyWindow: [1, 1],
    lateLength: 2,
    minSessions: 3,
  });
  expect([early?.rightSlope, late?.rightSlope]).toEqual([1, 2.5]);
});

test("undefined measures are left out of a window's mean, and a window without any has null", () => {
  const some = sessions(1, 2, 3, 4, 5, 6, 7, 8, 9).map((row) =>
    row.session < 9 ? { ...row, bias: row.session === 5 ? 1 : null } : { ...row, leftSlope: null },
  );
  const { early, late } = earlyLate(some, { lateLength: 1 });
  expect(early?.bias).toBe(1);
  expect(late?.leftSlope).toBe(null);
});
