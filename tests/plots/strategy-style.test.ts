import { describe, expect, test } from "vitest";
import { strategyStyles } from "../../src/plots/strategy-style.ts";
import { strategyLabels } from "../../src/science/strategies/label.ts";

const styles = strategyLabels.map((label) => strategyStyles[label]);

function allDiffer(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value ?? null))).size === values.length;
}

/** Lightness of a colour, 0 to 1 (Rec. 709 luma). */
function luma(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe("the strategies' looks", () => {
  test("can be told apart without colour: lines by dash, markers by shape or filling, areas by hatching or lightness", () => {
    expect(allDiffer(styles.map(({ dash }) => dash))).toBe(true);
    expect(allDiffer(styles.map(({ shape, hollow }) => [shape, hollow]))).toBe(true);
    const hatched = styles.filter(({ hatch }) => hatch !== null);
    expect(allDiffer(hatched.map(({ hatch }) => [hatch?.angle, hatch?.spacing]))).toBe(true);
    const plain = styles.filter(({ hatch }) => hatch === null).map(({ ground }) => luma(ground));
    expect(plain).toHaveLength(2);
    expect(Math.abs(plain[0] - plain[1])).toBeGreaterThan(0.3);
  });

  test("hatching stands out from its ground in grey", () => {
    for (const { hatch, ground } of styles) {
      if (hatch) expect(Math.abs(luma(hatch.colour) - luma(ground))).toBeGreaterThan(0.3);
    }
  });

  test("colours are of Okabe and Ito's palette, with a grey for what is neither", () => {
    // Okabe & Ito 2008, "Color universal design", figure 16.
    const palette = ["#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"];
    const { UNBIASED, ...others } = strategyStyles;
    for (const { colour } of Object.values(others)) expect(palette).toContain(colour);
    expect(UNBIASED.colour).toMatch(/^#(..)\1\1$/);
  });
});
