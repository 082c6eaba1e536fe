import type { PlannedRun } from "./plan.ts";

/** What an analysis has to do in a plan. */
export interface PlannedAnalysis {
  readonly analysis: string;
  readonly subjects: readonly string[];
  /** Wall time of all its runs, one after the other; null where none ever succeeded. */
  readonly estimatedS: number | null;
}

/**
 * A plan by analysis, with what it would take.
 *
 * @param costs seconds a run of each analysis, as the history knows it
 */
export function planByAnalysis(
  plan: readonly PlannedRun[],
  costs: ReadonlyMap<string, number>,
): readonly PlannedAnalysis[] {
  return [...new Set(plan.map(({ analysis }) => analysis))].map((analysis) => {
    const subjects = plan.filter((run) => run.analysis === analysis).map(({ scope }) => scope);
    const cost = costs.get(analysis);
    return { analysis, subjects, estimatedS: cost === undefined ? null : cost * subjects.length };
  });
}
