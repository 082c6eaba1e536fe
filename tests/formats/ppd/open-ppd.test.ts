import { describe, expect, test } from "vitest";
import { readNpy } from "../../../src/formats/npy/read-npy.ts";
import { traceSource } from "../../../src/formats/photometry/trace-source.ts";
import { openPpd } from "../../../src/formats/ppd/open-ppd.ts";
import { correctedWindow, fitPreprocessing } from "../../../src/science/photometry/preprocess.ts";
import { DEFAULT_PREPROCESSING } from "../../../src/science/photometry/preprocessing-options.ts";
import { cutSnippets } from "../../../src/science/photometry/snippets.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";
import { givenFile, PPD_0, ppdBytes } from "../photometry/given-recordings.ts";

const REAL = sharedPath("data/photometry/m53_NAc_L-2019-11-24-093939.ppd");

describe("header versions and modes", () => {
  // 2 signals × 3 samples; digital inputs in the lowest bit.
  const words = [100 << 1, (200 << 1) | 1, (101 << 1) | 1, 201 << 1, 102 << 1, (202 << 1) | 1];

  test("0.x: two signals and two inputs, always", async () => {
    const recording = await openPpd(givenFile("a.ppd", ppdBytes(PPD_0, words)));
    const { channels, gap, clipped } = await recording.read([0, 1], 0, 3);
    expect(channels.map((each) => [...each].map((v) => Number(v.toFixed(9))))).toEqual([
      [0.01, 0.0101, 0.0102],
      [0.04, 0.0402, 0.0404],
    ]);
    expect({ gap, clipped }).toEqual({ gap: null, clipped: null });
    expect((await recording.pulses()).map(({ timesS }) => [...timesS])).toEqual([[1 / 130], [2 / 130]]);
    expect(recording.facts).toMatchObject({ subject_ID: "M1", LED_current: "[10,20]" });
    await recording.close();
  });

  test.each(["1 colour time div.", "2 colour continuous"])("0.x, %s", async (mode) => {
    const recording = await openPpd(
      givenFile("b.ppd", ppdBytes({ ...PPD_0, mode, version: "0.3.2" }, words)),
    );
    expect(recording.nSamples).toBe(3);
    await recording.close();
  });

  test("1.0: as many signals and inputs as the header says", async () => {
    const header = {
      ...PPD_0,
      version: "1.0.2",
      mode: "3EX_2EM_pulsed",
      n_analog_signals: 3,
      n_digital_signals: 1,
    };
    const recording = await openPpd(givenFile("c.ppd", ppdBytes(header, words)));
    expect(recording).toMatchObject({ nSamples: 2, channels: [{}, {}, { name: "analog_3", units: "V" }] });
    expect(await recording.pulses()).toHaveLength(1);
    await recording.close();
  });

  test("1.1 pulsed: the sample in the dark is taken from the one in the light", async () => {
    const header = {
      ...PPD_0,
      ...{
        version: "1.1",
        mode: "2EX_2EM_pulsed",
        n_analog_signals: 2,
        n_digital_signals: 2,
        ADC_max_value: 1000,
      },
    };
    const pairs = [
      [500, 100],
      [800, 50],
      [990, 90],
      [700, 0],
    ]
      .flat()
      .map((sample) => sample << 1);
    const recording = await openPpd(givenFile("d.ppd", ppdBytes(header, pairs)));
    const { channels, clipped } = await recording.read([1, 0], 0, 2);
    expect(channels.map((each) => [...each].map((v) => Number(v.toFixed(9))))).toEqual([
      [0.15, 0.14],
      [0.04, 0.09],
    ]);
    expect([...(clipped ?? [])]).toEqual([0, 1]);
    await recording.close();
  });
});

describe("what is wrong is told with its offset", () => {
  const good = ppdBytes(PPD_0, [2, 4, 6, 8]);
  test.each<readonly [string, Buffer, string, number]>([
    ["empty", Buffer.alloc(0), "PPD_TRUNCATED", 0],
    ["cut in the header", good.subarray(0, 60), "PPD_TRUNCATED", 60],
    ["cut in a sample", good.subarray(0, good.length - 1), "PPD_TRUNCATED", good.length - 1],
    ["without samples", good.subarray(0, good.length - 8), "PPD_TRUNCATED", good.length - 8],
    [
      "a header of no JSON",
      Buffer.concat([good.subarray(0, 2), Buffer.from("x"), good.subarray(3)]),
      "PPD_HEADER",
      2,
    ],
    ["another program's file", Buffer.from("PK\x03\x04 and more"), "PPD_HEADER", 2],
    ["an unknown mode", ppdBytes({ ...PPD_0, mode: "novel" }, [2, 4, 6, 8]), "PPD_HEADER", 2],
    [
      "a changed version's mode of three signals",
      ppdBytes({ ...PPD_0, mode: "1 colour continuous + 2 colour time div." }, [2, 4, 6, 8]),
      "PPD_HEADER",
      2,
    ],
    ["an unknown version", ppdBytes({ ...PPD_0, version: "2.0" }, [2, 4, 6, 8]), "PPD_HEADER", 2],
    ["no rate", ppdBytes({ ...PPD_0, sampling_rate: null }, [2, 4, 6, 8]), "PPD_HEADER", 2],
  ])("%s", async (_, bytes, code, offset) => {
    await expect(openPpd(givenFile("wrong.ppd", bytes))).rejects.toMatchObject({ code, place: { offset } });
  });

  test("every byte of the file is explained", async () => {
    const recording = await openPpd(givenFile("e.ppd", good));
    let at = 0;
    for (const { offset, length, what } of recording.parts) {
      expect(offset).toBe(at);
      expect(what).not.toBe("");
      at += length;
    }
    expect(at).toBe(good.length);
    await recording.close();
  });
});

