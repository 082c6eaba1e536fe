import type { CohortAnswer } from "../analyses/cohort.ts";
import {
  DEFAULT_BINS,
  DEFAULT_CRITERION,
  DEFAULT_PREDICTION_SESSIONS,
  findGroups,
  findPrediction,
  findTimeToCriterion,
  findTrajectories,
  type WindowMeans,
} from "../analyses/cohort-findings.ts";
import type { Alignment } from "../science/statistics/alignment.ts";
import type { CohortStatistics, CohortSubject } from "../science/statistics/cohort.ts";
import type { Correlation } from "../science/statistics/correlation.ts";
import type { Mean, Proportion } from "../science/statistics/intervals.ts";

/** What can be asked of a cohort's statistics. */
export interface StatisticsOptions {
  /** First sessions from which the late strategy is foretold: 1 up to this many. */
  readonly predictionSessions: number;
  readonly alignment: Alignment["on"];
  /** Accuracy of the criterion. */
  readonly criterion: number;
  /** Bins of training, aligned as a fraction of it. */
  readonly bins: number;
}

export const defaultStatisticsOptions: StatisticsOptions = {
  predictionSessions: DEFAULT_PREDICTION_SESSIONS,
  alignment: "session",
  criterion: DEFAULT_CRITERION,
  bins: DEFAULT_BINS,
};

export function alignmentOf({ alignment, criterion, bins }: StatisticsOptions): Alignment {
  if (alignment === "criterion") return { on: alignment, accuracy: criterion };
  return alignment === "fraction" ? { on: alignment, bins } : { on: alignment };
}

/** A cohort's statistics as the command line prints them, whether its mice are stored or in files. */
export function statisticsDocument(
  mice: readonly CohortSubject[],
  statistics: CohortStatistics,
  options: StatisticsOptions,
  nameOf: (subject: string) => string,
) {
  const { earlyLateTable: table, strategies } = statistics;
  const alignment = alignmentOf(options);
  const trajectories = findTrajectories(mice, alignment);
  const { n, nReached, nCensored, medianSession, steps } = findTimeToCriterion(mice, options.criterion);
  return {
    earlyBiasLateSlope: correlationDocument(statistics.earlyBiasLateSlope),
    earlyLateBias: correlationDocument(statistics.earlyLateBias),
    earlyLateTable: {
      n: table.n,
      p: table.p,
      informationBits: table.informationBits,
      cells: table.cells.map(({ row, column, n, ofRow }) => ({
        early: row,
        late: column,
        n,
        ofEarly: ofRow.proportion,
        ofEarlyCi: ofRow.ci,
      })),
    },
    transitions: {
      n: strategies.n,
      perSubject: meanDocument(strategies.transitionsPerSubject),
      changes: strategies.transitions.map(({ from, to, n, nSubjects, probability }) => ({
        from,
        to,
        n,
        nSubjects,
        probability: probability.proportion,
        probabilityCi: probability.ci,
      })),
    },
    timeInStrategies: strategies.time.map(({ label, share, everIn }) => ({
      label,
      share: meanDocument(share),
      everIn: proportionDocument(everIn),
    })),
    prediction: findPrediction(mice, options.predictionSessions).map((point) => ({
      sessions: point.sessions,
      n: point.n,
      nLeftOut: point.nLeftOut,
      correct: proportionDocument(point.correct),
      baseRate: proportionDocument(point.baseRate),
      gain: point.gain,
    })),
    timeToCriterion: { accuracy: options.criterion, n, nReached, nCensored, medianSession, steps },
    byEarlyStrategy: findGroups(mice).map(({ early, n, subjects, earlyMeans, lateMeans }) => {
      const trajectory = trajectories.find((other) => other.early === early);
      return {
        earlyStrategy: early,
        n,
        subjects: subjects.map(nameOf),
        early: windowMeansDocument(earlyMeans),
        late: windowMeansDocument(lateMeans),
        trajectory: {
          alignment,
          nUnplaced: trajectory?.nUnplaced ?? 0,
          points: (trajectory?.points ?? []).map(({ at, n, nEnded, ...point }) => ({
            at,
            n,
            nEnded,
            leftSlope: meanDocument(point.leftSlope),
            rightSlope: meanDocument(point.rightSlope),
            bias: meanDocument(point.bias),
            accuracy: meanDocument(point.accuracy),
          })),
        },
      };
    }),
  };
}

export type StatisticsDocument = ReturnType<typeof statisticsDocument>;

/** A cohort's answer as the command line prints it. Subjects are named as in their files, and by their id. */
export function cohortDocument(
  { members, mice, simulated, statistics, excluded }: CohortAnswer,
  options: Partial<StatisticsOptions> = {},
) {
  const names = new Map(members.map((member) => [member.home, member.subject]));
  const nameOf = (home: string) => names.get(home) ?? home;
  const windows = new Map(mice.map(({ subject, earlyLate }) => [subject, earlyLate]));
  return {
    n: statistics.n,
    simulated,
    excluded: excluded.map(({ subject, code, reason }) => ({
      subject: nameOf(subject),
      id: subject,
      code,
      reason,
    })),
    ...statisticsDocument(mice, statistics, { ...defaultStatisticsOptions, ...options }, nameOf),
    subjects: members.map((member) => ({
      subject: member.subject,
      id: member.home,
      lab: member.lab,
      project: member.project,
      simulated: member.simulated,
      nSessions: member.nSessions,
      earlyStrategy: member.earlyStrategy,
      lateStrategy: member.lateStrategy,
      early: windows.get(member.home)?.early ?? null,
      late: windows.get(member.home)?.late ?? null,
      trajectoryClass: member.trajectoryClass,
    })),
  };
}

export type CohortDocument = ReturnType<typeof cohortDocument>;

function correlationDocument({ r, ci, p, n }: Correlation) {
  return { r, ci, p, n };
}

function meanDocument({ mean, ci, n }: Mean) {
  return { mean, ci, n };
}

function proportionDocument({ proportion, ci, k, n }: Proportion) {
  return { proportion, ci, k, n };
}

function windowMeansDocument(means: WindowMeans) {
  return {
    bias: meanDocument(means.bias),
    leftSlope: meanDocument(means.leftSlope),
    rightSlope: meanDocument(means.rightSlope),
    slopeDifference: meanDocument(means.slopeDifference),
    accuracy: meanDocument(means.accuracy),
  };
}
