import { describe, expect, test } from "vitest";
import { type TrajectoryGroup, trajectoryBands } from "../../src/plots/trajectory-bands.ts";
import type { Mean } from "../../src/science/statistics/intervals.ts";
import type { TrajectoryPoint } from "../../src/science/statistics/trajectory.ts";
import { soundPicture } from "./sound.ts";
import { descendants, pathPoints, rulerOf, type SvgNode, shownTexts } from "./svg-document.ts";

const undefinedMean: Mean = { mean: null, ci: null, n: 0 };

function mean(value: number, n = 10): Mean {
  return { mean: value, ci: n < 2 ? null : [value - 0.1, value + 0.1], n };
}

function point(at: number, leftSlope: Mean): TrajectoryPoint {
  return { at, n: 10, nEnded: 0, leftSlope, rightSlope: mean(0.3), bias: mean(-0.2), accuracy: mean(0.75) };
}

function drawn(points: readonly TrajectoryPoint[]): SvgNode {
  return soundPicture(trajectoryBands({ groups: [{ name: "all mice", nMice: 10, points }] }));
}

/** Points of the thick lines, without the dotted guides. */
function linePoints(root: SvgNode): readonly (readonly (readonly [number, number])[])[] {
  return descendants(root, "path")
    .filter(({ attributes }) => attributes["stroke-width"] === "1.7")
    .map(({ attributes }) => pathPoints(attributes.d));
}

describe("trajectoryBands", () => {
  test("a mean lies at its session and its value, by the panel's own ticks", () => {
    const root = drawn([point(1, mean(0)), point(2, mean(0.1)), point(10, mean(0.4))]);
    const { x, y } = rulerOf(root, "Left slope");
    const [left] = linePoints(root);
    expect(left).toHaveLength(3);
    for (const [i, [at, value]] of [
      [1, 0],
      [2, 0.1],
      [10, 0.4],
    ].entries()) {
      expect(left[i][0]).toBeCloseTo(x(at), 1);
      expect(left[i][1]).toBeCloseTo(y(value), 1);
    }
  });

  test.each([
    ["Right slope", 1, 0.3],
    ["Bias", 2, -0.2],
    ["Accuracy", 3, 0.75],
    ["Mice in training", 4, 10],
  ] as const)("the panel %s shows its own measure", (title, index, value) => {
    const root = drawn([point(1, mean(0)), point(10, mean(0.4))]);
    const [, [, at]] = linePoints(root)[index];
    expect(at).toBeCloseTo(rulerOf(root, title).y(value), 1);
  });

  test("the band reaches from the interval's lower end to its upper one", () => {
    const root = drawn([point(1, mean(0)), point(10, mean(0.4))]);
    const { y } = rulerOf(root, "Left slope");
    const [band] = descendants(root, "path").filter(
      ({ attributes }) => attributes["fill-opacity"] === "0.17",
    );
    const heights = pathPoints(band.attributes.d).map(([, at]) => at);
    // Along the upper ends and back along the lower ones.
    for (const [i, value] of [0.1, 0.5, 0.3, -0.1].entries()) expect(heights[i]).toBeCloseTo(y(value), 1);
  });

  test("an undefined mean is a gap in the line, not a value", () => {
    const root = drawn([1, 2, 3, 4, 5].map((at) => point(at, at === 3 ? undefinedMean : mean(0.1 * at))));
    const [left] = descendants(root, "path").filter(({ attributes }) => attributes["stroke-width"] === "1.7");
    expect(left.attributes.d.match(/M/g)).toHaveLength(2);
    expect(pathPoints(left.attributes.d)).toHaveLength(4);
  });

  test("means of one or two mice have no band, thin lines, and a word in the legend", () => {
    const root = drawn([
      point(1, mean(0, 10)),
      point(2, mean(0, 10)),
      point(3, mean(0.1, 2)),
      point(4, mean(0.2, 1)),
    ]);
    const { x } = rulerOf(root, "Left slope");
    const [band] = descendants(root, "path").filter(
      ({ attributes }) => attributes["fill-opacity"] === "0.17",
    );
    const ends = pathPoints(band.attributes.d).map(([at]) => at);
    expect(Math.max(...ends)).toBeCloseTo(x(2), 1);
    expect(Math.max(...linePoints(root)[0].map(([at]) => at))).toBeCloseTo(x(2), 1);
    const [thin] = descendants(root, "path").filter(({ attributes }) => attributes["stroke-width"] === "0.7");
    const thinEnds = pathPoints(thin.attributes.d).map(([at]) => at);
    expect([thinEnds[0], thinEnds[2]]).toEqual([expect.closeTo(x(2), 1), expect.closeTo(x(4), 1)]);
    expect(shownTexts(root)).toContain("fewer than 3 mice");
  });

  test("an interval wider than what the measure can be ends at the panel's edge", () => {
    const wide: Mean = { mean: 0.1, ci: [-9, 9], n: 10 };
    const root = drawn([point(1, wide), point(2, wide)]);
    const { y } = rulerOf(root, "Left slope");
    expect(y(1)).toBeGreaterThan(0);
    const [band] = descendants(root, "path").filter(
      ({ attributes }) => attributes["fill-opacity"] === "0.17",
    );
    const heights = pathPoints(band.attributes.d).map(([, at]) => at);
    expect(Math.min(...heights)).toBeCloseTo(y(1), 1);
    expect(Math.max(...heights)).toBeCloseTo(y(-1), 1);
  });

  test("groups differ in dash and marker, not in colour alone, and say how many mice they are", () => {
    const points = [1, 2, 3, 4, 5, 6].map((at) => point(at, mean(0.1 * at)));
    const groups: readonly TrajectoryGroup[] = [
      { name: "left-biased", strategy: "LEFT_BIASED", nMice: 1, points },
      { name: "balanced", strategy: "BALANCED", nMice: 12, points },
      { name: "some <&> name", nMice: 3, points },
    ];
    const root = soundPicture(trajectoryBands({ groups, alignment: "criterion", simulated: true }));
    const lines = descendants(root, "path").filter(({ attributes }) => attributes["stroke-width"] === "1.7");
    expect(new Set(lines.map(({ attributes }) => attributes["stroke-dasharray"])).size).toBeGreaterThan(1);
    expect(shownTexts(root)).toEqual(
      expect.arrayContaining([
        "left-biased (1 mouse)",
        "balanced (12 mice)",
        "some <&> name (3 mice)",
        "Sessions since criterion",
        "SIMULATED MICE",
      ]),
    );
  });

  test("one mouse in one session is still a picture", () => {
    soundPicture(trajectoryBands({ groups: [{ name: "M1", nMice: 1, points: [point(1, mean(0.2, 1))] }] }));
  });

  test("without sessions, or with undefined measures alone, it does not fail", () => {
    const texts = shownTexts(
      soundPicture(trajectoryBands({ groups: [{ name: "none", nMice: 0, points: [] }] })),
    );
    expect(texts).toContain("There are no sessions to draw.");
    const nothing = {
      leftSlope: undefinedMean,
      rightSlope: undefinedMean,
      bias: undefinedMean,
      accuracy: undefinedMean,
    };
    soundPicture(
      trajectoryBands({
        groups: [{ name: "M", nMice: 1, points: [{ at: 1, n: 1, nEnded: 0, ...nothing }] }],
      }),
    );
  });
});
