import { type Random, seededRandom } from "../random.ts";
import { type BfgsResult, maximiseBounded } from "../random-walk/bounded-bfgs.ts";
import type { PsychometricCount } from "../session-measures.ts";
import { percentileInterval } from "../statistics/resampling.ts";
import { psychometricObjective, SLOPE_UNIT, toParameters } from "./log-likelihood.ts";
import {
  type PsychometricName,
  type PsychometricParameters,
  psychometricFunction,
  psychometricNames,
} from "./psychometric-function.ts";

export interface PsychometricOptions {
  readonly seed: number;
  /** Parametric bootstrap refits for the intervals; 0 for none. */
  readonly nBootstrap: number;
  readonly level: number;
  /** |biasContrast| up to this. */
  readonly maxBiasContrast: number;
  /** Slope up to this, per unit contrast. */
  readonly maxSlope: number;
  /** Each lapse up to this: more would be another preference, not lapses. */
  readonly maxLapse: number;
  readonly minTrials: number;
}

export const defaultPsychometricOptions: PsychometricOptions = {
  seed: 1,
  nBootstrap: 200,
  level: 0.95,
  maxBiasContrast: 1,
  maxSlope: 100,
  maxLapse: 0.5,
  minTrials: 20,
};

export interface PsychometricFit extends PsychometricParameters {
  /** Bootstrap percentile intervals; null without a bootstrap. */
  readonly ci: Readonly<Record<PsychometricName, readonly [number, number]>> | null;
  /** Without binomial coefficients. */
  readonly logLikelihood: number;
  readonly nTrials: number;
  readonly converged: boolean;
  /** Parameters that ended on a bound: there the likelihood wants more, or does not depend on them. */
  readonly atBound: readonly PsychometricName[];
}

/** Why counts cannot be fitted. */
export interface PsychometricRefusal {
  readonly code: "TOO_FEW_TRIALS" | "TOO_FEW_CONTRASTS";
  readonly reason: string;
}

export type PsychometricResult =
  | { readonly fit: PsychometricFit; readonly refused: null }
  | { readonly fit: null; readonly refused: PsychometricRefusal };

/** Four parameters need four points. */
const MIN_CONTRASTS = 4;

/**
 * Maximum likelihood fit of the lapse-aware psychometric function to counts of right choices by signed contrast (see
 * psychometricCounts), with percentile intervals of a parametric bootstrap. Deterministic given the seed.
 *
 * With five contrasts, lapses and slope trade off against each other: read them with their intervals.
 */
export function fitPsychometric(
  counts: readonly PsychometricCount[],
  options: Partial<PsychometricOptions> = {},
): PsychometricResult {
  const rules = { ...defaultPsychometricOptions, ...options };
  const shown = counts.filter(({ n }) => n > 0);
  const nTrials = shown.reduce((sum, { n }) => sum + n, 0);
  if (nTrials < rules.minTrials) {
    const reason = `${nTrials} trials, where a fit needs at least ${rules.minTrials}`;
    return { fit: null, refused: { code: "TOO_FEW_TRIALS", reason } };
  }
  if (shown.length < MIN_CONTRASTS) {
    const reason = `${shown.length} different contrasts, where four parameters need at least ${MIN_CONTRASTS}`;
    return { fit: null, refused: { code: "TOO_FEW_CONTRASTS", reason } };
  }
  const best = bestOf(shown, likelyStarts(shown), rules, 1e-4);
  const parameters = toParameters(best.point);
  const { lower, upper } = bounds(rules);
  return {
    fit: {
      ...parameters,
      ci: rules.nBootstrap > 0 ? bootstrapIntervals(shown, best.point, rules) : null,
      logLikelihood: best.value,
      nTrials,
      converged: best.converged,
      atBound: psychometricNames.filter((_, i) => best.point[i] <= lower[i] || best.point[i] >= upper[i]),
    },
    refused: null,
  };
}

/** Starts that are climbed, the likeliest of the grid. */
const N_CLIMBED = 8;

/**
 * The likelihood has local maxima (slope against lapses, a step between any two contrasts), so the climb begins at
 * the likeliest points of a grid: biases at and between the contrasts, by slope, by lapses.
 */
function likelyStarts(counts: readonly PsychometricCount[]): readonly Float64Array[] {
  const contrasts = counts.map(({ contrast }) => contrast).sort((a, b) => a - b);
  const between = contrasts.slice(1).map((contrast, i) => 0.5 * (contrast + contrasts[i]));
  const grid = [...contrasts, ...between].flatMap((bias) =>
    [0.3, 1.2, 5].flatMap((slope) =>
      [0.03, 0.2, 0.4].flatMap((left) =>
        [0.03, 0.2, 0.4].map((right) => Float64Array.of(bias, slope, left, right)),
      ),
    ),
  );
  const objective = psychometricObjective(counts);
  return grid
    .map((point) => ({ point, value: objective.value(point) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, N_CLIMBED)
    .map(({ point }) => point);
}

function bounds(rules: PsychometricOptions) {
  return {
    lower: Float64Array.of(-rules.maxBiasContrast, 0, 0, 0),
    upper: Float64Array.of(
      rules.maxBiasContrast,
      rules.maxSlope / SLOPE_UNIT,
      rules.maxLapse,
      rules.maxLapse,
    ),
  };
}

function bestOf(
  counts: readonly PsychometricCount[],
  starts: readonly Float64Array[],
  rules: PsychometricOptions,
  tolerance: number,
): BfgsResult {
  const objective = psychometricObjective(counts);
  const search = { ...bounds(rules), gradientTolerance: tolerance, maxIterations: 300, maxStep: 1 };
  const found = starts.map((start) => maximiseBounded(objective, start, search));
  return found.reduce((best, other) => (other.value > best.value ? other : best));
}

/** A second start of each refit, so that no refit is caught beside a start that was itself extreme. */
const GENTLE = Float64Array.of(0, 0.5, 0.05, 0.05);

function bootstrapIntervals(
  counts: readonly PsychometricCount[],
  point: Float64Array,
  rules: PsychometricOptions,
): Readonly<Record<PsychometricName, readonly [number, number]>> {
  const parameters = toParameters(point);
  const random = seededRandom(rules.seed);
  const draws = psychometricNames.map(() => new Float64Array(rules.nBootstrap));
  for (let draw = 0; draw < rules.nBootstrap; draw++) {
    const resampled = counts.map(({ contrast, n }) => ({
      contrast,
      n,
      nRight: binomial(n, psychometricFunction(parameters, contrast), random),
    }));
    const refit = toParameters(bestOf(resampled, [point, GENTLE], rules, 1e-2).point);
    for (const [i, name] of psychometricNames.entries()) draws[i][draw] = refit[name];
  }
  const interval = (i: number) => percentileInterval(draws[i], rules.level) ?? ([0, 0] as const);
  return {
    biasContrast: interval(0),
    slope: interval(1),
    lapseLeft: interval(2),
    lapseRight: interval(3),
  };
}

function binomial(n: number, p: number, random: Random): number {
  let k = 0;
  for (let i = 0; i < n; i++) if (random.uniform() < p) k += 1;
  return k;
}
