import type { Db } from "../read/database.ts";
import { staleSubjects } from "../read/runs.ts";
import { identityOf, subjectAnalyses } from "./registry.ts";

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
