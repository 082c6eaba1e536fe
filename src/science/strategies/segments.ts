import type { TrialTable } from "../trial-table.ts";
import {
  type BoundaryParameters,
  defaultBoundaryParameters,
  placeBoundaries,
  walkLogLikelihood,
} from "./boundaries.ts";
import { nLabels, type StrategyLabel, strategyLabels } from "./label.ts";
import {
  defaultSegmentationParameters,
  mostProbableRuns,
  type SegmentationParameters,
} from "./label-sequence.ts";
import { strategyCoordinates, type WeightPosterior } from "./labels.ts";
import { choiceSequence } from "./switch-trial.ts";

/** A trial named as people name it. */
export interface TrialPlace {
  readonly session: number;
  readonly trial: number;
}

/** A stretch of trials with one strategy (SCIENCE §4). */
export interface StrategySegment {
  /** Row of its first trial in the trial table, 0-based. */
  readonly firstTrial: number;
  /** Row of its last trial, inside. */
  readonly lastTrial: number;
  readonly first: TrialPlace;
  readonly last: TrialPlace;
  /** Trials with a choice. */
  readonly nTrials: number;
  readonly label: StrategyLabel;
  /** Mean posterior probability of the label over those trials. */
  readonly probability: number;
  /** Means over those trials of A_L, A_R and B at the posterior mean of the weights. */
  readonly associationLeft: number;
  readonly associationRight: number;
  readonly bias: number;
  /** How surely it begins where it does; null for the first segment. */
  readonly start: SegmentStart | null;
}

export interface SegmentStart {
  /** "switch": placed by the choices around it. "drift": where the label probabilities cross. See boundaries.ts. */
  readonly kind: "switch" | "drift";
  /** Earliest and latest row of the trial table at which it may begin, both inside. */
  readonly interval: readonly [number, number];
}

/** Every rule of the segments, recorded with the result. */
export interface SegmentParameters extends SegmentationParameters, BoundaryParameters {}

export const defaultSegmentParameters: SegmentParameters = {
  ...defaultSegmentationParameters,
  ...defaultBoundaryParameters,
};

/**
 * The strategy segments of one subject, in order; they cover every fitted trial.
 *
 * @param trials the subject's trial table
 * @param trialRows row in `trials` of each trial of the posterior, ascending
 * @param posterior of the logistic random walk at those trials
 * @param probabilities of the labels at those trials (see labelProbabilities)
 */
export function strategySegments(
  trials: TrialTable,
  trialRows: Int32Array,
  posterior: WeightPosterior,
  probabilities: Float64Array,
  parameters: Partial<SegmentParameters> = {},
): readonly StrategySegment[] {
  const rules = { ...defaultSegmentParameters, ...parameters };
  const choices = choiceSequence(trials, trialRows);
  const walk = walkLogLikelihood(
    posterior,
    (t) => trials.contrastLeft[trialRows[t]],
    (t) => trials.contrastRight[trialRows[t]],
    choices,
  );
  const { runs, boundaries } = placeBoundaries(
    mostProbableRuns(probabilities, rules),
    { choices, walk, probabilities, minTrials: rules.minTrials },
    rules,
  );
  const { associationLeft, associationRight, bias } = strategyCoordinates(posterior);
  return runs.map(({ first, last, label }, i) => {
    const firstTrial = trialRows[first];
    const lastTrial = trialRows[last];
    const boundary = i > 0 ? boundaries[i - 1] : null;
    return {
      firstTrial,
      lastTrial,
      first: { session: trials.session[firstTrial], trial: trials.trial[firstTrial] },
      last: { session: trials.session[lastTrial], trial: trials.trial[lastTrial] },
      nTrials: last - first + 1,
      label: strategyLabels[label],
      probability: meanOver(probabilities, first, last, nLabels, label),
      associationLeft: meanOver(associationLeft, first, last),
      associationRight: meanOver(associationRight, first, last),
      bias: meanOver(bias, first, last),
      start: boundary && {
        kind: boundary.kind,
        interval: [trialRows[boundary.interval[0]], trialRows[boundary.interval[1]]],
      },
    };
  });
}

/**
 * The label that covers most fitted trials of these sessions: a mouse's early or late strategy (SCIENCE §4).
 *
 * @param sessions first and last session number, both inside
 * @returns null where no fitted trial lies there; of labels that tie, the one reached first
 */
export function prevailingLabel(
  segments: readonly StrategySegment[],
  trials: TrialTable,
  trialRows: Int32Array,
  sessions: readonly [number, number],
): StrategyLabel | null {
  const covered = new Map<StrategyLabel, number>();
  let s = 0;
  for (const row of trialRows) {
    while (s < segments.length && segments[s].lastTrial < row) s += 1;
    if (s === segments.length) break;
    const session = trials.session[row];
    if (session < sessions[0] || session > sessions[1]) continue;
    covered.set(segments[s].label, (covered.get(segments[s].label) ?? 0) + 1);
  }
  let prevailing: StrategyLabel | null = null;
  for (const [label, n] of covered) {
    if (prevailing === null || n > (covered.get(prevailing) ?? 0)) prevailing = label;
  }
  return prevailing;
}

/** Mean of column `offset` of rows `first` … `last`. */
function meanOver(values: Float64Array, first: number, last: number, stride = 1, offset = 0): number {
  let sum = 0;
  for (let t = first; t <= last; t++) sum += values[t * stride + offset];
  return sum / (last - first + 1);
}
