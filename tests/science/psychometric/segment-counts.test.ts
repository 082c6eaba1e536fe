import { expect, test } from "vitest";
import { segmentCounts } from "../../../src/science/psychometric/segment-counts.ts";
import { trialsOf } from "../trials-of.ts";

test("a segment's counts are those of its rows, both ends inside, without no-go trials", () => {
  const trials = trialsOf([
    { contrast: 0.5, choice: "right" },
    { contrast: 0.5, choice: "left" },
    { contrast: 0.5, choice: "no-go" },
    { contrast: 0, choice: "right" },
    { contrast: 0.5, choice: "right", repeatNumber: 1 },
    { contrast: 0, choice: "left" },
  ]);
  expect(segmentCounts(trials, { firstTrial: 1, lastTrial: 4 })).toEqual([
    { contrast: 0, nRight: 1, n: 1 },
    { contrast: 0.5, nRight: 1, n: 2 },
  ]);
});
