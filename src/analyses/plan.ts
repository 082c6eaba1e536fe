import type { Db } from "../read/database.ts";
import { staleSubjects } from "../read/runs.ts";
import { analysisNamed, identityOf, subjectAnalyses } from "./registry.ts";

/** A derivation that has to be made: this analysis, on this subject's present trials. */
export interface PlannedRun {
  readonly analysis: string;
  readonly home: string;
}

/** Everything that is not derived from the present data. One query an analysis, whatever the cohort's size. */
export async function planRuns(db: Db): Promise<readonly PlannedRun[]> {
  const plan: PlannedRun[] = [];
  for (const analysis of subjectAnalyses) {
    for (const home of await staleSubjects(db, identityOf(analysis)))
      plan.push({ analysis: analysis.name, home });
  }
  return plan;
}

/** The runs of a plan that wait for no other run of it; the others follow when those have ended. */
export function dueFirst(plan: readonly PlannedRun[]): readonly PlannedRun[] {
  const planned = new Set(plan.map(({ analysis, home }) => `${analysis} ${home}`));
  return plan.filter(
    ({ analysis, home }) => !analysisNamed(analysis).needs.some((need) => planned.has(`${need} ${home}`)),
  );
}
