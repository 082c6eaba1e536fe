import { type Random, seededRandom } from "../random.ts";
import type { LearningPoint } from "../session-measures.ts";
import { BinomialDraws } from "./binomial-draws.ts";
import { type Proportion, proportionWithInterval } from "./intervals.ts";
import { percentileInterval } from "./resampling.ts";

export interface PredictionSubject {
  readonly measures: readonly LearningPoint[];
  /** What is to be foretold: the late strategy, say. */
  readonly outcome: string;
  /** First session that the outcome is about (of the late window): from there on nothing would be foretold. */
  readonly outcomeFrom?: number;
}

export interface PredictionOptions {
  readonly seed: number;
  /** Numbers of first sessions to predict from. Default 1 … 10. */
  readonly sessions?: readonly number[];
  /**
   * Of the first k sessions, the latest this many describe the mouse. Default 5, the length of the early and late
   * windows: at k = 8 they are the early window.
   */
  readonly windowLength?: number;
  /** Resamples of the mice for the interval of the gain. Default 2,000. */
  readonly nBootstrap?: number;
  readonly level?: number;
}

export interface PredictionPoint {
  /** k: no later session is used. */
  readonly sessions: number;
  /** Mice with defined measures there, whose outcome still lay ahead. */
  readonly n: number;
  /** The others. */
  readonly nLeftOut: number;
  /** Share of mice whose outcome was foretold from the other mice, with Wilson's interval. */
  readonly correct: Proportion;
  /** Share of the commonest outcome: what one gets right by always saying that. */
  readonly baseRate: Proportion;
  /** correct − baseRate, with a bootstrap percentile interval over mice; null without mice. */
  readonly gain: { readonly mean: number; readonly ci: readonly [number, number] } | null;
}

const features = ["bias", "leftSlope", "rightSlope"] as const;

/**
 * How well the first k sessions foretell an outcome, leaving one mouse out at a time, as a curve over k.
 *
 * The predictor is diagonal linear discriminant analysis (Dudoit, Fridlyand & Speed 2002), which has nothing to tune
 * and does not need many mice: class means and pooled variances of the mean bias, left and right slope over
 * the latest of the first k sessions, with the class frequencies of the other mice as prior. An outcome that only one
 * mouse has cannot be foretold for it, and counts as wrong.
 */
export function predictFromFirstSessions(
  subjects: readonly PredictionSubject[],
  { seed, sessions = FIRST_TEN, windowLength = 5, nBootstrap = 2000, level = 0.95 }: PredictionOptions,
): readonly PredictionPoint[] {
  return sessions.map((k) => {
    const mice = subjects.flatMap(({ measures, outcome, outcomeFrom }) => {
      if (outcomeFrom !== undefined && outcomeFrom <= k) return [];
      const x = meanFeatures(measures.filter(({ session }) => session <= k && session > k - windowLength));
      return x ? [{ x, outcome }] : [];
    });
    const n = mice.length;
    const classes = classSums(mice);
    const isCorrect = mice.map((mouse) => leaveOneOut(mouse, classes) === mouse.outcome);
    const commonest = commonestOf(mice.map(({ outcome }) => outcome));
    const isBase = mice.map(({ outcome }) => outcome === commonest);
    const count = (values: readonly boolean[]) => values.filter(Boolean).length;
    return {
      sessions: k,
      n,
      nLeftOut: subjects.length - n,
      correct: proportionWithInterval(count(isCorrect), n, level),
      baseRate: proportionWithInterval(count(isBase), n, level),
      gain: gainOf(isCorrect, isBase, seededRandom(seed).child(k), nBootstrap, level),
    };
  });
}

const FIRST_TEN = Array.from({ length: 10 }, (_, i) => i + 1);

interface Mouse {
  readonly x: readonly number[];
  readonly outcome: string;
}

/** Sums over the mice of one outcome, from which any of them can be taken out. */
interface ClassSums {
  readonly outcome: string;
  readonly n: number;
  readonly sum: readonly number[];
  readonly squares: readonly number[];
}

