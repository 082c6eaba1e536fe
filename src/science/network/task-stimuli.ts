import type { ChoiceSequence } from "./choice-sequence.ts";
import { SIDE_PROBABILITY } from "./simulate-mouse.ts";

/** One kind of stimulus: its side (−1 left, 1 right, 0 none), the input of its pathway, and how often it comes. */
export interface TaskStimulus {
  readonly side: -1 | 0 | 1;
  /** 0 to 1; of no account at zero contrast. */
  readonly input: number;
  readonly probability: number;
}

/** SCIENCE §6's task: left and right .4 each, zero contrast .2, side-coded. */
export const DEFAULT_TASK: readonly TaskStimulus[] = [
  { side: -1, input: 1, probability: SIDE_PROBABILITY },
  { side: 1, input: 1, probability: SIDE_PROBABILITY },
  { side: 0, input: 0, probability: 1 - 2 * SIDE_PROBABILITY },
];

/** The stimuli that a mouse met and how often, as the network sees them; left, right, then zero contrast. */
export function taskOf(sequence: ChoiceSequence): readonly TaskStimulus[] {
  const counts = new Map<number, number>();
  for (let t = 0; t < sequence.n; t++) {
    // Side and input in one signed number; zero contrast is 0.
    const key = sequence.side[t] * sequence.input[t];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([key, count]) => ({
      side: key < 0 ? -1 : key > 0 ? 1 : 0,
      input: Math.abs(key),
      probability: count / sequence.n,
    }));
}

function order(key: number): number {
  return key === 0 ? 2 : key > 0 ? key : key - 2;
}
