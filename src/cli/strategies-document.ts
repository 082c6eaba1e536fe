import { COHORT_SEED } from "../analyses/cohort-findings.ts";
import type { TrialsStrategies } from "../analyses/strategies-of-trials.ts";
import type { StrategyRules } from "../analyses/subject-strategies.ts";
import type { PsychometricResult } from "../science/psychometric/fit-psychometric.ts";
import { type CohortSubject, cohortStatistics } from "../science/statistics/cohort.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { WindowMeasures } from "../science/strategies/windows.ts";
import { type StatisticsDocument, type StatisticsOptions, statisticsDocument } from "./cohort-document.ts";
import { statisticsLines } from "./cohort-text.ts";

/** What is kept of one subject of the files. */
export interface FileSubject {
  readonly subject: string;
  readonly file: string;
  readonly simulated: boolean;
  readonly nTrials: number;
  readonly derived: TrialsStrategies;
}

export function strategiesDocument(
  subjects: readonly FileSubject[],
  rules: StrategyRules,
  options: StatisticsOptions,
) {
  const mice = subjects.map(cohortSubject);
  const statistics = cohortStatistics(mice, { seed: COHORT_SEED });
  return {
    subjects: subjects.map(subjectDocument),
    cohort: {
      n: statistics.n,
      excluded: statistics.excluded,
      ...statisticsDocument(mice, statistics, options, (subject) => subject),
    },
    parameters: rules,
  };
}

export type StrategiesDocument = ReturnType<typeof strategiesDocument>;

export function cohortSubject({ subject, derived }: FileSubject): CohortSubject {
  const { measures, earlyLate, strategies } = derived;
  return {
    subject,
    measures,
    earlyLate,
    labels: strategies && { early: strategies.earlyStrategy, late: strategies.lateStrategy },
    segments: strategies?.segments ?? [],
  };
}

/** Trials of segments are counted from 0 over all the subject's rows; `first` and `last` name them as the file does. */
function subjectDocument({ subject, file, simulated, nTrials, derived }: FileSubject) {
  const { measures, sessionPsychometrics, earlyLate, trajectoryClass, strategies, unfitted } = derived;
  return {
    subject,
    file,
    simulated,
    nTrials,
    nSessions: measures.length,
    earlyStrategy: strategies?.earlyStrategy ?? null,
    lateStrategy: strategies?.lateStrategy ?? null,
    sessions: measures.map((measure, i) => ({
      ...measure,
      psychometric: psychometricDocument(sessionPsychometrics[i]?.result),
    })),
    segments: (strategies?.segments ?? []).map(({ start, ...segment }, i) => ({
      ...segment,
      start: start && {
        kind: start.kind,
        earliestTrial: start.interval[0],
        latestTrial: start.interval[1],
        earliest: strategies?.startPlaces[i]?.[0],
        latest: strategies?.startPlaces[i]?.[1],
      },
      psychometric: psychometricDocument(strategies?.segmentPsychometrics[i]),
    })),
    transitions: strategies?.transitions ?? [],
    timeInStrategies: strategies?.timeInStrategies ?? [],
    early: earlyLate.early && windowDocument(earlyLate.early, strategies?.earlyStrategy ?? null),
    late: earlyLate.late && windowDocument(earlyLate.late, strategies?.lateStrategy ?? null),
    trajectoryClass: trajectoryClass.name,
    slopeDifference: trajectoryClass.slopeDifference,
    /** Why there is no early and late. */
    excluded: earlyLate.excluded,
    /** Why there are no segments. */
    unfitted,
  };
}

function windowDocument(window: WindowMeasures, label: StrategyLabel | null) {
  const { leftSlope, rightSlope } = window;
  const slopeDifference = leftSlope === null || rightSlope === null ? null : rightSlope - leftSlope;
  return { label, ...window, slopeDifference };
}

function psychometricDocument(result: PsychometricResult | undefined) {
  if (result === undefined) return null;
  return result.fit ?? { refused: result.refused };
}

/** The same for people: a line a mouse, then the cohort. */
export function strategiesText(document: {
  readonly subjects: StrategiesDocument["subjects"];
  readonly cohort: StatisticsDocument & Pick<StrategiesDocument["cohort"], "n" | "excluded">;
}): string {
  const width = Math.max(...document.subjects.map(({ subject }) => subject.length));
  return [
    ...document.subjects.map(({ subject, simulated, segments, unfitted, trajectoryClass }) => {
      const path =
        unfitted === null
          ? segments.map(({ label, nTrials }) => `${label.toLowerCase().replaceAll("_", "-")} ${nTrials}`)
          : [unfitted.message];
      const kind = trajectoryClass === null ? "" : `  (${trajectoryClass})`;
      return `${subject.padEnd(width)}${simulated ? " (simulated)" : ""}  ${path.join(" → ")}${kind}`;
    }),
    "",
    `${document.subjects.length} subjects, ${document.cohort.n} of them with early and late sessions`,
    ...statisticsLines(document.cohort, document.cohort.excluded),
  ].join("\n");
}
