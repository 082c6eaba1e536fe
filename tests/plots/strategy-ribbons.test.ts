import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RibbonSubject, strategyRibbons } from "../../src/plots/strategy-ribbons.ts";
import { strategyLabels } from "../../src/science/strategies/label.ts";
import { soundPicture } from "./sound.ts";
import { bottomRuler, descendants, type SvgNode, shownTexts } from "./svg-document.ts";

const mouse: RibbonSubject = {
  subject: "M1",
  nTrials: 1000,
  sessionStarts: Int32Array.of(0, 100, 400),
  segments: [
    { firstTrial: 0, lastTrial: 249, label: "UNBIASED", probability: 0.5 },
    { firstTrial: 250, lastTrial: 999, label: "BALANCED", probability: 1 },
  ],
};

/** The rectangles of segments: those that say on hovering what they are. */
function segmentBars(
  root: SvgNode,
): readonly { x: number; right: number; y: number; height: number; says: string }[] {
  return descendants(root, "rect")
    .filter(({ children }) => children.length > 0)
    .map(({ attributes, children: [title] }) => ({
      x: Number(attributes.x),
      right: Number(attributes.x) + Number(attributes.width),
      y: Number(attributes.y),
      height: Number(attributes.height),
      says: title.text,
    }));
}

describe("strategyRibbons", () => {
  test("a segment reaches from its first trial to the end of its last one, by the axis's own ticks", () => {
    const root = soundPicture(strategyRibbons({ subjects: [mouse] }));
    const at = bottomRuler(root);
    const [first, second] = segmentBars(root);
    expect(first.x).toBeCloseTo(at(0), 1);
    expect(first.right).toBeCloseTo(at(250), 1);
    expect(second.x).toBeCloseTo(at(250), 1);
    expect(second.right).toBeCloseTo(at(1000), 1);
  });

  test("by session, a session spans one unit about its number, however many trials it has", () => {
    const root = soundPicture(strategyRibbons({ subjects: [mouse], unit: "session" }));
    const at = bottomRuler(root);
    const [first, second] = segmentBars(root);
    expect(first.x).toBeCloseTo(at(0.5), 1);
    // Trial 250 is half through session 2, which has trials 100 … 399.
    expect(first.right).toBeCloseTo(at(2), 1);
    expect(second.right).toBeCloseTo(at(3.5), 1);
  });

  test("a segment is as high as its strategy is probable, from the row's floor", () => {
    const [half, whole] = segmentBars(soundPicture(strategyRibbons({ subjects: [mouse] })));
    expect(half.height).toBeCloseTo(whole.height / 2, 1);
    expect(half.y + half.height).toBeCloseTo(whole.y + whole.height, 1);
  });

  test("names of trials count from 1", () => {
    const [first] = segmentBars(soundPicture(strategyRibbons({ subjects: [mouse] })));
    expect(first.says).toBe("M1: unbiased, trials 1–250");
  });

  test("the legend names the strategies that occur, in their order, and no other", () => {
    const texts = shownTexts(soundPicture(strategyRibbons({ subjects: [mouse] })));
    expect(texts.filter((text) => ["unbiased", "balanced", "left-biased"].includes(text))).toEqual([
      "balanced",
      "unbiased",
    ]);
  });

  test("each strategy has a fill of its own", () => {
    const segments = strategyLabels.map((label, i) => ({
      firstTrial: 100 * i,
      lastTrial: 100 * i + 99,
      label,
      probability: 1,
    }));
    const root = soundPicture(strategyRibbons({ subjects: [{ subject: "M", nTrials: 600, segments }] }));
    const fills = descendants(root, "rect").filter(({ children }) => children.length > 0);
    expect(new Set(fills.map(({ attributes }) => attributes.fill)).size).toBe(strategyLabels.length);
  });

  test("without mice it says that there is nothing to draw", () => {
    expect(shownTexts(soundPicture(strategyRibbons({ subjects: [] })))).toContain(
      "There are no mice to draw.",
    );
  });

  test("a mouse without segments, or by session without known sessions, keeps its row and says why", () => {
    const subjects = [
      mouse,
      { ...mouse, subject: "M2", segments: [] },
      { ...mouse, subject: "M3", sessionStarts: null },
    ];
    const texts = shownTexts(soundPicture(strategyRibbons({ subjects, unit: "session" })));
    expect(texts).toEqual(
      expect.arrayContaining(["M2", "no strategy segments", "M3", "session boundaries unknown"]),
    );
  });

  test.each([1, 60, 1000])("%d mice fit in the frame, each in a row of its own", (n) => {
    const subjects = Array.from({ length: n }, (_, i) => ({ ...mouse, subject: `M${i}` }));
    const bars = segmentBars(soundPicture(strategyRibbons({ subjects })));
    const floors = bars.map(({ y, height }) => y + height);
    for (let i = 0; i < n; i++) {
      // Both segments stand on one floor, but for the rounding of coordinates, and the next mouse on a lower one.
      expect(floors[2 * i]).toBeCloseTo(floors[2 * i + 1], 1);
      if (i + 1 < n) expect(floors[2 * i + 2] - floors[2 * i]).toBeGreaterThan(2);
    }
  });

  test("simulated mice are labelled so, in sight and in the description; real ones are not", () => {
    const simulated = soundPicture(strategyRibbons({ subjects: [mouse], simulated: true }));
    expect(shownTexts(simulated)).toContain("SIMULATED MICE");
    expect(simulated.children[1].text).toContain("Simulated mice");
    expect(strategyRibbons({ subjects: [mouse] })).not.toMatch(/simulated/i);
  });

  test("is sound whatever the names and the numbers", () => {
    const segment = fc.record({
      firstTrial: fc.nat(500),
      lastTrial: fc.nat(500),
      label: fc.constantFrom(...strategyLabels),
      probability: fc.oneof(fc.double(), fc.double({ min: 0, max: 1 })),
    });
    const subject = fc.record({
      subject: fc.string({ unit: "binary" }),
      nTrials: fc.nat(500),
      sessionStarts: fc.constantFrom(null, [], [0], [0, 3, 3, 400]),
      segments: fc.array(segment, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(subject, { maxLength: 5 }),
        fc.constantFrom("trial", "session"),
        (subjects, unit) => {
          soundPicture(strategyRibbons({ subjects, unit: unit as "trial" | "session" }));
        },
      ),
      { numRuns: 50 },
    );
  });
});
