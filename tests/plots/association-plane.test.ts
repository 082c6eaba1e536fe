import { describe, expect, test } from "vitest";
import { associationPlane, type PlaneSubject } from "../../src/plots/association-plane.ts";
import { strategyLabels } from "../../src/science/strategies/label.ts";
import { soundPicture } from "./sound.ts";
import { descendants, pathPoints, rulerOf, type SvgNode, shownTexts } from "./svg-document.ts";

const mouse: PlaneSubject = {
  subject: "M1",
  earlyStrategy: "LEFT_BIASED",
  points: [
    { left: -0.1, right: 0.05 },
    { left: 0.3, right: 0 },
    { left: 0.6, right: 0.45 },
  ],
};

function mousePath(root: SvgNode): SvgNode {
  const found = descendants(root, "path").find(({ attributes }) => attributes["stroke-opacity"] === "0.75");
  if (!found) throw new Error("no path");
  return found;
}

describe("associationPlane", () => {
  test("left association lies across and right association upward, by the plane's own ticks", () => {
    const root = soundPicture(associationPlane({ subjects: [mouse] }));
    const { x, y } = rulerOf(root, 0);
    const points = pathPoints(mousePath(root).attributes.d);
    for (const [i, { left, right }] of mouse.points.entries()) {
      expect(points[i]).toEqual([expect.closeTo(x(left ?? 0), 1), expect.closeTo(y(right ?? 0), 1)]);
    }
  });

  test("both axes have the same scale", () => {
    const { x, y } = rulerOf(soundPicture(associationPlane({ subjects: [mouse] })), 0);
    expect(x(0.4) - x(0)).toBeCloseTo(y(0) - y(0.4), 6);
  });

  test("the thresholds are drawn where they are said to be", () => {
    const root = soundPicture(associationPlane({ subjects: [mouse], threshold: 0.3 }));
    const { x, y } = rulerOf(root, 0);
    const [up, across] = descendants(root, "path")
      .filter(({ attributes }) => attributes["stroke-dasharray"] === "5 3")
      .map(({ attributes }) => pathPoints(attributes.d));
    expect(up.map(([at]) => at)).toEqual([expect.closeTo(x(0.3), 1), expect.closeTo(x(0.3), 1)]);
    expect(across.map(([, at]) => at)).toEqual([expect.closeTo(y(0.3), 1), expect.closeTo(y(0.3), 1)]);
    expect(shownTexts(root)).toContain("threshold, 0.3");
  });

  test("the start is a square on the first defined point, and the path breaks where a session is undefined", () => {
    const gap = { left: null, right: 0.1 };
    const [first, second, third] = mouse.points;
    const points = [gap, first, second, { left: Number.NaN, right: 0 }, third, second];
    const root = soundPicture(associationPlane({ subjects: [{ ...mouse, points }] }));
    expect(mousePath(root).attributes.d.match(/M/g)).toHaveLength(2);
    const { x, y } = rulerOf(root, 0);
    const squares = descendants(root, "path")
      .filter(({ attributes }) => attributes.d.endsWith("Z") && attributes.stroke === "#222222")
      .map(({ attributes }) => pathPoints(attributes.d));
    const centre = squares.map((corners) =>
      [0, 1].map((k) => corners.reduce((sum, corner) => sum + corner[k], 0) / 4),
    );
    expect(centre).toContainEqual([expect.closeTo(x(-0.1), 1), expect.closeTo(y(0.05), 1)]);
  });

  test("strategies differ in colour, and each is counted in the legend; a mouse without one is there too", () => {
    const subjects = [...strategyLabels, null].map((earlyStrategy) => ({ ...mouse, earlyStrategy }));
    const root = soundPicture(associationPlane({ subjects: [...subjects, mouse] }));
    const colours = descendants(root, "path")
      .filter(({ attributes }) => attributes["stroke-opacity"] === "0.75")
      .map(({ attributes }) => attributes.stroke);
    expect(new Set(colours).size).toBe(7);
    expect(shownTexts(root)).toEqual(
      expect.arrayContaining(["left-biased (2 mice)", "balanced (1 mouse)", "none (1 mouse)"]),
    );
  });

  test.each([[[]], [[{ ...mouse, points: [] }]], [[{ ...mouse, points: [{ left: null, right: null }] }]]])(
    "without a defined point it says that there is nothing to draw",
    (subjects) => {
      expect(shownTexts(soundPicture(associationPlane({ subjects })))).toContain(
        "There are no paths to draw.",
      );
    },
  );

  test("a mouse of one point, and sixty mice, fit", () => {
    soundPicture(associationPlane({ subjects: [{ ...mouse, points: [{ left: 0.1, right: 0.1 }] }] }));
    soundPicture(associationPlane({ subjects: Array.from({ length: 60 }, () => mouse), simulated: true }));
  });
});
