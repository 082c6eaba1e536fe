import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { downsample, fewestPoints } from "../../../src/science/random-walk/downsample.ts";

const trajectory = fc
  .record({
    nTrials: fc.integer({ min: 1, max: 400 }),
    nParams: fc.integer({ min: 1, max: 5 }),
    more: fc.integer({ min: 0, max: 100 }),
    seed: fc.nat(),
  })
  .map(({ nTrials, nParams, more, seed }) => {
    const random = seededRandom(seed);
    const values = Float32Array.from({ length: nTrials * nParams }, () => random.normal());
    return { values, nTrials, nParams, nPoints: fewestPoints(nParams) + more };
  });

test("a down-sampled trajectory has as many points as asked for, in order, both ends and every extreme", () => {
  fc.assert(
    fc.property(trajectory, ({ values, nTrials, nParams, nPoints }) => {
      const kept = [...downsample(values, nTrials, nParams, nPoints)];
      expect(kept).toHaveLength(Math.min(nPoints, nTrials));
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect([kept[0], kept.at(-1)]).toEqual([0, nTrials - 1]);
      for (let k = 0; k < nParams; k++) {
        const column = Array.from({ length: nTrials }, (_, t) => values[t * nParams + k]);
        const seen = kept.map((t) => column[t]);
        expect([Math.min(...seen), Math.max(...seen)]).toEqual([Math.min(...column), Math.max(...column)]);
      }
    }),
  );
});

test("the extremes of every stretch are kept, so that a single outlying trial is seen wherever it lies", () => {
  const nTrials = 10_000;
  const values = Float32Array.from({ length: nTrials }, (_, t) => Math.sin(t / 500));
  for (const at of [17, 4_321, 9_998]) {
    const spiked = values.slice();
    spiked[at] += 0.5;
    expect([...downsample(spiked, nTrials, 1, 100)]).toContain(at);
  }
});

test("points lie evenly where the trajectory says nothing", () => {
  const kept = downsample(new Float32Array(3_000), 1_000, 3, 11);
  const gaps = kept.subarray(1).map((t, i) => t - kept[i]);
  expect(Math.max(...gaps)).toBeLessThan(2.1 * Math.min(...gaps.filter((gap) => gap > 1)));
});
