import { expect, test } from "vitest";
import { seededRandom } from "../../src/science/random.ts";
import { drawStrategy, fittedSegments, simulateTrials, type TrueStrategy } from "./strategy-mice.ts";

const full = process.env.TEST_FULL === "1";

/** Two strategies with different labels, at least .4 apart in A_L, A_R or B. */
function drawSwitch(
  random: ReturnType<typeof seededRandom>,
  margin: number,
): readonly [TrueStrategy, TrueStrategy] {
  for (;;) {
    const [a, b] = [drawStrategy(random, margin), drawStrategy(random, margin)];
    const change = Math.max(...a.coordinates.map((value, i) => Math.abs(value - b.coordinates[i])));
    if (a.label !== b.label && change >= 0.4) return [a, b];
  }
}

/** Of n mice with one switch between strategies of 500 to 2,000 trials, the shares found. */
function findSwitches(nMice: number, margin: number, seed: number) {
  const random = seededRandom(seed);
  let found = 0;
  let named = 0;
  let covered = 0;
  for (let mouse = 0; mouse < nMice; mouse++) {
    const [a, b] = drawSwitch(random, margin);
    const at = 500 + random.integer(1501);
    const nTrials = at + 500 + random.integer(1501);
    const trials = simulateTrials(random, nTrials, 150 + random.integer(151), (t) => (t < at ? a : b));
    const segments = fittedSegments(trials);
    const near = segments.findIndex(({ firstTrial }, i) => i > 0 && Math.abs(firstTrial - at) <= 75);
    if (near < 0) continue;
    found += 1;
    if (segments[near - 1].label === a.label && segments[near].label === b.label) named += 1;
    const [lo, hi] = segments[near].start?.interval ?? [0, 0];
    if (lo <= at && at <= hi) covered += 1;
  }
  return { found: found / nMice, named: named / nMice, covered: covered / found };
}

test("a known switch is found within 75 trials in at least 85 % of mice, with the labels of both sides", () => {
  const { found, named, covered } = findSwitches(full ? 200 : 20, 0.1, 1);
  expect(found).toBeGreaterThanOrEqual(0.85);
  expect(named).toBeGreaterThanOrEqual(0.85);
  // The 95 % interval of the boundary, where it was found.
  expect(covered).toBeGreaterThanOrEqual(full ? 0.9 : 0.8);
}, 300_000);

test.skipIf(!full)(
  "switches between strategies however near to a threshold are found as often (TEST_FULL=1)",
  () => {
    expect(findSwitches(200, 0, 2).found).toBeGreaterThanOrEqual(0.85);
  },
  300_000,
);

test("at most 5 % of stationary mice, at least .1 from every threshold, show a switch in 5,000 trials", () => {
  const random = seededRandom(3);
  const nMice = full ? 200 : 10;
  let switched = 0;
  for (let mouse = 0; mouse < nMice; mouse++) {
    const strategy = drawStrategy(random, 0.1);
    const trials = simulateTrials(random, 5000, 200, () => strategy);
    if (fittedSegments(trials).length > 1) switched += 1;
  }
  expect(switched / nMice).toBeLessThanOrEqual(0.05);
}, 300_000);
