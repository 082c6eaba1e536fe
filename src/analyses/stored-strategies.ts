import type { SegmentRow } from "../read/segments.ts";
import { type StrategyTime, timeInStrategies } from "../science/strategies/transitions.ts";

/** Time that a subject with these segments spent in each strategy. */
export function strategyTimes(segments: readonly SegmentRow[]): readonly StrategyTime[] {
  return timeInStrategies(segments.map(({ strategy, nTrials }) => ({ label: strategy, nTrials })));
}
