/**
 * Where choices change between two stretches of trials: the posterior of one switch of P(right | contrast).
 *
 * Before and after the switch every signed contrast has its own unknown P(right) with Jeffreys' prior, so the
 * marginal likelihood of a switch is a product of Beta–binomials, and moving it by one trial changes it by the
 * ratio of two predictive probabilities (k + ½)/(n + 1).
 */
import { CHOICE_RIGHT, signedContrast, type TrialTable } from "../trial-table.ts";

/** Choices of consecutive fitted trials as small numbers. */
export interface ChoiceSequence {
  /** Index of each trial's signed contrast among those that occur. */
  readonly contrast: Int32Array;
  readonly nContrasts: number;
  /** 1 for right, 0 for left. */
  readonly right: Uint8Array;
}

/** @param trialRows rows of the trial table, trials with a choice */
export function choiceSequence(trials: TrialTable, trialRows: Int32Array): ChoiceSequence {
  const indexOf = new Map<number, number>();
  const contrast = Int32Array.from(trialRows, (row) => {
    // Adding 0 turns −0 into 0.
    const signed = signedContrast(trials, row) + 0;
    const index = indexOf.get(signed) ?? indexOf.size;
    indexOf.set(signed, index);
    return index;
  });
  const right = Uint8Array.from(trialRows, (row) => (trials.choice[row] === CHOICE_RIGHT ? 1 : 0));
  return { contrast, nContrasts: indexOf.size, right };
}

/**
 * Log marginal likelihood, up to a constant, of a switch just before each trial of `first` … `last`: entry i
 * is that trial `first + i` is the first after the switch. Entry 0 is no switch at all.
 */
export function switchLogLikelihood(
  { contrast, nContrasts, right }: ChoiceSequence,
  first: number,
  last: number,
): Float64Array {
  const before = new Int32Array(2 * nContrasts);
  const after = new Int32Array(2 * nContrasts);
  for (let t = first; t <= last; t++) count(after, contrast[t], right[t], 1);
  const logLikelihood = new Float64Array(last - first + 1);
  for (let t = first; t < last; t++) {
    const c = contrast[t];
    const joined = predictive(before, c, right[t]);
    count(before, c, right[t], 1);
    count(after, c, right[t], -1);
    const left = predictive(after, c, right[t]);
    logLikelihood[t - first + 1] = logLikelihood[t - first] + Math.log(joined / left);
  }
  return logLikelihood;
}

/** Log predictive probability of each choice in `from` … `to` given the others in `first` … `last`, summed. */
export function leaveOneOutLogLikelihood(
  { contrast, nContrasts, right }: ChoiceSequence,
  from: number,
  to: number,
  first: number,
  last: number,
): number {
  const counts = new Int32Array(2 * nContrasts);
  for (let t = first; t <= last; t++) count(counts, contrast[t], right[t], 1);
  let sum = 0;
  for (let t = from; t <= to; t++) {
    count(counts, contrast[t], right[t], -1);
    sum += Math.log(predictive(counts, contrast[t], right[t]));
    count(counts, contrast[t], right[t], 1);
  }
  return sum;
}

/** Adds `times` choices at a contrast; counts hold left and right choices of each contrast in turn. */
function count(counts: Int32Array, contrast: number, right: number, times: number): void {
  counts[2 * contrast + right] += times;
}

/** P(next choice at this contrast) under Jeffreys' prior: (k + ½)/(n + 1). */
function predictive(counts: Int32Array, contrast: number, right: number): number {
  const n = counts[2 * contrast] + counts[2 * contrast + 1];
  return (counts[2 * contrast + right] + 0.5) / (n + 1);
}
