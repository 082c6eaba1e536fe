import { expect, test } from "vitest";
import { meanChoices } from "../../../src/science/statistics/mean-choices.ts";

test("each mouse counts once, whatever its number of trials, at the contrasts that it was shown", () => {
  const found = meanChoices([
    [
      { contrast: 0.5, nRight: 90, n: 100 },
      { contrast: -0.5, nRight: 1, n: 4 },
    ],
    [
      { contrast: 0.5, nRight: 1, n: 2 },
      { contrast: 0, nRight: 0, n: 0 },
    ],
  ]);
  expect(found.map(({ contrast, right }) => [contrast, right.n])).toEqual([
    [-0.5, 1],
    [0.5, 2],
  ]);
  expect(found[0].right.mean).toBe(0.25);
  expect(found[1].right.mean).toBeCloseTo(0.7, 12);
  // t(.975, 1) = tan(.475 π), Cauchy's; the SD of .9 and .5 is .4/√2.
  const half = Math.tan(0.475 * Math.PI) * 0.2;
  expect(found[1].right.ci?.[1]).toBeCloseTo(0.7 + half, 9);
  expect(meanChoices([])).toEqual([]);
});
