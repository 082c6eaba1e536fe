/**
 * Where one strategy gave way to the next, and how surely (SCIENCE §4).
 *
 * A random walk smooths a sudden switch, or puts it on the nearest border of a session, where its steps are
 * free. So the label sequence says which strategies followed each other, and the choices around a boundary say
 * when: the boundary goes to the most probable switch trial (switch-trial.ts) of the trials near it. Many changes
 * are no switches but drifts, which the walk describes better: there the boundary stays where the label
 * probabilities cross. It is a drift where the choices do not tell the switch trial sharply, or where the walk
 * predicts the choices between the two places better than the switch does.
 */
import { nLabels } from "./label.ts";
import type { LabelRun } from "./label-sequence.ts";
import type { WeightPosterior } from "./labels.ts";
import { type ChoiceSequence, leaveOneOutLogLikelihood, switchLogLikelihood } from "./switch-trial.ts";

export interface BoundaryParameters {
  /** Trials to either side of a boundary in which its switch is sought. */
  readonly flankTrials: number;
  /** The prior of the switch falls by e in this many trials from where the labels cross. */
  readonly priorScaleTrials: number;
  /** A switch may predict the choices in between worse than the walk (fitted to them) by this many nats. */
  readonly maxLossNats: number;
  /** A switch whose interval is longer than this is no sharp one, but a drift. */
  readonly maxSwitchIntervalTrials: number;
  /** Probability of a boundary's interval. */
  readonly level: number;
}

export const defaultBoundaryParameters: BoundaryParameters = {
  flankTrials: 500,
  priorScaleTrials: 100,
  maxLossNats: 5,
  maxSwitchIntervalTrials: 100,
  level: 0.95,
};

/** The first trial of a new strategy, as an index into the fitted trials. */
export interface Boundary {
  readonly at: number;
  /** Earliest and latest, both inside. */
  readonly interval: readonly [number, number];
  /**
   * "switch": placed by the choices; the interval is the switch trial's posterior. "drift": where the labels cross;
   * the interval is where one of the two labels is still, or already, all but sure against the other.
   */
  readonly kind: "switch" | "drift";
}

export interface BoundaryInput {
  readonly choices: ChoiceSequence;
  /** log P(choice of trial t) at the posterior mean, see walkLogLikelihood. */
  readonly walk: Float64Array;
  /** N×6. */
  readonly probabilities: Float64Array;
  /** No run becomes shorter. */
  readonly minTrials: number;
}

/** The runs with their boundaries placed; boundary i lies between run i and run i + 1. */
export function placeBoundaries(
  runs: readonly LabelRun[],
  input: BoundaryInput,
  parameters: BoundaryParameters = defaultBoundaryParameters,
): { readonly runs: readonly LabelRun[]; readonly boundaries: readonly Boundary[] } {
  const placed: LabelRun[] = [...runs.slice(0, 1)];
  const boundaries: Boundary[] = [];
  for (const run of runs.slice(1)) {
    const before = placed[placed.length - 1];
    const boundary = placeBoundary(before, run, input, parameters);
    boundaries.push(boundary);
    placed[placed.length - 1] = { ...before, last: boundary.at - 1 };
    placed.push({ ...run, first: boundary.at });
  }
  return relabel(placed, boundaries, input.probabilities);
}

/**
 * A boundary that moved may leave a run whose label is not the likeliest over its own trials any more: it takes
 * the likeliest, and neighbours that then agree are one.
 */
function relabel(
  runs: readonly LabelRun[],
  boundaries: readonly Boundary[],
  probabilities: Float64Array,
): { readonly runs: readonly LabelRun[]; readonly boundaries: readonly Boundary[] } {
  const joined: LabelRun[] = [];
  const kept: Boundary[] = [];
  for (const [i, { first, last }] of runs.entries()) {
    const label = likeliestLabel(probabilities, first, last);
    const before = joined.at(-1);
    if (before?.label === label) {
      joined[joined.length - 1] = { ...before, last };
      continue;
    }
    if (i > 0) kept.push(boundaries[i - 1]);
    joined.push({ first, last, label });
  }
  return { runs: joined, boundaries: kept };
}

