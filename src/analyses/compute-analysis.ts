import type { CohortInput, SubjectInput } from "./analysis.ts";
import { analysisNamed } from "./registry.ts";

/** The pure part of one run. */
export interface AnalysisTask {
  readonly task: "analysis";
  readonly analysis: string;
  readonly input: SubjectInput<unknown> | CohortInput<unknown>;
}

/** @throws SaddlepointError where the data do not allow it */
export function computeAnalysis({ analysis: name, input }: AnalysisTask): unknown {
  const analysis = analysisNamed(name);
  const compute = analysis.compute as (input: AnalysisTask["input"], parameters: unknown) => unknown;
  return compute(input, analysis.parameters);
}
