import type { CohortInput, ReportProgress, SubjectInput } from "./analysis.ts";
import { progressReport } from "./progress.ts";
import { analysisNamed } from "./registry.ts";

/** The pure part of one run. */
export interface AnalysisTask {
  readonly task: "analysis";
  readonly analysis: string;
  readonly input: SubjectInput<unknown> | CohortInput<unknown>;
  /** Kept up by the thread (progress.ts). */
  readonly progress?: Int32Array;
}

/** @throws SaddlepointError where the data do not allow it */
export function computeAnalysis({ analysis: name, input, progress }: AnalysisTask): unknown {
  const analysis = analysisNamed(name);
  const compute = analysis.compute as (
    input: AnalysisTask["input"],
    parameters: unknown,
    report: ReportProgress,
  ) => unknown;
  return compute(input, analysis.parameters, progressReport(progress));
}
