import { nLabels } from "./label.ts";

/** How trials are joined to segments. */
export interface SegmentationParameters {
  /** A switch must gain this many rightly labelled trials, in expectation. */
  readonly switchingCostTrials: number;
  /** No segment is shorter, in trials with a choice (unless the subject has fewer). */
  readonly minTrials: number;
}

export const defaultSegmentationParameters: SegmentationParameters = {
  switchingCostTrials: 100,
  minTrials: 50,
};

/** A run of trials with one label, as indices into the label probabilities, both inside. */
export interface LabelRun {
  readonly first: number;
  readonly last: number;
  /** Index in strategyLabels. */
  readonly label: number;
}

/**
 * The label sequence with the greatest expected number of rightly labelled trials, less a cost for every switch:
 *
 *     maximise Σ_t P(label of t) − switchingCostTrials · #switches,   every run ≥ minTrials
 *
 * by dynamic programming (Viterbi over labels, with runs entered minTrials at a time), O(N). The score is the
 * sum of the marginal probabilities, not of their logarithms: the posteriors of neighbouring trials are
 * all but the same number, so that a sum of logarithms would count one piece of evidence hundreds of times and
 * switch at a hair's breadth; an expectation is right under any dependence.
 *
 * @param probabilities N×6, rows of label probabilities
 */
export function mostProbableRuns(
  probabilities: Float64Array,
  parameters: SegmentationParameters = defaultSegmentationParameters,
): readonly LabelRun[] {
  const nTrials = probabilities.length / nLabels;
  if (nTrials === 0) return [];
  const cost = parameters.switchingCostTrials;
  const shortest = Math.max(1, Math.min(nTrials, Math.floor(parameters.minTrials)));
  const sums = cumulativeSums(probabilities, nTrials);
  /** Best score of trials 0 … t ending in a run of label k, N×6. */
  const best = new Float64Array(nTrials * nLabels).fill(Number.NEGATIVE_INFINITY);
  /** First trial of that run. */
  const entered = new Int32Array(nTrials * nLabels);
  for (let t = shortest - 1; t < nTrials; t++) {
    const start = t - shortest + 1;
    for (let k = 0; k < nLabels; k++) {
      const at = t * nLabels + k;
      const run = sums[(t + 1) * nLabels + k] - sums[start * nLabels + k];
      if (start === 0) {
        best[at] = run;
        continue;
      }
      const stay = best[at - nLabels] + probabilities[at];
      const previous = bestOther(best, (start - 1) * nLabels, k);
      const enter = previous < 0 ? Number.NEGATIVE_INFINITY : best[previous] - cost + run;
      best[at] = Math.max(stay, enter);
      entered[at] = enter > stay ? start : entered[at - nLabels];
    }
  }
  return traceBack(best, entered, nTrials);
}

function traceBack(best: Float64Array, entered: Int32Array, nTrials: number): readonly LabelRun[] {
  const runs: LabelRun[] = [];
  let at = bestOther(best, (nTrials - 1) * nLabels, -1);
  for (;;) {
    const last = Math.floor(at / nLabels);
    const label = at % nLabels;
    const first = entered[at];
    runs.push({ first, last, label });
    if (first === 0) return runs.reverse();
    at = bestOther(best, (first - 1) * nLabels, label);
  }
}

/** Index of the greatest of six from `at` on, passing over label `not`; −1 where none is finite. */
function bestOther(values: Float64Array, at: number, not: number): number {
  let found = -1;
  for (let k = 0; k < nLabels; k++) {
    if (k === not || values[at + k] === Number.NEGATIVE_INFINITY) continue;
    if (found < 0 || values[at + k] > values[found]) found = at + k;
  }
  return found;
}

/** Sums of the rows before each trial, (N + 1)×6. */
function cumulativeSums(probabilities: Float64Array, nTrials: number): Float64Array {
  const sums = new Float64Array((nTrials + 1) * nLabels);
  for (let i = 0; i < nTrials * nLabels; i++) sums[i + nLabels] = sums[i] + probabilities[i];
  return sums;
}