function classSums(mice: readonly Mouse[]): readonly ClassSums[] {
  const outcomes = [...new Set(mice.map(({ outcome }) => outcome))].sort();
  return outcomes.map((outcome) => {
    const own = mice.filter((mouse) => mouse.outcome === outcome).map(({ x }) => x);
    return {
      outcome,
      n: own.length,
      sum: features.map((_, j) => own.reduce((sum, x) => sum + x[j], 0)),
      squares: features.map((_, j) => own.reduce((sum, x) => sum + x[j] ** 2, 0)),
    };
  });
}

/** Added to each variance, for classes of one mouse each: far below any spread of these measures (−1 to 1). */
const VARIANCE_FLOOR = 1e-6;

/** The outcome that the other mice make most probable; null without others. */
function leaveOneOut(mouse: Mouse, all: readonly ClassSums[]): string | null {
  const { x } = mouse;
  const classes = all
    .map((sums) => (sums.outcome === mouse.outcome ? without(sums, x) : sums))
    .filter(({ n }) => n > 0);
  const nOthers = classes.reduce((sum, { n }) => sum + n, 0);
  const degrees = Math.max(1, nOthers - classes.length);
  const variance = features.map((_, j) => {
    const within = classes.reduce((sum, c) => sum + Math.max(0, c.squares[j] - c.sum[j] ** 2 / c.n), 0);
    return within / degrees + VARIANCE_FLOOR;
  });
  let best: string | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const { outcome, n, sum } of classes) {
    const distance = sum.reduce((total, s, j) => total + (x[j] - s / n) ** 2 / variance[j], 0);
    const score = Math.log(n) - 0.5 * distance;
    if (score > bestScore) {
      bestScore = score;
      best = outcome;
    }
  }
  return best;
}

function without({ outcome, n, sum, squares }: ClassSums, x: readonly number[]): ClassSums {
  return {
    outcome,
    n: n - 1,
    sum: sum.map((s, j) => s - x[j]),
    squares: squares.map((s, j) => s - x[j] ** 2),
  };
}

/**
 * A mouse gains 1, 0 or −1, so a resample of the mice is told by how many of each it has: it is drawn as such, two
 * binomials instead of n mice.
 */
function gainOf(
  isCorrect: readonly boolean[],
  isBase: readonly boolean[],
  random: Random,
  nBootstrap: number,
  level: number,
): PredictionPoint["gain"] {
  const n = isCorrect.length;
  const nBetter = isCorrect.filter((correct, i) => correct && !isBase[i]).length;
  const nWorse = isCorrect.filter((correct, i) => !correct && isBase[i]).length;
  const nChanged = nBetter + nWorse;
  const changed = new BinomialDraws(nChanged / n);
  const better = new BinomialDraws(nChanged === 0 ? 0 : nBetter / nChanged);
  const draws = Float64Array.from({ length: n > 0 ? nBootstrap : 0 }, () => {
    const drawn = changed.draw(n, random);
    return (2 * better.draw(drawn, random) - drawn) / n;
  });
  const ci = percentileInterval(draws, level);
  return ci && { mean: (nBetter - nWorse) / n, ci };
}

/** Mean of each feature over the sessions that define it; null where a feature has none. */
function meanFeatures(measures: readonly LearningPoint[]): readonly number[] | null {
  const means = features.map((name) => {
    const defined = measures.map((row) => row[name]).filter((value) => value !== null);
    return defined.length > 0 ? defined.reduce((sum, value) => sum + value, 0) / defined.length : Number.NaN;
  });
  return means.some(Number.isNaN) ? null : means;
}

/** The commonest of these; of several, the first in alphabetical order. */
function commonestOf(outcomes: readonly string[]): string | null {
  let commonest: string | null = null;
  let most = 0;
  for (const outcome of [...new Set(outcomes)].sort()) {
    const n = outcomes.filter((other) => other === outcome).length;
    if (n > most) {
      most = n;
      commonest = outcome;
    }
  }
  return commonest;
}
