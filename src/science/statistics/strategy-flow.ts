import { type StrategyLabel, strategyLabels } from "../strategies/label.ts";
import { type Mean, meanWithInterval, type Proportion, proportionWithInterval } from "./intervals.ts";

/** Changes from one strategy to another in a cohort. */
export interface TransitionCount {
  readonly from: StrategyLabel;
  readonly to: StrategyLabel;
  readonly n: number;
  /** Mice that made it at least once. */
  readonly nSubjects: number;
  /**
   * P(to | a change from `from`), with Wilson's interval over changes: as if a mouse's changes were independent, so
   * a little narrow where few mice made many.
   */
  readonly probability: Proportion;
}

/** What a cohort's mice spend in a strategy. */
export interface CohortTime {
  readonly label: StrategyLabel;
  /** Mean share of a mouse's trials, over mice. */
  readonly share: Mean;
  /** Mice that were ever in it, of all mice with segments. */
  readonly everIn: Proportion;
}

export interface StrategyFlow {
  /** Mice with segments. */
  readonly n: number;
  /** Changes seen at least once, in the order of strategyLabels. */
  readonly transitions: readonly TransitionCount[];
  /** Changes of strategy per mouse. */
  readonly transitionsPerSubject: Mean;
  /** All six strategies. */
  readonly time: readonly CohortTime[];
}

/**
 * Counts and probabilities of the changes between strategies, and the time spent in each.
 *
 * @param subjects the segments of each mouse, in order
 */
export function strategyFlow(
  subjects: readonly (readonly { readonly label: StrategyLabel; readonly nTrials: number }[])[],
): StrategyFlow {
  const mice = subjects.filter((segments) => segments.length > 0);
  const changes = mice.map((segments) =>
    segments.slice(1).map((segment, i) => [segments[i].label, segment.label] as const),
  );
  const all = changes.flat();
  const transitions = strategyLabels.flatMap((from) => {
    const leaving = all.filter((change) => change[0] === from).length;
    return strategyLabels.flatMap((to): readonly TransitionCount[] => {
      const n = all.filter((change) => change[0] === from && change[1] === to).length;
      if (n === 0) return [];
      const nSubjects = changes.filter((own) => own.some((c) => c[0] === from && c[1] === to)).length;
      return [{ from, to, n, nSubjects, probability: proportionWithInterval(n, leaving) }];
    });
  });
  return {
    n: mice.length,
    transitions,
    transitionsPerSubject: meanWithInterval(changes.map((own) => own.length)),
    time: strategyLabels.map((label) => {
      const shares = mice.map((segments) => shareOf(segments, label));
      return {
        label,
        share: meanWithInterval(shares),
        everIn: proportionWithInterval(shares.filter((share) => share > 0).length, mice.length),
      };
    }),
  };
}

function shareOf(
  segments: readonly { readonly label: StrategyLabel; readonly nTrials: number }[],
  label: StrategyLabel,
): number {
  let own = 0;
  let total = 0;
  for (const segment of segments) {
    total += segment.nTrials;
    if (segment.label === label) own += segment.nTrials;
  }
  return own / total;
}
