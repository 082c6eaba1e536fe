import { describe, expect, test } from "vitest";
import { subjectSessions } from "../../src/plots/subject-sessions.ts";
import type { SessionMeasure } from "../../src/science/session-measures.ts";
import { soundPicture } from "./sound.ts";
import { descendants, rulerOf, type SvgNode, shownTexts } from "./svg-document.ts";

function measure(session: number, more: Partial<SessionMeasure> = {}): SessionMeasure {
  return {
    session,
    nTrials: 200,
    nUsed: 150,
    nZeroContrast: 40,
    leftSlope: 0.4,
    rightSlope: 0.1,
    bias: 0.25,
    accuracy: 0.8,
    carried: false,
    counts: [],
    ...more,
  };
}

/** The panels' data points; the legend's lie in a moved group. */
function dots(root: SvgNode): readonly { x: number; y: number; hollow: boolean }[] {
  return descendants(root, "circle")
    .filter(({ attributes }) => attributes.r === "2.6")
    .map(({ attributes }) => ({
      x: Number(attributes.cx),
      y: Number(attributes.cy),
      hollow: attributes.fill === "#ffffff",
    }));
}

describe("subjectSessions", () => {
  test("a session's measure lies at its number and its value, by the panel's own ticks", () => {
    const root = soundPicture(
      subjectSessions({ subject: "M1", measures: [measure(1), measure(7, { leftSlope: 0.62 })] }),
    );
    const { x, y } = rulerOf(root, "Left slope");
    const [first, second] = dots(root);
    expect([first.x, first.y]).toEqual([expect.closeTo(x(1), 1), expect.closeTo(y(0.4), 1)]);
    expect([second.x, second.y]).toEqual([expect.closeTo(x(7), 1), expect.closeTo(y(0.62), 1)]);
  });

  test("carried sessions are hollow, except in accuracy, which is always their own", () => {
    const root = soundPicture(
      subjectSessions({ subject: "M1", measures: [measure(1), measure(2, { carried: true })] }),
    );
    expect(dots(root).map(({ hollow }) => hollow)).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(shownTexts(root)).toContain("carried over: too few trials");
  });

  test("an undefined measure is a gap", () => {
    const measures = [measure(1), measure(2, { bias: null, leftSlope: Number.NaN }), measure(3)];
    expect(dots(soundPicture(subjectSessions({ subject: "M1", measures })))).toHaveLength(4 * 3 - 2);
  });

  test("a bar is as high as the session has trials, and filled as far as the filters let pass", () => {
    const root = soundPicture(subjectSessions({ subject: "M1", measures: [measure(1), measure(2)] }));
    const { y } = rulerOf(root, "Trials");
    const [all, used] = descendants(root, "rect").filter(
      ({ attributes }) => attributes["stroke-width"] === "0.4",
    );
    expect(Number(all.attributes.y)).toBeCloseTo(y(200), 1);
    expect(Number(used.attributes.y)).toBeCloseTo(y(150), 1);
    expect(Number(used.attributes.y) + Number(used.attributes.height)).toBeCloseTo(y(0), 1);
  });

  test("windows are shaded from half a session before their first to half after their last", () => {
    const measures = Array.from({ length: 12 }, (_, i) => measure(i + 1));
    const root = soundPicture(
      subjectSessions({ subject: "M1", measures, windows: { early: [4, 8], late: [8, 12] } }),
    );
    const { x } = rulerOf(root, "Left slope");
    const [early] = descendants(root, "rect").filter(
      ({ attributes }) => attributes["fill-opacity"] === "0.1",
    );
    expect(Number(early.attributes.x)).toBeCloseTo(x(3.5), 1);
    expect(Number(early.attributes.x) + Number(early.attributes.width)).toBeCloseTo(x(8.5), 1);
  });

  test("any name is shown as it is, in the title too", () => {
    const root = soundPicture(subjectSessions({ subject: `<M> & "1"`, measures: [measure(1)] }));
    expect(root.children[0].text).toBe(`Sessions of <M> & "1"`);
    expect(shownTexts(root)).toContain(`Sessions of <M> & "1"`);
  });

  test("without sessions it says so", () => {
    expect(shownTexts(soundPicture(subjectSessions({ subject: "M1", measures: [] })))).toContain(
      "There are no sessions to draw.",
    );
  });

  test("a hundred sessions fit", () => {
    const measures = Array.from({ length: 100 }, (_, i) => measure(i + 1));
    soundPicture(subjectSessions({ subject: "M1", measures }));
  });
});
