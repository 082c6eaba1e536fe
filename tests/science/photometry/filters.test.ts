import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bleachingAt, fitBleaching } from "../../../src/science/photometry/bleaching.ts";
import { butterworth, DEFAULT_PAD_SAMPLES, zeroPhase } from "../../../src/science/photometry/butterworth.ts";
import { ordinaryLine, robustLine } from "../../../src/science/photometry/control-regression.ts";
import { cubicAt, evenGridWalk } from "../../../src/science/photometry/interpolate.ts";
import { medianFilter } from "../../../src/science/photometry/median-filter.ts";
import { seededRandom } from "../../../src/science/random.ts";

// Made by scipy-reference.py beside this file.
const scipy = JSON.parse(readFileSync(new URL("scipy-reference.json", import.meta.url), "utf8"));
const samples = Float64Array.from(scipy.samples);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((x, y) => Math.max(x, y), 0);
}

describe("as SciPy computes it", () => {
  test("median filter of 5 with repeated ends", () => {
    expect(largestDifference(medianFilter(samples, 5), scipy.median5)).toBe(0);
  });

  test("zero-phase second-order Butterworth, low-pass with odd and high-pass with even padding", () => {
    const low = zeroPhase(butterworth("low", 10, 130), samples, "odd", DEFAULT_PAD_SAMPLES);
    expect(largestDifference(low, scipy.lowPass10HzOdd)).toBeLessThan(1e-12);
    const high = zeroPhase(butterworth("high", 0.5, 130), samples, "even", DEFAULT_PAD_SAMPLES);
    expect(largestDifference(high, scipy.highPassHalfHzEven)).toBeLessThan(1e-11);
  });

  test("double exponential by least squares", () => {
    const { blockS, samples: bleached, fit } = scipy.bleached;
    const curve = fitBleaching(Float64Array.from(bleached), 1, 1 / blockS);
    const [offset, a, tau, b, slow] = fit;
    expect(curve?.offset).toBeCloseTo(offset, 6);
    expect(curve?.amplitudeFast).toBeCloseTo(a, 6);
    expect(curve?.tauFastS).toBeCloseTo(tau, 4);
    expect(curve?.amplitudeSlow).toBeCloseTo(b, 6);
    expect(curve?.tauSlowS).toBeCloseTo(slow, 3);
  });

  test("regression on a control, ordinary and by Tukey's biweight", () => {
    const control = Float64Array.from(scipy.regression.control);
    const signal = Float64Array.from(scipy.regression.signal);
    const ordinary = ordinaryLine(control, signal);
    expect([ordinary.slope, ordinary.intercept]).toEqual([
      expect.closeTo(scipy.regression.ordinary[0], 12),
      expect.closeTo(scipy.regression.ordinary[1], 12),
    ]);
    const robust = robustLine(control, signal);
    expect([robust.slope, robust.intercept]).toEqual([
      expect.closeTo(scipy.regression.biweight[0], 8),
      expect.closeTo(scipy.regression.biweight[1], 8),
    ]);
  });

  test("cubic interpolation through the four nearest samples", () => {
    for (const [i, place] of scipy.cubic.places.entries()) {
      expect(cubicAt(samples, place)).toBeCloseTo(scipy.cubic.values[i], 11);
    }
  });
});

describe("closed forms", () => {
  test("a pure double exponential is removed, also from block means", () => {
    const truth = { offset: 0.4, amplitudeFast: 0.3, tauFastS: 60, amplitudeSlow: 0.8, tauSlowS: 900 };
    const trace = Float64Array.from({ length: 130 * 1800 }, (_, t) => bleachingAt(truth, t / 130));
    const block = 100;
    const means = Float64Array.from({ length: trace.length / block }, (_, i) => {
      return trace.subarray(i * block, (i + 1) * block).reduce((sum, value) => sum + value, 0) / block;
    });
    const curve = fitBleaching(means, block, 130);
    if (curve === null) throw new Error("no curve");
    expect(
      largestDifference(
        trace,
        trace.map((_, t) => bleachingAt(curve, t / 130)),
      ),
    ).toBeLessThan(1e-8);
  });

  test("a single exponential, a level and a few samples are no trouble", () => {
    const single = Float64Array.from({ length: 500 }, (_, t) => 2 * Math.exp(-t / 100));
    const curve = fitBleaching(single, 1, 1);
    if (curve === null) throw new Error("no curve");
    expect(
      largestDifference(
        single,
        single.map((_, t) => bleachingAt(curve, t)),
      ),
    ).toBeLessThan(1e-6);
    expect(fitBleaching(new Float64Array(100).fill(3), 1, 1)).toBeNull();
    expect(fitBleaching(Float64Array.of(1, 2, 3), 1, 1)).toBeNull();
  });

  test("Butterworth gains: 1/√2 at the cut-off each way, 1 at 0 Hz; both ways low and high add up to 1", () => {
    const gain = (kind: "low" | "high", hz: number) => {
      const { b, a } = butterworth(kind, 7, 130);
      const w = (2 * Math.PI * hz) / 130;
      const at = (c0: number, c1: number, c2: number) =>
        Math.hypot(c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w), c1 * Math.sin(w) + c2 * Math.sin(2 * w));
      return at(...b) / at(1, ...a);
    };
    expect(gain("low", 7)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(gain("low", 0)).toBeCloseTo(1, 12);
    for (const hz of [0.5, 3, 7, 20, 60])
      expect(gain("low", hz) ** 2 + gain("high", hz) ** 2).toBeCloseTo(1, 12);
  });

  test("robust regression is not moved by transients that ordinary regression follows", () => {
    const random = seededRandom(3);
    const control = Float64Array.from({ length: 5_000 }, () => random.normal());
    const signal = control.map((c, t) => 0.6 * c + 0.1 * random.normal() + (t % 10 === 0 ? 4 + 2 * c : 0));
    expect(Math.abs(robustLine(control, signal).slope - 0.6)).toBeLessThan(0.01);
    expect(Math.abs(ordinaryLine(control, signal).slope - 0.6)).toBeGreaterThan(0.1);
  });

  test("samples with timestamps lie on the grid's straight lines; where samples are missing it says so, however they come in", () => {
    const timesS = Float64Array.of(0, 0.1, 0.2, 0.5, 0.6);
    const values = Float64Array.of(0, 1, 2, 5, 6);
    for (const cut of [0, 1, 3, 5]) {
      const walk = evenGridWalk({ startS: 0, sampleRateHz: 10, nSamples: 8 }, 0.1);
      const pieces = [
        walk.add(timesS.subarray(0, cut), values.subarray(0, cut)),
        walk.add(timesS.subarray(cut), values.subarray(cut)),
        walk.end(),
      ];
      const even = pieces.flatMap((piece) => [...piece.values]);
      expect(largestDifference(even, [0, 1, 2, 3, 4, 5, 6, 6])).toBeLessThan(1e-12);
      expect(pieces.flatMap((piece) => [...piece.gap])).toEqual([0, 0, 0, 1, 1, 0, 0, 0]);
    }
  });
});
