import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  linearScale,
  numberLabel,
  roundAxis,
  roundTicks,
  sessionTicks,
  tickLabels,
} from "../../src/plots/scale.ts";

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe("linearScale", () => {
  test("the ends of the domain land on the ends of the range, the middle on the middle", () => {
    const { at } = linearScale([2, 10], [300, 100]);
    expect([at(2), at(6), at(10)]).toEqual([300, 200, 100]);
  });

  test("a value outside is moved to the nearer end where asked", () => {
    const { clamped } = linearScale([0, 1], [0, 50]);
    expect([clamped(-3), clamped(0.5), clamped(7)]).toEqual([0, 25, 50]);
  });

  test("a domain of one value lands in the middle", () => {
    expect(linearScale([3, 3], [0, 50]).at(3)).toBe(25);
  });
});

describe("ticks", () => {
  test.each([
    [[0, 1], 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[-0.5, 0.5], 5, [-0.4, -0.2, 0, 0.2, 0.4]],
    [[0, 9360], 8, [0, 2000, 4000, 6000, 8000]],
    [[0.01, 0.04], 3, [0.01, 0.02, 0.03, 0.04]],
  ] as const)("of %j in about %d steps are round", (domain, count, ticks) => {
    expect(roundTicks(domain, count)).toEqual(ticks);
  });

  test("of counts are whole numbers", () => {
    expect(roundTicks([0, 2], 8, 1)).toEqual([0, 1, 2]);
  });

  test("lie in the domain, equally far apart, never more than asked and one", () => {
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 2, max: 12 }), (a, b, count) => {
        fc.pre(Math.abs(a - b) > 1e-3);
        const [low, high] = a < b ? [a, b] : [b, a];
        const ticks = roundTicks([low, high], count);
        const slack = 1e-8 * (high - low);
        expect(ticks.length).toBeLessThanOrEqual(count + 1);
        expect(ticks.every((tick) => tick >= low - slack && tick <= high + slack)).toBe(true);
        for (let i = 2; i < ticks.length; i++) {
          expect(Math.abs(ticks[i] - 2 * ticks[i - 1] + ticks[i - 2])).toBeLessThan(slack + 1e-8);
        }
      }),
    );
  });

  test("of sessions name the first one where the next leaves room", () => {
    expect(sessionTicks([0.5, 25.5], 6)).toEqual([1, 5, 10, 15, 20, 25]);
    expect(sessionTicks([0.5, 4.5], 6)).toEqual([1, 2, 3, 4]);
    expect(sessionTicks([0.5, 1.5], 6)).toEqual([1]);
    expect(sessionTicks([3.5, 9.5], 6)).toEqual([4, 5, 6, 7, 8, 9]);
  });
});

describe("roundAxis", () => {
  test("ends on ticks that enclose the values", () => {
    expect(roundAxis([-0.53, 0.97], 8)).toEqual({
      domain: [-0.6, 1],
      ticks: [-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1],
    });
  });

  test("encloses any values, equal ones too", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (values) => {
        const { domain, ticks } = roundAxis(values, 6);
        const slack = 1e-6 * Math.max(1, domain[1] - domain[0]);
        expect(domain[0]).toBeLessThanOrEqual(Math.min(...values) + slack);
        expect(domain[1]).toBeGreaterThanOrEqual(Math.max(...values) - slack);
        expect([ticks[0], ticks[ticks.length - 1]]).toEqual(domain);
      }),
    );
  });

  test("takes more values than a call takes arguments", () => {
    const values = Array.from({ length: 300_000 }, (_, i) => i / 300_000);
    expect(roundAxis(values, 5).domain).toEqual([0, 1]);
  });
});

describe("labels", () => {
  test("have as many decimals each, a real minus, and commas in long numbers", () => {
    expect(tickLabels([-0.5, 0, 0.25])).toEqual(["−0.50", "0.00", "0.25"]);
    expect(tickLabels([0, 5000, 10000])).toEqual(["0", "5000", "10,000"]);
    expect(numberLabel(-1234567)).toBe("−1,234,567");
  });
});
