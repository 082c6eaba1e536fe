import { type CohortSession, fetchCohortSegments, fetchCurves } from "../read/cohort.ts";
import { fetchRunLabels, insertCohortStatistics } from "../read/cohort-statistics.ts";
import { type CohortSubject, cohortStatistics } from "../science/statistics/cohort.ts";
import { earlyLate } from "../science/strategies/windows.ts";
import { type CohortPart, defineCohortAnalysis, type Source } from "./analysis.ts";
import { COHORT_SEED } from "./cohort-findings.ts";

const MEASURES = "session-measures";
const STRATEGIES = "strategy-segments";

const parameters = { seed: COHORT_SEED };

/** Early against late strategy and bias, mean trajectories and strategy flow of a project's subjects (SCIENCE §2). */
export const cohortStatisticsAnalysis = defineCohortAnalysis({
  name: "cohort-statistics",
  version: 1,
  parameters,
  needs: [MEASURES],
  uses: [STRATEGIES],
  timing: "night",
  tables: ["cohort_statistics"],
  fetch: fetchSubjects,
  compute: ({ data, leftOut }, { seed }: typeof parameters) => ({
    nSubjects: data.length,
    statistics: cohortStatistics(data, { seed }),
    leftOut,
  }),
  insert: insertCohortStatistics,
});

async function fetchSubjects(
  { db }: Source,
  parts: readonly CohortPart[],
): Promise<readonly CohortSubject[]> {
  const strategyRuns = parts.map(({ runs }) => runs[STRATEGIES]).filter((run) => run !== undefined);
  const [curves, segments, labels] = await Promise.all([
    fetchCurves(
      db,
      parts.map(({ runs }) => runs[MEASURES]),
    ),
    fetchCohortSegments(db, strategyRuns),
    fetchRunLabels(db, strategyRuns),
  ]);
  return parts.map(({ home, runs }): CohortSubject => {
    const measures: readonly CohortSession[] = curves.get(runs[MEASURES]) ?? [];
    const own = labels.get(runs[STRATEGIES]);
    return {
      subject: home,
      measures,
      earlyLate: earlyLate(measures, {}, own?.boundariesKnown ?? true),
      labels: own === undefined ? null : { early: own.early, late: own.late },
      ...(own === undefined ? {} : { segments: segments.get(runs[STRATEGIES]) ?? [] }),
    };
  });
}
