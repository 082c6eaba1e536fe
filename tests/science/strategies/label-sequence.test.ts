import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { mostProbableRuns } from "../../../src/science/strategies/label-sequence.ts";

/** Stretches of trials on which `label` has probability p and the other labels share the rest. */
function stretches(
  ...parts: readonly (readonly [nTrials: number, label: number, p: number])[]
): Float64Array {
  return Float64Array.from(
    parts.flatMap(([n, label, p]) =>
      Array.from({ length: 6 * n }, (_, i) => (i % 6 === label ? p : (1 - p) / 5)),
    ),
  );
}
const labels = (probabilities: Float64Array, switchingCostTrials: number, minTrials: number) =>
  mostProbableRuns(probabilities, { switchingCostTrials, minTrials }).map(({ first, last, label }) => [
    first,
    last,
    label,
  ]);

test("a switch is made exactly where it gains more expected trials than it costs", () => {
  // From p = .9 to .02 of the old label: 100 trials gain 88.
  const p = stretches([300, 2, 0.9], [100, 4, 0.9]);
  expect(labels(p, 87, 50)).toEqual([
    [0, 299, 2],
    [300, 399, 4],
  ]);
  expect(labels(p, 89, 50)).toEqual([[0, 399, 2]]);
});

test("no run is shorter than the minimum, unless the mouse has fewer trials", () => {
  // 40 certain trials are lengthened by one of a neighbour's.
  const p = stretches([200, 0, 1], [40, 1, 1], [200, 2, 0.9]);
  expect(labels(p, 1, 41)).toEqual([
    [0, 199, 0],
    [200, 240, 1],
    [241, 439, 2],
  ]);
  expect(labels(p, 5, 50).every(([first, last]) => last - first + 1 >= 50)).toBe(true);
  expect(labels(stretches([10, 3, 0.5]), 60, 50)).toEqual([[0, 9, 3]]);
  expect(labels(new Float64Array(0), 60, 50)).toEqual([]);
});

test("the dynamic programme finds the best of all sequences, by trying all of them", () => {
  const random = seededRandom(8);
  const nTrials = 7;
  for (let repeat = 0; repeat < 20; repeat++) {
    // Three live labels, so that 3⁷ sequences can be tried.
    const p = Float64Array.from({ length: 6 * nTrials }, (_, i) => (i % 6 < 3 ? random.uniform() : 0));
    const [cost, shortest] = [0.3 * repeat * random.uniform(), 1 + (repeat % 3)];
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let code = 0; code < 3 ** nTrials; code++) {
      const sequence = Array.from({ length: nTrials }, (_, t) => Math.floor(code / 3 ** t) % 3);
      bestScore = Math.max(bestScore, score(p, sequence, cost, shortest));
    }
    const found = mostProbableRuns(p, { switchingCostTrials: cost, minTrials: shortest });
    const sequence = found.flatMap(({ first, last, label }) =>
      Array.from({ length: last - first + 1 }, () => label),
    );
    expect(score(p, sequence, cost, shortest)).toBeCloseTo(bestScore, 10);
  }
});

function score(p: Float64Array, sequence: readonly number[], cost: number, shortest: number): number {
  let total = 0;
  let run = 0;
  for (let t = 0; t < sequence.length; t++) {
    total += p[6 * t + sequence[t]];
    run += 1;
    const ends = t === sequence.length - 1 || sequence[t + 1] !== sequence[t];
    if (!ends) continue;
    if (run < shortest) return Number.NEGATIVE_INFINITY;
    run = 0;
    if (t < sequence.length - 1) total -= cost;
  }
  return total;
}
