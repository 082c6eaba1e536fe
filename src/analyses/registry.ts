import { createHash } from "node:crypto";
import { canonicalJson } from "../log/canonical-json.ts";
import type { RunIdentity } from "../read/runs.ts";
import type { SubjectAnalysis } from "./analysis.ts";
import { sessionMeasuresAnalysis } from "./session-measures.ts";
import { strategySegmentsAnalysis } from "./strategy-segments.ts";

/** Every analysis of single subjects. */
export const subjectAnalyses: readonly SubjectAnalysis<unknown, unknown>[] = [
  sessionMeasuresAnalysis,
  strategySegmentsAnalysis,
];

/** @throws Error for a name that is not in the registry */
export function analysisNamed(name: string): SubjectAnalysis<unknown, unknown> {
  const found = subjectAnalyses.find((analysis) => analysis.name === name);
  if (found === undefined) throw new Error(`there is no analysis ${name}`);
  return found;
}

export function identityOf(analysis: SubjectAnalysis<unknown, unknown>): RunIdentity {
  return {
    analysis: analysis.name,
    analysisVersion: analysis.version,
    parametersHash: createHash("sha256").update(canonicalJson(analysis.parameters)).digest(),
  };
}
