/**
 * What fitted networks say of a cohort (SCIENCE §6, [D]): whether the bias that a mouse's network began with foretells
 * the mouse's late strategy, and whether a cohort of the networks themselves, run anew, shows the mice's correlations.
 */
import { correlationWithInterval, pearson } from "../statistics/correlation.ts";
import { percentileInterval, quantileOfSorted } from "../statistics/resampling.ts";
import { LEARNING_RULES, type LearningRule } from "./learning-rule.ts";
import type { NetworkParameters } from "./parameters.ts";
import type { LearningEnds } from "./predictive-check.ts";

export interface FittedMouse {
  readonly subject: string;
  /** Null where the mouse's sessions have no early or late window: it is left out. */
  readonly ends: LearningEnds | null;
  readonly fits: readonly { readonly rule: LearningRule; readonly parameters: NetworkParameters }[];
  readonly predictive: readonly {
    readonly rule: LearningRule;
    readonly twins: readonly (LearningEnds | null)[];
  }[];
}

/** A correlation over mice, with its line. */
export interface CohortRegression {
  readonly n: number;
  readonly r: number | null;
  readonly ci: readonly [number, number] | null;
  readonly p: number | null;
  /** Least squares; null where r is. */
  readonly slope: number | null;
  readonly intercept: number | null;
}

/** A correlation in the twin cohorts: its median over them and the middle 95 %. */
export interface TwinCorrelation {
  readonly median: number | null;
  readonly interval: readonly [number, number] | null;
  /** The data's r lies within the interval; null where either is undefined. */
  readonly holdsObserved: boolean | null;
}

export interface RuleDifferences {
  readonly rule: LearningRule;
  /** From β a_B (u_{R,B} − u_{L,B}) before the first trial: the logit of choosing right without a stimulus. */
  readonly initialBiasLateSlope: CohortRegression;
  readonly initialBiasLateBias: CohortRegression;
  readonly nTwinCohorts: number;
  readonly twinEarlyBiasLateSlope: TwinCorrelation;
  readonly twinEarlyLateBias: TwinCorrelation;
}

export interface IndividualDifferences {
  readonly n: number;
  readonly excluded: readonly string[];
  /** The mice's own. */
  readonly earlyBiasLateSlope: CohortRegression;
  readonly earlyLateBias: CohortRegression;
  readonly rules: readonly RuleDifferences[];
}

export function individualDifferences(mice: readonly FittedMouse[], seed: number): IndividualDifferences {
  const used = mice.flatMap(({ ends, ...mouse }) => (ends === null ? [] : [{ ...mouse, ends }]));
  const column = (of: (ends: LearningEnds) => number) => used.map(({ ends }) => of(ends));
  const lateSlope = column((ends) => ends.lateSlopeDifference);
  const lateBias = column((ends) => ends.lateBias);
  const earlyBias = column((ends) => ends.earlyBias);
  const observed = {
    earlyBiasLateSlope: regression(earlyBias, lateSlope, seed),
    earlyLateBias: regression(earlyBias, lateBias, seed),
  };
  return {
    n: used.length,
    excluded: mice.filter(({ ends }) => ends === null).map(({ subject }) => subject),
    ...observed,
    rules: LEARNING_RULES.map((rule) => {
      const initial = used.map(({ fits }) => initialBias(fits.find((fit) => fit.rule === rule)?.parameters));
      const twins = used.map(({ predictive }) => predictive.find((each) => each.rule === rule)?.twins ?? []);
      const nTwinCohorts = twins.reduce((least, runs) => Math.min(least, runs.length), twins[0]?.length ?? 0);
      const cohorts = Array.from({ length: nTwinCohorts }, (_, k) => twins.flatMap((runs) => runs[k] ?? []));
      return {
        rule,
        initialBiasLateSlope: regression(initial, lateSlope, seed),
        initialBiasLateBias: regression(initial, lateBias, seed),
        nTwinCohorts,
        twinEarlyBiasLateSlope: twinCorrelation(
          cohorts,
          (ends) => ends.lateSlopeDifference,
          observed.earlyBiasLateSlope.r,
        ),
        twinEarlyLateBias: twinCorrelation(cohorts, (ends) => ends.lateBias, observed.earlyLateBias.r),
      };
    }),
  };
}

/** With fewer a correlation is ±1 whatever the mice. */
const MIN_MICE = 3;

/** The logit of choosing right without a stimulus, before the first trial. */
export function initialBias(parameters: NetworkParameters | undefined): number {
  if (!parameters) return Number.NaN;
  const { inverseTemperature: beta, firstLayer, leftAction, rightAction } = parameters;
  return beta * firstLayer.bias * (rightAction.bias - leftAction.bias);
}

function regression(x: readonly number[], y: readonly number[], seed: number): CohortRegression {
  const { n, r, ci, p } = correlationWithInterval(x, y, { seed });
  if (r === null) return { n, r, ci, p, slope: null, intercept: null };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = (values: readonly number[], m: number) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - m) ** 2, 0));
  const [mx, my] = [mean(x), mean(y)];
  const slope = (r * spread(y, my)) / spread(x, mx);
  return { n, r, ci, p, slope, intercept: my - slope * mx };
}

function twinCorrelation(
  cohorts: readonly (readonly LearningEnds[])[],
  of: (ends: LearningEnds) => number,
  observed: number | null,
): TwinCorrelation {
  const found = cohorts.flatMap((cohort) => {
    if (cohort.length < MIN_MICE) return [];
    const r = pearson(
      cohort.map((ends) => ends.earlyBias),
      cohort.map(of),
    );
    return r === null ? [] : [r];
  });
  const draws = Float64Array.from(found);
  const interval = percentileInterval(draws, 0.95);
  return {
    median: quantileOfSorted(draws, 0.5),
    interval,
    holdsObserved:
      observed === null || interval === null ? null : observed >= interval[0] && observed <= interval[1],
  };
}