function likeliestLabel(probabilities: Float64Array, first: number, last: number): number {
  const sums = new Float64Array(nLabels);
  for (let t = first; t <= last; t++) {
    for (let k = 0; k < nLabels; k++) sums[k] += probabilities[t * nLabels + k];
  }
  return sums.indexOf(sums.reduce((a, b) => Math.max(a, b)));
}

function placeBoundary(
  before: LabelRun,
  after: LabelRun,
  input: BoundaryInput,
  parameters: BoundaryParameters,
): Boundary {
  const crossing = after.first;
  const from = Math.max(before.first, crossing - parameters.flankTrials);
  const to = Math.min(after.last, crossing + parameters.flankTrials);
  const score = switchLogLikelihood(input.choices, from, to);
  let at = crossing;
  for (let t = from; t <= to; t++) {
    const allowed = t - before.first >= input.minTrials && after.last - t + 1 >= input.minTrials;
    score[t - from] = allowed
      ? score[t - from] - Math.abs(t - crossing) / parameters.priorScaleTrials
      : Number.NEGATIVE_INFINITY;
    if (score[t - from] > score[at - from]) at = t;
  }
  const [lo, hi] = intervalOfLogDensity(score, parameters.level);
  const isSharp = hi - lo <= parameters.maxSwitchIntervalTrials;
  if (isSharp && lossOfSwitch(at, crossing, from, to, input) <= parameters.maxLossNats) {
    return { at, interval: [Math.min(from + lo, at), Math.max(from + hi, at)], kind: "switch" };
  }
  const interval = crossingInterval(before, after, input.probabilities, parameters.level);
  return { at: crossing, interval, kind: "drift" };
}

/** By how many nats the walk predicts the choices between the crossing and the switch better than the switch does. */
function lossOfSwitch(at: number, crossing: number, from: number, to: number, input: BoundaryInput): number {
  const first = Math.min(at, crossing);
  const last = Math.max(at, crossing) - 1;
  const [sideFirst, sideLast] = at < crossing ? [at, to] : [from, at - 1];
  let walk = 0;
  for (let t = first; t <= last; t++) walk += input.walk[t];
  return walk - leaveOneOutLogLikelihood(input.choices, first, last, sideFirst, sideLast);
}

/** Central interval of a density given by its logarithms, as indices. */
function intervalOfLogDensity(logDensity: Float64Array, level: number): readonly [number, number] {
  const largest = logDensity.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const density = logDensity.map((value) => Math.exp(value - largest));
  const total = density.reduce((a, b) => a + b, 0);
  const tail = ((1 - level) / 2) * total;
  let lo = 0;
  for (let below = density[0]; below < tail; below += density[lo]) lo += 1;
  let hi = density.length - 1;
  for (let above = density[hi]; above < tail; above += density[hi]) hi -= 1;
  return [lo, hi];
}

/** Trials around the crossing on which P(new label) / P(old or new) lies within the level's tails. */
function crossingInterval(
  before: LabelRun,
  after: LabelRun,
  probabilities: Float64Array,
  level: number,
): readonly [number, number] {
  const tail = (1 - level) / 2;
  const share = (t: number): number => {
    const old = probabilities[t * nLabels + before.label];
    const next = probabilities[t * nLabels + after.label];
    return old + next > 0 ? next / (old + next) : 0.5;
  };
  let lo = after.first;
  while (lo > before.first && share(lo - 1) > tail) lo -= 1;
  let hi = after.first;
  while (hi < after.last && share(hi) < 1 - tail) hi += 1;
  return [lo, hi];
}

/** log P(choice) of each trial at the posterior mean of the weights. */
export function walkLogLikelihood(
  { nTrials, mean }: WeightPosterior,
  contrastLeft: (t: number) => number,
  contrastRight: (t: number) => number,
  choices: ChoiceSequence,
): Float64Array {
  const log = new Float64Array(nTrials);
  for (let t = 0; t < nTrials; t++) {
    const eta = mean[3 * t] + mean[3 * t + 1] * contrastLeft(t) + mean[3 * t + 2] * contrastRight(t);
    const towards = choices.right[t] === 1 ? eta : -eta;
    // −log(1 + exp(−x)), without overflow.
    log[t] = Math.min(towards, 0) - Math.log1p(Math.exp(-Math.abs(towards)));
  }
  return log;
}
