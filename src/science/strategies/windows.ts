import type { LearningPoint } from "../session-measures.ts";

/** Where early and late lie, in session numbers (SCIENCE §2, the paper's windows by default). */
export interface WindowParameters {
  /** First and last session of the early window, both inside. */
  readonly earlyWindow: readonly [number, number];
  /** Late is last session − lateLength < session ≤ last session. */
  readonly lateLength: number;
  /** With fewer sessions a mouse has no early and late. */
  readonly minSessions: number;
}

export const defaultWindowParameters: WindowParameters = {
  earlyWindow: [4, 8],
  lateLength: 5,
  minSessions: 9,
};

/** Mean measures over a window's sessions, carried rows included; null where no session defines the measure. */
export interface WindowMeasures {
  readonly bias: number | null;
  readonly leftSlope: number | null;
  readonly rightSlope: number | null;
  readonly accuracy: number | null;
  /** First and last session of the window, both inside. */
  readonly sessions: readonly [number, number];
  /** Sessions there. */
  readonly nSessions: number;
}

/** Why a mouse is left out of early and late statistics. */
export interface Exclusion {
  readonly code:
    | "SESSION_BOUNDARIES_UNKNOWN"
    | "TOO_FEW_SESSIONS"
    | "NO_EARLY_SESSIONS"
    | "UNDEFINED_MEASURES";
  /** A sentence for the reader. */
  readonly reason: string;
}

export type EarlyLate =
  | { readonly excluded: null; readonly early: WindowMeasures; readonly late: WindowMeasures }
  | { readonly excluded: Exclusion; readonly early: null; readonly late: null };

/**
 * The continuous coordinates of how a mouse began and how it ended (SCIENCE §2, §4).
 *
 * @param measures of one subject, in order of session (see sessionMeasures)
 * @param sessionBoundariesKnown false where the source did not say where sessions begin
 */
export function earlyLate(
  measures: readonly LearningPoint[],
  parameters: Partial<WindowParameters> = {},
  sessionBoundariesKnown = true,
): EarlyLate {
  const { earlyWindow, lateLength, minSessions } = { ...defaultWindowParameters, ...parameters };
  if (!sessionBoundariesKnown) {
    return left("SESSION_BOUNDARIES_UNKNOWN", "the source does not say where sessions begin");
  }
  if (measures.length < minSessions) {
    const found = measures.length === 1 ? "1 session" : `${measures.length} sessions`;
    return left("TOO_FEW_SESSIONS", `${found}, where early and late need at least ${minSessions}`);
  }
  const windows = { early: earlyWindow, late: lateWindow(measures, lateLength) };
  const early = windowMeasures(measures, windows.early);
  if (early.nSessions === 0) {
    return left(
      "NO_EARLY_SESSIONS",
      `no session in the early window, ${earlyWindow[0]} to ${earlyWindow[1]}`,
    );
  }
  return { excluded: null, early, late: windowMeasures(measures, windows.late) };
}

/** First and last session number of the late window, both inside. */
export function lateWindow(
  measures: readonly Pick<LearningPoint, "session">[],
  lateLength: number,
): readonly [number, number] {
  const last = measures.reduce((latest, measure) => Math.max(latest, measure.session), 0);
  return [last - lateLength + 1, last];
}

function windowMeasures(
  measures: readonly LearningPoint[],
  sessions: readonly [number, number],
): WindowMeasures {
  const inside = measures.filter((measure) => isWithin(measure.session, sessions));
  return {
    bias: meanOf(inside.map((measure) => measure.bias)),
    leftSlope: meanOf(inside.map((measure) => measure.leftSlope)),
    rightSlope: meanOf(inside.map((measure) => measure.rightSlope)),
    accuracy: meanOf(inside.map((measure) => measure.accuracy)),
    sessions,
    nSessions: inside.length,
  };
}

export function isWithin(session: number, [first, last]: readonly [number, number]): boolean {
  return session >= first && session <= last;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length > 0 ? defined.reduce((sum, value) => sum + value, 0) / defined.length : null;
}

function left(code: Exclusion["code"], reason: string): EarlyLate {
  return { excluded: { code, reason }, early: null, late: null };
}
