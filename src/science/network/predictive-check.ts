/**
 * Does a fitted network behave like its mouse when it is let go? It is run many times on the mouse's own stimuli with
 * its own choices, and the mouse's session measures are laid beside the bands of the runs. (A fit is asked only for the
 * next choice after the mouse's own; a network that drifts away by itself still fits well there.)
 *
 * The parameters are those of the maximum, so the bands hold the luck of the choices and not the doubt of the fit.
 */
import type { Random } from "../random.ts";
import { type SessionMeasure, sessionMeasures } from "../session-measures.ts";
import { quantileOfSorted } from "../statistics/resampling.ts";
import { earlyLate } from "../strategies/windows.ts";
import type { TrialTable } from "../trial-table.ts";
import type { ChoiceSequence } from "./choice-sequence.ts";
import type { LearningRule } from "./learning-rule.ts";
import type { NetworkParameters } from "./parameters.ts";
import { simulateOnStimuli } from "./simulate-on-stimuli.ts";

export const CHECKED_MEASURES = ["leftSlope", "rightSlope", "bias", "accuracy"] as const;
export type CheckedMeasure = (typeof CHECKED_MEASURES)[number];

/** 2.5 %, 50 % and 97.5 % of the runs. */
export type Band = readonly [low: number, median: number, high: number];

export interface PredictedSession {
  readonly session: number;
  /** The mouse's own measures; null where undefined. */
  readonly observed: Readonly<Record<CheckedMeasure, number | null>>;
  readonly band: Readonly<Record<CheckedMeasure, Band | null>>;
}

/** How a mouse, or a run in its place, began and ended (SCIENCE §2's windows). */
export interface LearningEnds {
  readonly earlyBias: number;
  readonly lateBias: number;
  /** Late right slope less late left slope. */
  readonly lateSlopeDifference: number;
}

export interface PredictiveCheck {
  readonly rule: LearningRule;
  readonly nRuns: number;
  readonly sessions: readonly PredictedSession[];
  /** Share of the sessions whose measure lies within its band: .95 for a network that behaves like the mouse. */
  readonly within: Readonly<Record<CheckedMeasure, number | null>>;
  /** Each run's, for twin cohorts; null where the mouse's sessions have no early or late window. */
  readonly twins: readonly (LearningEnds | null)[];
}

export function learningEnds(
  measures: readonly SessionMeasure[],
  sessionBoundariesKnown: boolean,
): LearningEnds | null {
  const { early, late } = earlyLate(measures, {}, sessionBoundariesKnown);
  if (early === null || early.bias === null || late.bias === null) return null;
  if (late.leftSlope === null || late.rightSlope === null) return null;
  return {
    earlyBias: early.bias,
    lateBias: late.bias,
    lateSlopeDifference: late.rightSlope - late.leftSlope,
  };
}

export function predictiveCheck(
  trials: TrialTable,
  sequence: ChoiceSequence,
  rule: LearningRule,
  parameters: NetworkParameters,
  nRuns: number,
  random: Random,
): PredictiveCheck {
  const observed = sessionMeasures(trials);
  const runs = Array.from({ length: nRuns }, () =>
    sessionMeasures(simulateOnStimuli(random, trials, sequence, rule, parameters)),
  );
  const sessions = observed.map((measure, s) => ({
    session: measure.session,
    observed: byMeasure((name) => measure[name]),
    band: byMeasure((name) => bandOf(runs.map((run) => run[s][name]))),
  }));
  return {
    rule,
    nRuns,
    sessions,
    within: byMeasure((name) => shareWithin(sessions, name)),
    twins: runs.map((run) => learningEnds(run, trials.sessionBoundariesKnown)),
  };
}

function byMeasure<T>(of: (name: CheckedMeasure) => T): Readonly<Record<CheckedMeasure, T>> {
  return {
    leftSlope: of("leftSlope"),
    rightSlope: of("rightSlope"),
    bias: of("bias"),
    accuracy: of("accuracy"),
  };
}

function bandOf(values: readonly SessionMeasure[CheckedMeasure][]): Band | null {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  const [low, median, high] = [0.025, 0.5, 0.975].map((p) => quantileOfSorted(sorted, p));
  return low === null || median === null || high === null ? null : [low, median, high];
}

function shareWithin(sessions: readonly PredictedSession[], name: CheckedMeasure): number | null {
  let n = 0;
  let inside = 0;
  for (const { observed, band } of sessions) {
    const value = observed[name];
    const own = band[name];
    if (value === null || own === null) continue;
    n += 1;
    if (value >= own[0] && value <= own[2]) inside += 1;
  }
  return n === 0 ? null : inside / n;
}
