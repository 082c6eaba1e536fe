import type { Random } from "../../src/science/random.ts";
import { fitRandomWalk } from "../../src/science/random-walk/fit.ts";
import { defaultLabelThresholds, labelIndexOf, strategyLabels } from "../../src/science/strategies/label.ts";
import { labelProbabilities } from "../../src/science/strategies/labels.ts";
import { type StrategySegment, strategySegments } from "../../src/science/strategies/segments.ts";
import type { TrialTable } from "../../src/science/trial-table.ts";
import { type TrialRow, trialsOf } from "../science/trials-of.ts";

/** A strategy of a simulated mouse: P(right) for the largest left, no and the largest right contrast. */
export interface TrueStrategy {
  readonly bias: number;
  readonly weightLeft: number;
  readonly weightRight: number;
  /** A_L, A_R and B. */
  readonly coordinates: readonly [number, number, number];
  readonly label: string;
}

export const MAX_CONTRAST = 0.5;
const logit = (p: number) => Math.log(p / (1 - p));

/** A strategy drawn at random, at least `margin` from every threshold of every coordinate. */
export function drawStrategy(random: Random, margin: number): TrueStrategy {
  for (;;) {
    const [p0, pLeft, pRight] = [random.uniform(), random.uniform(), random.uniform()].map(
      (u) => 0.03 + 0.94 * u,
    );
    const coordinates = [p0 - pLeft, pRight - p0, p0 - 0.5] as const;
    const [left, right, bias] = coordinates;
    // Mice that turn away from the stimulus are not simulated.
    if (Math.min(left, right) < -0.15) continue;
    const { association, bias: beta } = defaultLabelThresholds;
    const nearest = Math.min(
      Math.abs(left - association),
      Math.abs(right - association),
      Math.abs(Math.abs(bias) - beta),
    );
    if (nearest < margin) continue;
    const b = logit(p0);
    return {
      bias: b,
      weightLeft: (logit(pLeft) - b) / MAX_CONTRAST,
      weightRight: (logit(pRight) - b) / MAX_CONTRAST,
      coordinates,
      label: strategyLabels[labelIndexOf(left, right, bias, defaultLabelThresholds)],
    };
  }
}

/** Trials of a mouse with the task's contrasts, in sessions of about `sessionLength` trials. */
export function simulateTrials(
  random: Random,
  nTrials: number,
  sessionLength: number,
  strategyAt: (trial: number) => TrueStrategy,
): TrialTable {
  const rows: TrialRow[] = [];
  let session = 0;
  let left = 0;
  for (let t = 0; t < nTrials; t++) {
    if (left === 0) {
      session += 1;
      left = sessionLength - 20 + random.integer(41);
    }
    left -= 1;
    const u = random.uniform();
    const contrast = u < 0.3 ? -0.5 : u < 0.45 ? -0.25 : u < 0.55 ? 0 : u < 0.7 ? 0.25 : 0.5;
    const { bias, weightLeft, weightRight } = strategyAt(t);
    const eta = bias + weightLeft * Math.max(-contrast, 0) + weightRight * Math.max(contrast, 0);
    rows.push({ session, contrast, choice: random.uniform() < 1 / (1 + Math.exp(-eta)) ? "right" : "left" });
  }
  return trialsOf(rows);
}

/** Segments from the trials alone: the random walk is fitted, hyperparameters and all. */
export function fittedSegments(trials: TrialTable): readonly StrategySegment[] {
  const { nTrials, mode, covariance, trialRows } = fitRandomWalk(trials);
  const posterior = { nTrials, mean: mode, covariance, maxContrast: MAX_CONTRAST };
  return strategySegments(trials, trialRows, posterior, labelProbabilities(posterior));
}
