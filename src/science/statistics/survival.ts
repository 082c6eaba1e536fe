import { normalQuantile } from "./distributions.ts";

/** When a mouse reached the criterion, or the last session at which it was seen not to have (censored). */
export interface TimeToEvent {
  readonly session: number;
  readonly reached: boolean;
}

export interface SurvivalStep {
  readonly session: number;
  /** Mice still in training that had not reached the criterion before. */
  readonly atRisk: number;
  /** Mice that reached it in this session. */
  readonly nReached: number;
  /** Mice that left after this session without it. */
  readonly nCensored: number;
  /** P(reached by the end of this session), Kaplan & Meier's. */
  readonly reached: number;
  /** Its interval (Greenwood's variance on the log −log scale); null where none or all had reached it. */
  readonly ci: readonly [number, number] | null;
}

export interface Survival {
  readonly n: number;
  readonly nReached: number;
  /** Mice that left before they reached it. */
  readonly nCensored: number;
  /** First session by whose end half have reached it; null where that is beyond the data. */
  readonly medianSession: number | null;
  readonly steps: readonly SurvivalStep[];
}

/**
 * The time that mice need to reach a criterion, counting those that left early for as long as they were there
 * (Kaplan & Meier 1958), instead of leaving them out, which would favour fast learners.
 */
export function timeToCriterion(mice: readonly TimeToEvent[], level = 0.95): Survival {
  const z = normalQuantile((1 + level) / 2);
  const sessions = [...new Set(mice.map(({ session }) => session))].sort((a, b) => a - b);
  let surviving = 1;
  let greenwood = 0;
  const steps = sessions.map((session): SurvivalStep => {
    const atRisk = mice.filter((mouse) => mouse.session >= session).length;
    const here = mice.filter((mouse) => mouse.session === session);
    const nReached = here.filter(({ reached }) => reached).length;
    surviving *= 1 - nReached / atRisk;
    if (nReached < atRisk) greenwood += nReached / (atRisk * (atRisk - nReached));
    return {
      session,
      atRisk,
      nReached,
      nCensored: here.length - nReached,
      reached: 1 - surviving,
      ci: logLogInterval(surviving, greenwood, z),
    };
  });
  const nReached = mice.filter(({ reached }) => reached).length;
  return {
    n: mice.length,
    nReached,
    nCensored: mice.length - nReached,
    medianSession: steps.find(({ reached }) => reached >= 0.5)?.session ?? null,
    steps,
  };
}

/** Interval of 1 − S. */
function logLogInterval(survival: number, greenwood: number, z: number): readonly [number, number] | null {
  if (survival >= 1 || survival <= 0) return null;
  const half = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return [1 - survival ** Math.exp(-half), 1 - survival ** Math.exp(half)];
}
