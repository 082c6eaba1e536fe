import { describe, expect, test } from "vitest";
import { type PsychometricStage, psychometricPanels } from "../../src/plots/psychometric-panels.ts";
import { soundPicture } from "./sound.ts";
import { descendants, pathPoints, rulerOf, shownTexts } from "./svg-document.ts";

const stage: PsychometricStage = {
  name: "Sessions 1–5",
  counts: [
    { contrast: -0.5, n: 10, nRight: 0 },
    { contrast: 0, n: 10, nRight: 5 },
    { contrast: 0.5, n: 40, nRight: 30 },
  ],
};

describe("psychometricPanels", () => {
  test("a proportion lies at its contrast in per cent and its value, by the panel's own ticks", () => {
    const root = soundPicture(psychometricPanels({ subject: "M1", stages: [stage] }));
    const { x, y } = rulerOf(root, 0);
    const dots = descendants(root, "circle").filter(({ attributes }) => Number(attributes.cx) > 30);
    expect(dots.map(({ attributes }) => [Number(attributes.cx), Number(attributes.cy)])).toEqual([
      [expect.closeTo(x(-50), 1), expect.closeTo(y(0), 1)],
      [expect.closeTo(x(0), 1), expect.closeTo(y(0.5), 1)],
      [expect.closeTo(x(50), 1), expect.closeTo(y(0.75), 1)],
    ]);
  });

  test("bars are Wilson's intervals: of 5 in 10, .2366 to .7634 (his formula by hand)", () => {
    const root = soundPicture(psychometricPanels({ subject: "M1", stages: [stage] }));
    const { x, y } = rulerOf(root, 0);
    const bars = descendants(root, "path")
      .filter(({ attributes }) => attributes["stroke-width"] === "1.2")
      .map(({ attributes }) => pathPoints(attributes.d));
    // (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n) with z = 1.95996
    expect(bars[1]).toEqual([
      [expect.closeTo(x(0), 1), expect.closeTo(y(0.2366), 1)],
      [expect.closeTo(x(0), 1), expect.closeTo(y(0.7634), 1)],
    ]);
  });

  test("a fitted curve is drawn through its samples, with its band; without one the proportions are joined", () => {
    const curve = [-0.5, 0, 0.5].map((contrast) => ({
      contrast,
      pRight: 0.5 + 0.6 * contrast,
      ci: [0.3 + 0.6 * contrast, 0.7 + 0.6 * contrast] as const,
    }));
    const root = soundPicture(psychometricPanels({ subject: "M1", stages: [{ ...stage, curve }] }));
    const { x, y } = rulerOf(root, 0);
    const [line] = descendants(root, "path").filter(({ attributes }) => attributes["stroke-width"] === "1.8");
    expect(pathPoints(line.attributes.d)[2]).toEqual([expect.closeTo(x(50), 1), expect.closeTo(y(0.8), 1)]);
    expect(descendants(root, "path").some(({ attributes }) => attributes["fill-opacity"] === "0.17")).toBe(
      true,
    );
    expect(shownTexts(root)).toContain("fitted curve");
    const joined = soundPicture(psychometricPanels({ subject: "M1", stages: [stage] }));
    expect(shownTexts(joined)).not.toContain("fitted curve");
  });

  test("stages say their name, strategy and number of trials", () => {
    const stages = [stage, { ...stage, name: "Late & <last>", strategy: "RIGHT_ASSOCIATING" as const }];
    const texts = shownTexts(soundPicture(psychometricPanels({ subject: "M1", stages })));
    expect(texts).toEqual(
      expect.arrayContaining(["Sessions 1–5", "60 trials", "Late & <last>", "right-associating, 60 trials"]),
    );
  });

  test("a stage without trials keeps its panel and says so", () => {
    const counts = [{ contrast: 0.5, n: 0, nRight: 0 }];
    const texts = shownTexts(
      soundPicture(psychometricPanels({ subject: "M", stages: [{ name: "x", counts }] })),
    );
    expect(texts).toContain("no trials");
  });

  test("without stages it says so", () => {
    expect(shownTexts(soundPicture(psychometricPanels({ subject: "M", stages: [] })))).toContain(
      "There are no stages to draw.",
    );
  });

  test("contrasts that lie too close for a tick each get round ticks", () => {
    const counts = [-1, -0.0625, 0, 0.125, 1].map((contrast) => ({ contrast, n: 10, nRight: 5 }));
    const texts = shownTexts(
      soundPicture(psychometricPanels({ subject: "M", stages: [{ name: "x", counts }] })),
    );
    expect(texts).toEqual(expect.arrayContaining(["−100", "−50", "0", "50", "100"]));
    expect(texts).not.toContain("12.5");
  });

  test.each([1, 2, 5, 6, 23])("%d stages fit, each in a panel", (n) => {
    const stages = Array.from({ length: n }, (_, i) => ({ ...stage, name: `Stage ${i}` }));
    const root = soundPicture(psychometricPanels({ subject: "M1", stages }));
    const texts = shownTexts(root);
    expect(stages.every(({ name }) => texts.includes(name))).toBe(true);
  });
});
