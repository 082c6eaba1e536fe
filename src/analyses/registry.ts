import { createHash } from "node:crypto";
import { canonicalJson } from "../log/canonical-json.ts";
import type { RunIdentity } from "../read/runs.ts";
import type { SubjectAnalysis } from "./analysis.ts";
import { decisionModelAnalysis } from "./decision-model.ts";
import { sessionMeasuresAnalysis } from "./session-measures.ts";
import { sessionPsychometricsAnalysis } from "./session-psychometrics.ts";
import { strategySegmentsAnalysis } from "./strategy-segments.ts";

/** Every analysis of single subjects; those that another needs come before it. */
export const subjectAnalyses: readonly SubjectAnalysis<unknown, unknown>[] = [
  sessionMeasuresAnalysis,
  decisionModelAnalysis,
  strategySegmentsAnalysis,
  sessionPsychometricsAnalysis,
];

/** @throws Error for a name that is not in the registry */
export function analysisNamed(name: string): SubjectAnalysis<unknown, unknown> {
  const found = subjectAnalyses.find((analysis) => analysis.name === name);
  if (found === undefined) throw new Error(`there is no analysis ${name}`);
  return found;
}

/** An analysis on other foundations is another analysis: what it needs is part of its identity. */
export function identityOf(analysis: SubjectAnalysis<unknown, unknown>): RunIdentity {
  const foundations = analysis.needs.map((name) => {
    const { analysisVersion, parametersHash } = identityOf(analysisNamed(name));
    return { name, version: analysisVersion, parametersHash: parametersHash.toString("hex") };
  });
  return {
    analysis: analysis.name,
    analysisVersion: analysis.version,
    parametersHash: createHash("sha256")
      .update(canonicalJson({ parameters: analysis.parameters, foundations }))
      .digest(),
  };
}

/** Analyses that read the results of this one. */
export function dependentsOf(name: string): readonly string[] {
  return subjectAnalyses.filter(({ needs }) => needs.includes(name)).map((analysis) => analysis.name);
}

/** How many analyses must come before this one: first things first in the queue. */
export function depthOf(name: string): number {
  return analysisNamed(name).needs.reduce((depth, need) => Math.max(depth, depthOf(need) + 1), 0);
}
