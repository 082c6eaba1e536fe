/** What the statistics of a cohort say of its mice: pure, the same for results that are stored and for files. */
import {
  type Alignment,
  firstAbove,
  type GroupTrajectory,
  groupTrajectories,
} from "../science/statistics/alignment.ts";
import { type CohortStatistics, type CohortSubject, cohortStatistics } from "../science/statistics/cohort.ts";
import { type Mean, meanWithInterval } from "../science/statistics/intervals.ts";
import { type PredictionPoint, predictFromFirstSessions } from "../science/statistics/prediction.ts";
import { type Survival, timeToCriterion } from "../science/statistics/survival.ts";
import { type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
import type { WindowMeasures } from "../science/strategies/windows.ts";

/** Resampling draws from this seed, so that the same data always get the same intervals. */
export const COHORT_SEED = 1;

/** First sessions from which the late strategy is foretold, unless told. */
export const DEFAULT_PREDICTION_SESSIONS = 10;

/** Accuracy from which a mouse is taken to have learnt, unless told. */
export const DEFAULT_CRITERION = 0.7;

/** Bins of training, aligned as a fraction of it, unless told. */
export const DEFAULT_BINS = 10;

export function findStatistics(mice: readonly CohortSubject[]): CohortStatistics {
  return cohortStatistics(mice, { seed: COHORT_SEED });
}

/** What was found of mice that are still in memory: what is asked of a cohort again and again is found once. */
const found = new WeakMap<readonly CohortSubject[], Map<string, unknown>>();

/** Arguments are the caller's, so the findings kept of one cohort are bounded. */
const MAX_FINDINGS = 50;

function findOnce<Finding>(mice: readonly CohortSubject[], what: string, find: () => Finding): Finding {
  const known = found.get(mice) ?? new Map<string, unknown>();
  found.set(mice, known);
  if (known.size >= MAX_FINDINGS) known.clear();
  if (!known.has(what)) known.set(what, find());
  return known.get(what) as Finding;
}

/** How well the first 1 … nSessions sessions foretell the late strategy, of the mice that have one. */
export function findPrediction(
  mice: readonly CohortSubject[],
  nSessions: number = DEFAULT_PREDICTION_SESSIONS,
): readonly PredictionPoint[] {
  return findOnce(mice, `prediction ${nSessions}`, () => predict(mice, nSessions));
}

function predict(mice: readonly CohortSubject[], nSessions: number): readonly PredictionPoint[] {
  const known = mice.flatMap(({ measures, labels, earlyLate }) => {
    if (!labels?.late || earlyLate.late === null) return [];
    return [{ measures, outcome: labels.late, outcomeFrom: earlyLate.late.sessions[0] }];
  });
  const sessions = Array.from({ length: nSessions }, (_, i) => i + 1);
  return predictFromFirstSessions(known, { seed: COHORT_SEED, sessions });
}

/** Null: mice without an early strategy. */
export type EarlyGroup = StrategyLabel | null;

const NO_STRATEGY = "NONE";

/** Mice by how they began, in the order of strategyLabels, those without an early strategy last. */
function byEarlyStrategy(mice: readonly CohortSubject[]) {
  return [...strategyLabels, null].flatMap((early) => {
    const own = mice.filter(({ labels }) => (labels?.early ?? null) === early);
    return own.length > 0 ? [{ early, mice: own }] : [];
  });
}

export interface EarlyTrajectory extends Omit<GroupTrajectory<string>, "group"> {
  readonly early: EarlyGroup;
}

/** Mean trajectories of the mice by how they began. */
export function findTrajectories(
  mice: readonly CohortSubject[],
  alignment: Alignment,
): readonly EarlyTrajectory[] {
  return findOnce(mice, `trajectories ${JSON.stringify(alignment)}`, () =>
    byEarlyStrategy(mice).flatMap(({ early, mice: own }) => {
      const members = own.map(({ measures }) => ({ group: early ?? NO_STRATEGY, measures }));
      return groupTrajectories(members, alignment).map(({ group: _, ...trajectory }) => ({
        early,
        ...trajectory,
      }));
    }),
  );
}

/** When mice first reach an accuracy; those that left before are censored at their last session. */
export function findTimeToCriterion(mice: readonly CohortSubject[], accuracy: number): Survival {
  return timeToCriterion(
    mice.flatMap(({ measures }) => {
      const last = measures.at(-1);
      if (last === undefined) return [];
      const reached = firstAbove(measures, accuracy);
      return [{ session: reached ?? last.session, reached: reached !== null }];
    }),
  );
}

/** Means over mice of the measures of a window. */
export interface WindowMeans {
  readonly bias: Mean;
  readonly leftSlope: Mean;
  readonly rightSlope: Mean;
  readonly slopeDifference: Mean;
  readonly accuracy: Mean;
}

/** The mice that began alike. */
export interface CohortGroup {
  readonly early: EarlyGroup;
  readonly n: number;
  readonly subjects: readonly string[];
  readonly earlyMeans: WindowMeans;
  readonly lateMeans: WindowMeans;
}

export function findGroups(mice: readonly CohortSubject[]): readonly CohortGroup[] {
  return findOnce(mice, "groups", () =>
    byEarlyStrategy(mice).map(({ early, mice: own }) => ({
      early,
      n: own.length,
      subjects: own.map(({ subject }) => subject),
      earlyMeans: windowMeans(own.map(({ earlyLate }) => earlyLate.early)),
      lateMeans: windowMeans(own.map(({ earlyLate }) => earlyLate.late)),
    })),
  );
}

function windowMeans(windows: readonly (WindowMeasures | null)[]): WindowMeans {
  const of = (measure: (window: WindowMeasures) => number | null) =>
    meanWithInterval(windows.map((window) => window && measure(window)));
  return {
    bias: of(({ bias }) => bias),
    leftSlope: of(({ leftSlope }) => leftSlope),
    rightSlope: of(({ rightSlope }) => rightSlope),
    slopeDifference: of(({ leftSlope, rightSlope }) =>
      leftSlope === null || rightSlope === null ? null : rightSlope - leftSlope,
    ),
    accuracy: of(({ accuracy }) => accuracy),
  };
}

/** Mice that have one value of a label; null: none. */
export interface LabelGroup {
  readonly value: string | null;
  readonly mice: readonly CohortSubject[];
  readonly earlyMeans: WindowMeans;
  readonly lateMeans: WindowMeans;
}

/** Mice by the value that each has of a label, in the order of the values, those without one last. */
export function findLabelGroups(
  mice: readonly CohortSubject[],
  label: string,
  values: ReadonlyMap<string, string | null>,
): readonly LabelGroup[] {
  return findOnce(mice, `groups by ${label}`, () => {
    const order = [...new Set(values.values())].sort((a, b) =>
      a === null ? 1 : b === null ? -1 : a < b ? -1 : 1,
    );
    return order.map((value) => {
      const own = mice.filter(({ subject }) => values.get(subject) === value);
      return {
        ...{ value, mice: own },
        earlyMeans: windowMeans(own.map(({ earlyLate }) => earlyLate.early)),
        lateMeans: windowMeans(own.map(({ earlyLate }) => earlyLate.late)),
      };
    });
  });
}

/** The mean trajectory of all these mice. */
export function findTrajectory(
  mice: readonly CohortSubject[],
  alignment: Alignment,
): Omit<GroupTrajectory<string>, "group"> {
  return findOnce(mice, `trajectory ${JSON.stringify(alignment)}`, () => {
    const members = mice.map(({ measures }) => ({ group: "all", measures }));
    return groupTrajectories(members, alignment).at(0) ?? { n: 0, nUnplaced: 0, points: [] };
  });
}
