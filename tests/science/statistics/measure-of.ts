import type { SessionMeasure } from "../../../src/science/session-measures.ts";

/** A session's measures written out by hand; what is left out is 0, and accuracy .5. */
export function measureOf(session: number, values: Partial<SessionMeasure> = {}): SessionMeasure {
  return {
    session,
    nTrials: 200,
    nUsed: 190,
    nZeroContrast: 20,
    leftSlope: 0,
    rightSlope: 0,
    bias: 0,
    accuracy: 0.5,
    carried: false,
    counts: [],
    ...values,
  };
}
