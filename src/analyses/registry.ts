import { createHash } from "node:crypto";
import { canonicalJson } from "../log/canonical-json.ts";
import type { ContentKind, Wanted } from "../read/run-states.ts";
import type { Analysis } from "./analysis.ts";
import { cohortStatisticsAnalysis } from "./cohort-statistics.ts";
import { decisionModelAnalysis } from "./decision-model.ts";
import { dopamineCohortAnalysis } from "./dopamine-cohort.ts";
import { dopamineEncodingAnalysis } from "./dopamine-encoding.ts";
import { networkRecoveryAnalysis } from "./network-recovery.ts";
import { networkRefitAnalysis } from "./network-refit.ts";
import { sessionMeasuresAnalysis } from "./session-measures.ts";
import { sessionPsychometricsAnalysis } from "./session-psychometrics.ts";
import { stimulationCohortAnalysis } from "./stimulation-cohort.ts";
import { stimulationEffectsAnalysis } from "./stimulation-effects.ts";
import { strategySegmentsAnalysis } from "./strategy-segments.ts";
import { traceSumsAnalysis } from "./trace-sums.ts";

/** Every analysis; those that another needs come before it. */
export const analyses: readonly Analysis[] = [
  sessionMeasuresAnalysis,
  decisionModelAnalysis,
  strategySegmentsAnalysis,
  sessionPsychometricsAnalysis,
  networkRefitAnalysis,
  networkRecoveryAnalysis,
  traceSumsAnalysis,
  dopamineEncodingAnalysis,
  stimulationEffectsAnalysis,
  cohortStatisticsAnalysis,
  dopamineCohortAnalysis,
  stimulationCohortAnalysis,
];

export const subjectAnalyses = analyses.filter((analysis) => analysis.granularity === "subject");
export const cohortAnalyses = analyses.filter((analysis) => analysis.granularity === "cohort");

/** @throws Error for a name that is not in the registry */
export function analysisNamed(name: string): Analysis {
  const found = analyses.find((analysis) => analysis.name === name);
  if (found === undefined) throw new Error(`there is no analysis ${name}`);
  return found;
}

/** Analyses that must have answered before this one can. */
export function foundationsOf({ needs, uses = [] }: Analysis): readonly string[] {
  return [...needs, ...uses];
}

/** These analyses and all that they stand on, by whatever way, those that another needs before it. */
export function withFoundations(names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    for (const foundation of foundationsOf(analysisNamed(name))) add(foundation);
    found.add(name);
  };
  for (const name of names) add(name);
  return [...found];
}

/** Analyses of which it reads the newest result, whatever that was made from. */
export function preferencesOf(name: string): readonly string[] {
  return [...preferredBy(analysisNamed(name))].sort();
}

/** How many analyses must come before this one, one behind the other: first things first in the queue. */
export function depthOf(name: string): number {
  return foundationsOf(analysisNamed(name)).reduce((depth, need) => Math.max(depth, depthOf(need) + 1), 0);
}

export function wantedOf(name: string): Wanted {
  return identityOf(analysisNamed(name));
}

/** The identity of an analysis, on other foundations another one: what it stands on is part of it. */
export function identityOf(analysis: Analysis): Wanted {
  const foundations = foundationsOf(analysis).map((each) => {
    const { analysisVersion, parametersHash } = wantedOf(each);
    return { name: each, version: analysisVersion, parametersHash: parametersHash.toString("hex") };
  });
  return {
    analysis: analysis.name,
    analysisVersion: analysis.version,
    parametersHash: createHash("sha256")
      .update(canonicalJson({ parameters: analysis.parameters, foundations }))
      .digest(),
    requires: [...kindsRequired(analysis)].sort(),
    reads: [...kindsRead(analysis)].sort(),
    prefers: preferencesOf(analysis.name),
  };
}

/** Analyses whose newest results it depends on, by whatever way. */
function preferredBy(analysis: Analysis): ReadonlySet<string> {
  const { prefers = [] } = analysis;
  return new Set([
    ...prefers,
    ...foundationsOf(analysis).flatMap((each) => [...preferredBy(analysisNamed(each))]),
  ]);
}

/** Kinds of data without which it cannot be made. */
function kindsRequired(analysis: Analysis): ReadonlySet<ContentKind> {
  const own = analysis.granularity === "subject" ? analysis.reads : [];
  return new Set([...own, ...analysis.needs.flatMap((need) => [...kindsRequired(analysisNamed(need))])]);
}

/** Kinds of data that its result depends on, by whatever way. */
function kindsRead(analysis: Analysis): ReadonlySet<ContentKind> {
  const own = analysis.granularity === "subject" ? analysis.reads : [];
  return new Set([...own, ...foundationsOf(analysis).flatMap((each) => [...kindsRead(analysisNamed(each))])]);
}