describe.skipIf(!hasShared)(`the real recording${whySkipped}`, () => {
  // Counts and means of ../shared/reference/photometry/m53.json.
  test("705,249 samples a signal at 130 Hz in volts, 137 and 1,046 rising edges", async () => {
    const recording = await openPpd(REAL);
    expect(recording).toMatchObject({ nSamples: 705_249, sampleRateHz: 130 });
    const { channels, clipped } = await recording.read([0, 1], 0, recording.nSamples);
    const [first, second] = channels.map((each) => each.reduce((sum, v) => sum + v, 0) / each.length);
    expect(first).toBeCloseTo(1.47805, 5);
    expect(second).toBeCloseTo(1.44915, 5);
    expect(clipped).toBeNull();
    expect((await recording.pulses()).map(({ timesS }) => timesS.length)).toEqual([137, 1046]);
    await recording.close();
  });

  test("the mean trace over the 137 cues by the reference's recipe: peak z 3.05 at 0.91 s, within 3 %", async () => {
    const recording = await openPpd(REAL);
    const cues = (await readNpy(sharedPath("data/photometry/reward_cue_times.npy"))).values;
    expect(cues.length).toBe(137);
    const source = traceSource(recording, 0, 1);
    const fitted = await fitPreprocessing(source, {
      ...DEFAULT_PREPROCESSING,
      ...{ bleaching: "high-pass", dff: false, sampleRateHz: 130, fromS: -1, toS: 3 },
    });
    expect(fitted.line?.slope).toBeCloseTo(0.18716, 2);
    const mean = new Float64Array(4 * 130 + 1);
    let n = 0;
    for await (const { samples } of cutSnippets(source, fitted, cues)) {
      const before = samples.subarray(65, 130).reduce((sum, v) => sum + v, 0) / 65;
      for (const [k, value] of samples.entries()) mean[k] += value - before;
      n++;
    }
    expect(n).toBe(137);
    const peak = mean.reduce((best, value, k) => (value > mean[best] ? k : best), 0);
    expect(Math.abs(mean[peak] / n / 3.05 - 1)).toBeLessThan(0.03);
    expect(Math.abs(peak / 130 - 1 - 0.91)).toBeLessThan(0.0273);
    await recording.close();
  });
});

// Not corrected, and docs/photometry.md says so: of a shared movement 2 sin(π f δ) stays, δ half a sample.
test.each([1, 3])(
  "of a movement at %i Hz that both signals of a time-division recording see, no more stays than their half sample apart explains",
  async (f) => {
    const rate = 130;
    // Whole periods of both frequencies: the regression over them is exact.
    const nSamples = 150 * rate;
    const shared = (t: number) => Math.sin(2 * Math.PI * f * t);
    const source = {
      ...{ sampleRateHz: rate, nSamples, hasControl: true },
      read: async (from: number, n: number) => ({
        signal: Float64Array.from({ length: n }, (_, t) => 1 + 0.1 * shared((from + t) / rate)),
        control: Float64Array.from({ length: n }, (_, t) => 1 + 0.1 * shared((from + t + 0.5) / rate)),
        ...{ gap: null, clipped: null },
      }),
    };
    const plain = { ...DEFAULT_PREPROCESSING, bleaching: "none", medianKernel: 1, lowPassHz: null } as const;
    const fitted = await fitPreprocessing(source, { ...plain, dff: false, zScore: false });
    const { values } = await correctedWindow(source, fitted, 2_000, 16_000);
    const left = Math.max(...values.map(Math.abs)) / 0.1;
    // The regression scales the control, which leaves the sine of the lag and no more.
    expect(left).toBeCloseTo(Math.sin((2 * Math.PI * f * 0.5) / rate), 3);
    expect(left).toBeLessThanOrEqual(2 * Math.sin((Math.PI * f * 0.5) / rate) + 1e-6);
  },
);
