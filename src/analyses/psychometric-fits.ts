import {
  defaultPsychometricOptions,
  fitPsychometric,
  type PsychometricOptions,
  type PsychometricResult,
} from "../science/psychometric/fit-psychometric.ts";
import { segmentCounts } from "../science/psychometric/segment-counts.ts";
import type { SessionMeasure } from "../science/session-measures.ts";
import type { StrategySegment } from "../science/strategies/segments.ts";
import type { TrialTable } from "../science/trial-table.ts";

/**
 * How psychometric functions are fitted here.
 *
 * Lapses may reach .8: a biased mouse that answers a strong right stimulus with left in most trials has no other way to
 * be described. With .5 the bound holds on half of the sessions of the 20 real mice and costs 340 nats over them, 290
 * of them in curves that rise; with 1 another 60 nats are won, but more curves of naive mice fall.
 */
export const psychometricRules: PsychometricOptions = { ...defaultPsychometricOptions, maxLapse: 0.8 };

/** The fit to a session's trials, after the filters of the session measures. */
export interface SessionPsychometric {
  readonly session: number;
  readonly result: PsychometricResult;
}

export function sessionPsychometrics(
  measures: readonly SessionMeasure[],
  rules: PsychometricOptions,
): readonly SessionPsychometric[] {
  return measures.map(({ session, counts }) => ({ session, result: fitPsychometric(counts, rules) }));
}

/** Of each segment, in order: over all its trials with a choice. */
export function segmentPsychometrics(
  trials: TrialTable,
  segments: readonly StrategySegment[],
  rules: PsychometricOptions,
): readonly PsychometricResult[] {
  return segments.map((segment) => fitPsychometric(segmentCounts(trials, segment), rules));
}
