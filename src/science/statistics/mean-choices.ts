import type { PsychometricCount } from "../session-measures.ts";
import { type Mean, meanWithInterval } from "./intervals.ts";

/** Right choices at one contrast, over mice. */
export interface MeanChoice {
  /** Right minus left. */
  readonly contrast: number;
  /** Mean over the mice that were shown it of their share of right choices. */
  readonly right: Mean;
}

/**
 * The psychometric points of a group of mice, each mouse counted once however many trials it made.
 *
 * @param mice the counts of each, a contrast once
 * @returns contrasts ascending
 */
export function meanChoices(mice: readonly (readonly PsychometricCount[])[]): readonly MeanChoice[] {
  const shares = new Map<number, number[]>();
  for (const counts of mice) {
    for (const { contrast, nRight, n } of counts) {
      if (n === 0) continue;
      const own = shares.get(contrast) ?? [];
      shares.set(contrast, own);
      own.push(nRight / n);
    }
  }
  return [...shares]
    .sort(([a], [b]) => a - b)
    .map(([contrast, own]) => ({ contrast, right: meanWithInterval(own) }));
}
