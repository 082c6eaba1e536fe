import type { AnalysisInput } from "./analysis.ts";
import { analysisNamed } from "./registry.ts";

/** The pure part of one analysis of one subject. */
export interface AnalysisTask {
  readonly task: "analysis";
  readonly analysis: string;
  readonly input: AnalysisInput;
}

/** @throws SaddlepointError where the trials do not allow it */
export function computeAnalysis({ analysis, input }: AnalysisTask): unknown {
  const { compute, parameters } = analysisNamed(analysis);
  return compute(input, parameters);
}
