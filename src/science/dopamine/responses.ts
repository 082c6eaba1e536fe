import type { TrialTable } from "../trial-table.ts";
import { type SnippetSet, sampleRange } from "./snippet-set.ts";

/** How a trial's responses are read off its traces (SCIENCE §5). */
export interface ResponseRules {
  /** Samples of the moving average whose greatest value is the stimulus response. */
  readonly averageSamples: number;
  /** The same in seconds, in the place of averageSamples; null to count samples. */
  readonly averageS: number | null;
  /** Where it is looked for, since the stimulus, in seconds. */
  readonly stimulusWindowS: readonly [number, number];
  /** Stimulus responses of trials whose response time lies between these, exclusive, in seconds. */
  readonly responseTimeS: readonly [number, number];
  readonly choiceWindowS: readonly [number, number];
  readonly outcomeWindowS: readonly [number, number];
  /** The baseline is the mean of so long before the event, in seconds. */
  readonly baselineS: number;
}

export const defaultResponseRules: ResponseRules = {
  averageSamples: 10,
  averageS: null,
  stimulusWindowS: [0.2, 0.35],
  responseTimeS: [0.05, 1.5],
  choiceWindowS: [0, 0.3],
  outcomeWindowS: [0.2, 0.6],
  baselineS: 0.2,
};

/** One response of each snippet of a set, and its baseline; NaN where the trial or the grid gives none. */
export interface Responses {
  readonly row: Int32Array;
  readonly response: Float64Array;
  readonly baseline: Float64Array;
}

/**
 * Responses of a set's trials: of stimuli the maximum of the moving average in its window, for trials of fitting
 * response time; of choices and outcomes the mean over theirs. Not normalised.
 */
export function responses(
  set: SnippetSet,
  trials: TrialTable,
  rules: ResponseRules = defaultResponseRules,
): Responses {
  const { row, samples, nSamples } = set;
  const response = new Float64Array(row.length).fill(Number.NaN);
  const baseline = new Float64Array(row.length).fill(Number.NaN);
  const before = sampleRange(set, -rules.baselineS, -1e-5);
  const isStimulus = set.alignment === "stimulus";
  const window = set.alignment === "choice" ? rules.choiceWindowS : rules.outcomeWindowS;
  const range = sampleRange(set, ...(isStimulus ? rules.stimulusWindowS : window));
  const width = averageWidth(set, rules);
  for (let k = 0; k < row.length; k++) {
    const trace = samples.subarray(k * nSamples, (k + 1) * nSamples);
    if (before) baseline[k] = meanOf(trace, before[0], before[1]);
    if (!range) continue;
    if (!isStimulus) {
      response[k] = meanOf(trace, range[0], range[1]);
      continue;
    }
    const responseTimeS = trials.responseTimeS[row[k]];
    if (responseTimeS > rules.responseTimeS[0] && responseTimeS < rules.responseTimeS[1]) {
      response[k] = averagePeak(trace, range[0], range[1], width);
    }
  }
  return { row, response, baseline };
}

export function averageWidth({ sampleRateHz }: SnippetSet, rules: ResponseRules): number {
  return rules.averageS === null
    ? rules.averageSamples
    : Math.max(1, Math.round(rules.averageS * sampleRateHz));
}

/**
 * Greatest mean of `width` samples around the samples first … last: those from i − ⌊width/2⌋ on, as a centred
 * convolution takes them. Windows that leave the trace do not count; NaN where all do, or a sample is NaN.
 */
export function averagePeak(trace: ArrayLike<number>, first: number, last: number, width: number): number {
  const from = averagePeakStart(trace, first, last, width);
  return from < 0 ? Number.NaN : meanOf(trace, from, from + width - 1);
}

/** First sample of the window that averagePeak takes; −1 where it takes none. */
export function averagePeakStart(
  trace: ArrayLike<number>,
  first: number,
  last: number,
  width: number,
): number {
  const half = Math.floor(width / 2);
  let peak = Number.NEGATIVE_INFINITY;
  let start = -1;
  for (let from = Math.max(0, first - half); from <= last - half && from + width <= trace.length; from++) {
    const mean = meanOf(trace, from, from + width - 1);
    if (Number.isNaN(mean)) return -1;
    if (mean > peak) {
      peak = mean;
      start = from;
    }
  }
  return start;
}

/** Mean of the samples first … last, both inside. */
export function meanOf(trace: ArrayLike<number>, first: number, last: number): number {
  let sum = 0;
  for (let i = first; i <= last; i++) sum += trace[i];
  return sum / (last - first + 1);
}
