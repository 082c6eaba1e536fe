import { type StrategyLabel, strategyLabels } from "./label.ts";
import type { StrategySegment, TrialPlace } from "./segments.ts";

/** A change from one strategy to the next. */
export interface StrategyTransition {
  readonly from: StrategyLabel;
  readonly to: StrategyLabel;
  /** Row of the trial table of the first trial of the new strategy, 0-based. */
  readonly firstTrial: number;
  readonly at: TrialPlace;
  /** Earliest and latest row at which it may begin, both inside. */
  readonly interval: readonly [number, number];
  readonly kind: "switch" | "drift";
}

/** How long a subject spent in a strategy. */
export interface StrategyTime {
  readonly label: StrategyLabel;
  /** Trials with a choice. */
  readonly nTrials: number;
  /** Of all the subject's trials with a choice. */
  readonly share: number;
  readonly nSegments: number;
}

/** The changes of strategy of one subject, in order. */
export function strategyTransitions(segments: readonly StrategySegment[]): readonly StrategyTransition[] {
  return segments.flatMap(({ label, firstTrial, first, start }, i) => {
    if (start === null) return [];
    return [{ from: segments[i - 1].label, to: label, firstTrial, at: first, ...start }];
  });
}

/** Time in each strategy of one subject, all six, in the order of strategyLabels; empty without segments. */
export function timeInStrategies(
  segments: readonly Pick<StrategySegment, "label" | "nTrials">[],
): readonly StrategyTime[] {
  const total = segments.reduce((sum, { nTrials }) => sum + nTrials, 0);
  if (total === 0) return [];
  return strategyLabels.map((label) => {
    const own = segments.filter((segment) => segment.label === label);
    const nTrials = own.reduce((sum, segment) => sum + segment.nTrials, 0);
    return { label, nTrials, share: nTrials / total, nSegments: own.length };
  });
}
