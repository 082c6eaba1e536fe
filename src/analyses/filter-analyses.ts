import type { SubjectFilter } from "../read/subject-filter.ts";
import { networkRefitAnalysis } from "./network-refit.ts";
import { strategySegmentsAnalysis } from "./strategy-segments.ts";

/** By analysis, the conditions that are about its results. */
const CONDITIONS: readonly (readonly [analysis: string, keys: readonly (keyof SubjectFilter)[]])[] = [
  [strategySegmentsAnalysis.name, ["earlyStrategy", "lateStrategy", "trajectoryClass", "ranges", "fresh"]],
  [networkRefitAnalysis.name, ["learningRule", "learningRuleSure"]],
];

/** The analyses whose results a filter asks about: where they are not derived it selects nobody. */
export function analysesAskedAbout(filter: SubjectFilter): readonly string[] {
  const { and = [], or = [], not } = filter;
  const within = [...and, ...or, ...(not ? [not] : [])].flatMap(analysesAskedAbout);
  const own = CONDITIONS.filter(([, keys]) => keys.some((key) => filter[key] !== undefined));
  return [...new Set([...within, ...own.map(([name]) => name)])];
}

/** What of a filter can be told before anything is derived: it selects all that the filter may come to select. */
export function tellableBefore({ and, or: _, not: __, ...filter }: SubjectFilter): SubjectFilter {
  const derived = new Set<string>(CONDITIONS.flatMap(([, keys]) => keys));
  const own = Object.entries(filter).filter(([key]) => !derived.has(key));
  return { ...(and && { and: and.map(tellableBefore) }), ...Object.fromEntries(own) };
}
