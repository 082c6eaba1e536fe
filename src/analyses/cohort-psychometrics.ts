import { fetchWindowCounts, type RunWindow, type WindowCount } from "../read/cohort.ts";
import type { Db } from "../read/database.ts";
import { type MeanChoice, meanChoices } from "../science/statistics/mean-choices.ts";
import { strategyLabels } from "../science/strategies/label.ts";
import type { CohortData } from "./cohort.ts";
import type { EarlyGroup } from "./cohort-findings.ts";

/** The choices of mice that began alike, in one window of training. */
export interface CohortPsychometric {
  readonly early: EarlyGroup;
  /** Mice with such a window. */
  readonly n: number;
  readonly points: readonly MeanChoice[];
}

/** The choices of a cohort's mice by contrast, over the sessions of a window, by how the mice began. */
export async function cohortPsychometrics(
  db: Db,
  { members, mice }: CohortData,
  window: "early" | "late",
): Promise<readonly CohortPsychometric[]> {
  const runs = new Map(members.map(({ home, measuresRun }) => [home, measuresRun]));
  const windows = mice.flatMap(({ subject, earlyLate, labels }) => {
    const runId = runs.get(subject) ?? null;
    const sessions = earlyLate[window]?.sessions;
    if (runId === null || sessions === undefined) return [];
    return [{ runId, first: sessions[0], last: sessions[1], early: labels?.early ?? null }];
  });
  const counts = await fetchWindowCounts(db, windows satisfies readonly RunWindow[]);
  return [...strategyLabels, null].flatMap((early): readonly CohortPsychometric[] => {
    const own = windows.filter((each) => each.early === early);
    if (own.length === 0) return [];
    const found = own.map(({ runId }): readonly WindowCount[] => counts.get(runId) ?? []);
    return [{ early, n: own.length, points: meanChoices(found) }];
  });
}
