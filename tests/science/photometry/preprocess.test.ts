import { describe, expect, test } from "vitest";
import { butterworth, DEFAULT_PAD_SAMPLES, zeroPhase } from "../../../src/science/photometry/butterworth.ts";
import { medianFilter } from "../../../src/science/photometry/median-filter.ts";
import {
  correctedWindow,
  fitPreprocessing,
  smoothedWindow,
  type TraceSource,
} from "../../../src/science/photometry/preprocess.ts";
import {
  DEFAULT_PREPROCESSING,
  type PreprocessingOptions,
  preprocessingSteps,
} from "../../../src/science/photometry/preprocessing-options.ts";
import { type CutSnippet, cutSnippets, snippetSamples } from "../../../src/science/photometry/snippets.ts";
import { seededRandom } from "../../../src/science/random.ts";

function source(
  signal: Float64Array,
  control: Float64Array | null,
  flags: { gap?: Uint8Array; clipped?: Uint8Array } = {},
  sampleRateHz = 100,
): TraceSource {
  return {
    sampleRateHz,
    nSamples: signal.length,
    hasControl: control !== null,
    read: async (from, n) => ({
      signal: signal.slice(from, from + n),
      control: control?.slice(from, from + n) ?? null,
      gap: flags.gap?.subarray(from, from + n) ?? null,
      clipped: flags.clipped?.subarray(from, from + n) ?? null,
    }),
  };
}

const N = 100 * 600;
const random = seededRandom(11);
const motion = (t: number) => 0.05 * Math.sin(t / 40) * Math.sin(t / 1_700);
const transient = (t: number) => 0.02 * Math.max(0, Math.sin((2 * Math.PI * t) / 1_000)) ** 8;
const control = Float64Array.from({ length: N }, (_, t) => 1 + 0.2 * Math.exp(-t / 30_000) + motion(t));
const signal = Float64Array.from(
  { length: N },
  (_, t) => 2 + 0.5 * Math.exp(-t / 20_000) + 1.5 * motion(t) + transient(t) + 0.0005 * random.normal(),
);

