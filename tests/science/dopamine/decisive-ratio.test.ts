import { expect, test } from "vitest";
import { decisiveLogRatio } from "../../../src/science/dopamine/decisive-ratio.ts";
import { seededRandom } from "../../../src/science/random.ts";

test("where the accounts hardly differ 99 to 1 is asked, and 3 to 1 where they lie far apart", () => {
  expect(decisiveLogRatio(0)).toBeCloseTo(Math.log(99), 12);
  expect(decisiveLogRatio(1e-9)).toBeCloseTo(Math.log(99), 12);
  expect(decisiveLogRatio(1e4)).toBe(Math.log(3));
  expect(decisiveLogRatio(1e4, { wrongShare: 0.01, leastRatio: 10 })).toBe(Math.log(10));
  expect(decisiveLogRatio(0, { wrongShare: 0.05, leastRatio: 3 })).toBeCloseTo(Math.log(19), 12);
});

test("the further apart the accounts are, the lower is the ratio", () => {
  let last = Number.POSITIVE_INFINITY;
  for (let separation = 0.05; separation < 20; separation += 0.1) {
    const limit = decisiveLogRatio(separation);
    expect(limit).toBeLessThanOrEqual(last);
    last = limit;
  }
});

test.each([1, 4, 8])(
  "of log-ratios with a separation of %d, 1 in 100 decisions is wrong when drawn",
  (separation) => {
    const random = seededRandom(separation);
    const limit = decisiveLogRatio(separation);
    let [right, wrong] = [0, 0];
    for (let k = 0; k < 2_000_000; k++) {
      const logRatio = separation / 2 + Math.sqrt(separation) * random.normal();
      if (logRatio >= limit) right++;
      if (logRatio <= -limit) wrong++;
    }
    const share = wrong / (right + wrong);
    expect(Math.abs(share - 0.01)).toBeLessThan(4 * Math.sqrt((0.01 * 0.99) / (right + wrong)));
  },
);
