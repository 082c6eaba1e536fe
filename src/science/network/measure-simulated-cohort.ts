import { type SessionMeasure, sessionMeasures } from "../session-measures.ts";
import { type Correlation, correlationWithInterval } from "../statistics/correlation.ts";
import { type LearningEnds, learningEnds } from "./predictive-check.ts";
import { type SimulateCohortOptions, simulateCohort } from "./simulate-cohort.ts";

export interface MeasuredMouse {
  readonly subject: string;
  readonly sessions: readonly Pick<
    SessionMeasure,
    "session" | "nTrials" | "leftSlope" | "rightSlope" | "bias" | "accuracy" | "carried"
  >[];
}

export interface MeasuredCohort {
  readonly mice: readonly MeasuredMouse[];
  readonly cohort: {
    /** Mice with an early and a late window. */
    readonly n: number;
    readonly earlyBiasLateSlope: Omit<Correlation, "n">;
    readonly earlyLateBias: Omit<Correlation, "n">;
    /** Accuracy in the last session, averaged over the mice that define it. */
    readonly lastAccuracy: number | null;
  };
}

/**
 * Simulated mice with their session measures, and what a cohort of them shows (SCIENCE §2, §6). The network makes no
 * response times, so no trial is left out for one.
 *
 * @param onMouse told of each mouse that is done; throw from it to cancel
 */
export function measureSimulatedCohort(
  options: SimulateCohortOptions,
  onMouse: (done: number) => void = () => {},
): MeasuredCohort {
  const mice: MeasuredMouse[] = [];
  const ends: LearningEnds[] = [];
  const last: number[] = [];
  for (const { subject, trials } of simulateCohort(options)) {
    const measures = sessionMeasures(trials, { maxResponseTimeZ: null });
    mice.push({
      subject,
      sessions: measures.map(({ session, nTrials, leftSlope, rightSlope, bias, accuracy, carried }) => ({
        ...{ session, nTrials, leftSlope, rightSlope, bias, accuracy, carried },
      })),
    });
    const own = learningEnds(measures, true);
    if (own !== null) ends.push(own);
    const accuracy = measures.at(-1)?.accuracy;
    if (accuracy !== null && accuracy !== undefined) last.push(accuracy);
    onMouse(mice.length);
  }
  const early = ends.map(({ earlyBias }) => earlyBias);
  const correlation = (of: (each: LearningEnds) => number) => {
    const { r, ci, p } = correlationWithInterval(early, ends.map(of), { seed: options.seed });
    return { r, ci, p };
  };
  return {
    mice,
    cohort: {
      n: ends.length,
      earlyBiasLateSlope: correlation((each) => each.lateSlopeDifference),
      earlyLateBias: correlation((each) => each.lateBias),
      lastAccuracy: last.length === 0 ? null : last.reduce((sum, x) => sum + x, 0) / last.length,
    },
  };
}
