import type { CohortSubject } from "../science/statistics/cohort.ts";
import { findPrediction, findStatistics } from "./cohort-findings.ts";

/** The statistics of a cohort that are resampled, and so take a while. */
export interface CohortTask {
  readonly task: "cohort";
  readonly mice: readonly CohortSubject[];
  readonly find: { readonly what: "statistics" } | { readonly what: "prediction"; readonly sessions: number };
}

export function computeCohort({ mice, find }: CohortTask): unknown {
  return find.what === "statistics" ? findStatistics(mice) : findPrediction(mice, find.sessions);
}