describe("preprocessing", () => {
  test("windows of the smoothed trace are those of the whole trace smoothed at once", async () => {
    const whole = zeroPhase(butterworth("low", 10, 100), medianFilter(signal, 5), "odd", DEFAULT_PAD_SAMPLES);
    for (const from of [0, 1, 12_345, N - 500]) {
      const window = await smoothedWindow(source(signal, control), DEFAULT_PREPROCESSING, from, 500);
      const off = window.signal.map((value, t) => Math.abs(value - whole[from + t]));
      expect(Math.max(...off)).toBeLessThan(1e-11);
    }
  });

  test.each(["ordinary", "robust"] as const)(
    "a known mixture is separated: bleaching and motion go, the transient stays (%s)",
    async (controlRegression) => {
      const options: PreprocessingOptions = {
        ...DEFAULT_PREPROCESSING,
        controlRegression,
        dff: false,
        zScore: false,
      };
      const from = source(signal, control);
      const fitted = await fitPreprocessing(from, options);
      expect(fitted.line?.slope).toBeCloseTo(1.5, 1);
      const { values } = await correctedWindow(from, fitted, 20_000, 10_000);
      const truth = Float64Array.from({ length: 10_000 }, (_, t) => transient(20_000 + t));
      const level = (trace: Float64Array) => trace.reduce((sum, value) => sum + value, 0) / trace.length;
      const [a, b] = [level(values), level(truth)];
      const off = values.map((value, t) => Math.abs(value - a - (truth[t] - b)));
      expect(Math.max(...off)).toBeLessThan(0.15 * 0.02);
    },
  );

  test("dF/F is relative to the bleaching curve, and the z-scored trace has mean 0 and SD 1", async () => {
    const from = source(signal, control);
    const fitted = await fitPreprocessing(from, DEFAULT_PREPROCESSING);
    const { values } = await correctedWindow(from, fitted, 0, N);
    const mean = values.reduce((sum, value) => sum + value, 0) / N;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / N;
    expect(mean).toBeCloseTo(0, 9);
    expect(variance).toBeCloseTo(1, 9);
    const raw = await fitPreprocessing(from, { ...DEFAULT_PREPROCESSING, zScore: false });
    const dff = await correctedWindow(from, raw, 250, 1);
    const direct = await fitPreprocessing(from, { ...DEFAULT_PREPROCESSING, zScore: false, dff: false });
    const df = await correctedWindow(from, direct, 250, 1);
    expect(dff.values[0]).toBeCloseTo(df.values[0] / (2 + 0.5 * Math.exp(-250 / 20_000)), 4);
  });

  test("the high-pass alternative is SciPy's zero-phase high-pass, by way of block means", async () => {
    const options: PreprocessingOptions = {
      ...DEFAULT_PREPROCESSING,
      ...{ medianKernel: 1, lowPassHz: null, controlRegression: "none", dff: false, zScore: false },
      ...{ bleaching: "high-pass", highPassHz: 0.02 },
    };
    const from = source(signal, null);
    const fitted = await fitPreprocessing(from, options);
    const { values } = await correctedWindow(from, fitted, 0, N);
    const direct = zeroPhase(butterworth("high", 0.02, 100), signal, "even", 20_000);
    const off = values.map((value, t) => Math.abs(value - direct[t]));
    expect(Math.max(...off.subarray(5_000, N - 5_000))).toBeLessThan(2e-4);
  });

  test("quality says what is bleached, shared, missing and clipped", async () => {
    const gap = new Uint8Array(N).fill(1, 600, 1_200);
    const clipped = new Uint8Array(N).fill(1, 100, 160);
    const { quality } = await fitPreprocessing(
      source(signal, control, { gap, clipped }),
      DEFAULT_PREPROCESSING,
    );
    expect(quality.gapShare).toBeCloseTo(0.01, 12);
    expect(quality.clippedShare).toBeCloseTo(0.001, 12);
    expect(quality.bleachedShare).toBeCloseTo((0.5 - 0.5 * Math.exp(-3)) / 2.5, 2);
    expect(quality.controlCorrelation).toBeGreaterThan(0.9);
    expect(quality.durationS).toBe(600);
  });

  test("without a control, and with a flat one, the trace is left as it is", async () => {
    for (const flat of [null, new Float64Array(N).fill(1)]) {
      const fitted = await fitPreprocessing(source(signal, flat), DEFAULT_PREPROCESSING);
      expect(fitted.line?.slope ?? 0).toBe(0);
      expect(Number.isFinite(fitted.sd)).toBe(true);
    }
  });

  test("options out of range are refused", async () => {
    for (const wrong of [{ medianKernel: 4 }, { lowPassHz: 50 }, { fromS: 3 }, { highPassHz: 5 }]) {
      await expect(
        fitPreprocessing(source(signal, null), { ...DEFAULT_PREPROCESSING, ...wrong }),
      ).rejects.toMatchObject({
        code: "PREPROCESSING_OPTION_INVALID",
      });
    }
  });

  test("the steps that the log keeps name every parameter", () => {
    const names = preprocessingSteps(DEFAULT_PREPROCESSING, true).map(({ step }) => step);
    expect(names).toEqual([
      "median filter",
      "low-pass",
      "bleaching",
      "control regression",
      "dF/F",
      "z-score",
      "cut",
    ]);
    expect(JSON.stringify(preprocessingSteps(DEFAULT_PREPROCESSING, true))).toContain('"cutoffHz":10');
  });
});

describe("snippets", () => {
  test("are locked to the event, at the common rate, with the flags of their own stretch", async () => {
    const slow = Float64Array.from({ length: 20_000 }, (_, t) => Math.sin((2 * Math.PI * t) / 500));
    const gap = new Uint8Array(20_000).fill(1, 5_000, 5_010);
    const options: PreprocessingOptions = {
      ...DEFAULT_PREPROCESSING,
      ...{ medianKernel: 1, lowPassHz: null, bleaching: "none", dff: false, zScore: false },
    };
    const from = source(slow, null, { gap });
    const fitted = await fitPreprocessing(from, options);
    const eventsS = Float64Array.of(0.5, 20.1234, 50, 198.5);
    const cut: CutSnippet[] = [];
    for await (const snippet of cutSnippets(from, fitted, eventsS)) cut.push(snippet);
    expect(cut.map(({ event, gap: missing, clipped }) => [event, missing, clipped])).toEqual([
      [1, false, false],
      [2, true, false],
    ]);
    expect(snippetSamples(options)).toBe(121);
    for (const [k, value] of cut[0].samples.entries()) {
      const time = 20.1234 - 1 + k / 40;
      expect(value).toBeCloseTo(Math.sin((2 * Math.PI * time * 100) / 500), 5);
    }
  });
});
