/** The six strategies of SCIENCE §4, in the order in which every array of label probabilities lists them. */
export const strategyLabels = [
  "LEFT_ASSOCIATING",
  "RIGHT_ASSOCIATING",
  "BALANCED",
  "LEFT_BIASED",
  "RIGHT_BIASED",
  "UNBIASED",
] as const;

export type StrategyLabel = (typeof strategyLabels)[number];

export const nLabels = strategyLabels.length;

/** Where one strategy ends and another begins. */
export interface LabelThresholds {
  /** θ: a side is associated where its stimulus moves the choice by at least this. */
  readonly association: number;
  /** β: without an association, a mouse is biased where its choice lies at least this from ½. */
  readonly bias: number;
}

export const defaultLabelThresholds: LabelThresholds = { association: 0.2, bias: 0.1 };

/**
 * Index in strategyLabels of the label at association left and right, and bias (SCIENCE §4: A_L, A_R, B).
 */
export function labelIndexOf(
  associationLeft: number,
  associationRight: number,
  bias: number,
  thresholds: LabelThresholds,
): number {
  const left = associationLeft >= thresholds.association;
  const right = associationRight >= thresholds.association;
  if (left) return right ? 2 : 0;
  if (right) return 1;
  if (bias <= -thresholds.bias) return 3;
  return bias >= thresholds.bias ? 4 : 5;
}
