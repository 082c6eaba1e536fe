import type { AsOf } from "../read/as-of.ts";
import { fetchWindowCounts, type RunWindow, type WindowCount } from "../read/cohort.ts";
import type { Db } from "../read/database.ts";
import { groupBy } from "../read/group-by.ts";
import { fetchPsychometricPoints, type PsychometricPoint } from "../read/psychometric-fits.ts";
import { fifthOf } from "../science/fifths.ts";
import { type MeanChoice, meanChoices } from "../science/statistics/mean-choices.ts";
import { type MeanPsychometric, meanPsychometrics } from "../science/statistics/mean-psychometrics.ts";
import { type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
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

/** What training is divided by: fifths of a mouse's sessions, single sessions, or its strategy segments. */
export type PsychometricStages = "fifth" | "session" | "strategy";

/** The functions of a cohort's mice by stage of training: fifths and sessions in order, strategies in theirs. */
export async function psychometricsByStage(
  db: Db,
  { mice }: CohortData,
  by: PsychometricStages,
  asOf?: AsOf,
): Promise<readonly MeanPsychometric<number | StrategyLabel>[]> {
  const homes = mice.map(({ subject }) => subject);
  const points = await fetchPsychometricPoints(db, by === "strategy" ? "segment" : "session", homes, asOf);
  const stageOf = by === "fifth" ? fifths(points) : stage;
  const found = meanPsychometrics(
    points.map((point) => ({ subject: point.home, fit: point.fit, stage: stageOf(point) })),
  );
  const place = ({ stage }: MeanPsychometric<number | StrategyLabel>) =>
    typeof stage === "number" ? stage : strategyLabels.indexOf(stage);
  return [...found].sort((a, b) => place(a) - place(b));
}

const stage = ({ number, strategy }: PsychometricPoint) => strategy ?? number;

/** The fifth of its mouse's sessions that each lies in. */
function fifths(points: readonly PsychometricPoint[]): (point: PsychometricPoint) => number {
  const found = new Map(
    [...groupBy(points, ({ home }) => home).values()].flatMap((own) =>
      own.map((point, i) => [point, fifthOf(i, own.length)] as const),
    ),
  );
  return (point) => found.get(point) ?? 1;
}
