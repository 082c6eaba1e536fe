import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { readParquetColumns } from "../../../src/formats/parquet/read-columns.ts";
import { readNumberCsv } from "../../../src/formats/photometry-csv/read-number-csv.ts";
import { meanTrace, trialTraces } from "../../../src/formats/photometry-csv/trial-traces.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";
import { givenFile, openRecording } from "./given-recordings.ts";

describe("FP3002 frames", () => {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const led = i === 0 ? 7 : i % 2 === 0 ? 1 : 2;
    const input = i >= 10 && i < 14 ? 512 : 0;
    return `${i < 30 ? i : i + 2},${(100 + (i < 30 ? i : i + 2) / 20).toFixed(6)},${16 + led + input},${led + i / 100},5`;
  });
  const csv = ["FrameCounter,Timestamp,Flags,Region0G,Region1R", ...rows].join("\n");

  test("are taken apart by light source; several at once, lost frames and inputs are counted", async () => {
    const recording = await openRecording(givenFile("frames.csv", csv));
    expect(recording.channels.map(({ name }) => name)).toEqual([
      ...["Region0G-415", "Region0G-470", "Region1R-415", "Region1R-470"],
    ]);
    expect(recording.facts).toMatchObject({
      ...{ frames: 40, frames415Nm: 19, frames470Nm: 20, framesOfNoOrSeveralSources: 1, droppedFrames: 2 },
    });
    expect(recording.sampleRateHz).toBeCloseTo(10, 6);
    const { channels, gap } = await recording.read([0, 1], 0, recording.nSamples);
    expect(channels[0][0]).toBeCloseTo(1.02, 9);
    expect(channels[1][0]).toBeCloseTo(2.02, 9);
    expect(gap?.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    expect((await recording.pulses()).map(({ name, timesS }) => [name, ...timesS])).toEqual([
      ["input_0", 100.5],
    ]);
  });

  test("a state that the device does not have is no FP3002 frame", async () => {
    await expect(openRecording(givenFile("bad.csv", csv.replace(",18,", ",1800,")))).rejects.toMatchObject({
      code: "FP3002_FRAMES",
    });
  });

  test.skipIf(!hasShared)(`the real table: 86,936 frames${whySkipped}`, async () => {
    const file = sharedPath("data/photometry/version_1__neurophotometrics_fpData.raw.pqt");
    const recording = await openRecording(file);
    const { columns } = await readParquetColumns(file);
    // Counted from the state words alone, apart from the reader's own tables.
    const flags = columns.get("Flags") ?? new Float64Array();
    const count = (led: number) => flags.filter((state) => state % 8 === led).length;
    expect(recording.facts).toMatchObject({
      ...{ frames: 86_936, frames415Nm: count(1), frames470Nm: count(2) },
      framesOfNoOrSeveralSources: 86_936 - count(1) - count(2),
    });
    expect(count(1) + count(2)).toBeGreaterThan(86_900);
    expect(recording.channels).toHaveLength(14);
    // The frames of a region under each source, in order, against the table itself.
    const region = columns.get("Region1G") ?? new Float64Array();
    const first470 = region[flags.findIndex((state) => state % 8 === 2)];
    const at470 = recording.channels.findIndex(({ name }) => name === "Region1G-470");
    const { channels } = await recording.read([at470, at470 - 1], 0, recording.nSamples);
    const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(mean(channels[0])).toBeCloseTo(mean(region.filter((_, i) => flags[i] % 8 === 2)), 4);
    expect(mean(channels[1])).toBeCloseTo(mean(region.filter((_, i) => flags[i] % 8 === 1)), 4);
    expect(first470).toBeGreaterThan(0);
    expect(recording.sampleRateHz).toBeGreaterThan(14);
    expect(recording.sampleRateHz).toBeLessThan(16);
  });
});

describe("FP3002 Parquet of several row groups, far longer than what is held at a time", () => {
  const n = 300_000;
  const state = (row: number) => 16 + (row % 2 === 0 ? 1 : 2) + (row % 1000 < 3 ? 512 : 0);
  const column = (of: (row: number) => number) => Float64Array.from({ length: n }, (_, row) => of(row));
  const bytes = (rowGroupSize: number) =>
    parquetWriteBuffer({
      columnData: [
        { name: "Timestamp", data: column((row) => 7 + row / 100), type: "DOUBLE" },
        { name: "Flags", data: Int32Array.from({ length: n }, (_, row) => state(row)), type: "INT32" },
        { name: "Region0G", data: column((row) => Math.sin(row / 5000)), type: "DOUBLE" },
      ],
      rowGroupSize,
    });

  test.each([7_000, 290_000])(
    "every sample comes out where it was put in, with groups of %i rows",
    async (rows) => {
      const recording = await openRecording(givenFile("long.pqt", new Uint8Array(bytes(rows))));
      expect(recording.channels.map(({ name }) => name)).toEqual(["Region0G-415", "Region0G-470"]);
      expect(recording.sampleRateHz).toBeCloseTo(50, 6);
      // The grid begins with the later of the two sources' first frames, which is the 470 nm's.
      expect(recording.startS).toBeCloseTo(7.01, 9);
      const { channels, gap } = await recording.read([1], 0, recording.nSamples);
      expect(gap).toBeNull();
      let worst = 0;
      for (const [t, value] of channels[0].entries()) {
        worst = Math.max(worst, Math.abs(value - Math.sin((2 * t + 1) / 5000)));
      }
      expect(worst).toBeLessThan(1e-6);
      expect((await recording.read([1], 123_456, 3)).channels[0]).toEqual(
        channels[0].slice(123_456, 123_459),
      );
      expect((await recording.pulses()).map(({ name, timesS }) => [name, timesS.length])).toEqual([
        ["input_0", 299],
      ]);
    },
  );
});

describe("generic CSV", () => {
  test("time, channels and a digital input; blank cells are gaps", async () => {
    const rows = Array.from(
      { length: 50 },
      (_, i) => `${i * 10},${i === 7 ? "" : i},${2 * i},${i > 20 && i < 25 ? 1 : 0}`,
    );
    const recording = await openRecording(
      givenFile("generic.csv", ["time_ms,sig,iso,ttl", ...rows].join("\n")),
    );
    expect(recording).toMatchObject({ format: "CSV", nSamples: 50, startS: 0 });
    expect(recording.sampleRateHz).toBeCloseTo(100, 9);
    const { channels, gap } = await recording.read([0, 1], 5, 5);
    expect([...channels[0]].map((v) => Number(v.toFixed(6)))).toEqual([5, 6, 7, 8, 9]);
    expect([...(gap ?? [])]).toEqual([0, 0, 1, 0, 0]);
    expect((await recording.pulses())[0]).toMatchObject({ name: "ttl", timesS: Float64Array.of(0.21) });
  });

  test.each([
    ["time,x\n0,1\n0.1,oops\n", "PHOTOMETRY_CSV_CELL"],
    ["time,x\n0,1\n0.1\n", "PHOTOMETRY_CSV_RAGGED"],
    ["time,x\n", "PHOTOMETRY_CSV_EMPTY"],
    ["0,1\n2,3\n", "PHOTOMETRY_CSV_HEADER"],
    ["clock,x\n0,1\n1,2\n", "PHOTOMETRY_CSV_COLUMNS"],
    ["time,x\n0,1\n1,2\n0.5,3\n", "TIMESTAMPS_UNUSABLE"],
    ["time,x\n0,1\n1e-9,2\n1,3\n2,4\n1e9,5\n", "TIMESTAMPS_UNUSABLE"],
  ])("%j is refused", async (text, code) => {
    await expect(openRecording(givenFile("wrong.csv", text))).rejects.toMatchObject({ code });
  });

  test.skipIf(!hasShared)(
    `the 580 × 112 table: its mean equals an independent average${whySkipped}`,
    async () => {
      const file = sharedPath("data/photometry/flmm_example_data.csv");
      const traces = trialTraces(file, await readNumberCsv(file));
      if (traces === null) throw new Error("no traces");
      expect(traces).toMatchObject({ nTrials: 580, nSamples: 112, channel: "photometry" });
      const lines = readFileSync(file, "utf8").trim().split("\n");
      const names = lines[0].split(",");
      const first = names.indexOf('"photometry.1"');
      const rows = lines.slice(1).map((line) => line.split(","));
      const mean = meanTrace(traces);
      for (let k = 0; k < 112; k++) {
        const average =
          rows.map((cells) => Number(cells[first + k])).reduce((a, b) => a + b, 0) / rows.length;
        expect(Math.abs(mean[k] - average)).toBeLessThan(1e-9);
      }
    },
  );
});

describe("NWB, fixtures written with h5py by the published schema (write-fixture.py; no rig's file is at hand)", () => {
  const fixture = (name: string) => resolve(import.meta.dirname, "../nwb", name);

  test("FiberPhotometryResponseSeries with a rate: conversion, offset, channels, start", async () => {
    const recording = await openRecording(fixture("fiber-photometry.nwb"));
    expect(recording).toMatchObject({
      ...{ format: "NWB", sampleRateHz: 50, nSamples: 3000, startS: 12.5 },
      channels: [1, 2].map((k) => ({ name: `fiber_photometry_response_series-${k}`, units: "V" })),
    });
    const { channels } = await recording.read([1, 0], 100, 3);
    for (let k = 0; k < 3; k++) {
      const t = (100 + k) / 50;
      expect(channels[0][k]).toBeCloseTo(Math.round(2000 + 50 * Math.cos(t)) * 0.001 + 0.5, 9);
      expect(channels[1][k]).toBeCloseTo(Math.round(1000 + 100 * Math.sin(t)) * 0.001 + 0.5, 9);
    }
    await recording.close();
  });

  test("TimeSeries with timestamps: an even grid, its gap marked", async () => {
    const recording = await openRecording(fixture("time-series.nwb"));
    expect(recording).toMatchObject({
      nSamples: 3000,
      startS: 3,
      channels: [{ name: "trace", units: "volts" }],
    });
    const { channels, gap } = await recording.read([0], 0, 3000);
    expect(channels[0][500]).toBeCloseTo(1 + 0.1 * Math.sin(10), 6);
    expect(gap?.reduce((a, b) => a + b, 0)).toBe(50);
    await recording.close();
  });

  test("TimeIntervals, an EventsTable, and TTLs by their labels, are taken as inputs' pulses", async () => {
    const file = givenFile("pulses.nwb", "");
    const h5wasm = await import("h5wasm/node");
    await h5wasm.ready;
    const h5 = new h5wasm.File(file, "w");
    const group = (path: readonly string[], type: string) => {
      const made = path.reduce<InstanceType<typeof h5wasm.Group>>(
        (at, name) => (at.keys().includes(name) ? (at.get(name) as typeof at) : at.create_group(name)),
        h5 as unknown as InstanceType<typeof h5wasm.Group>,
      );
      made.create_attribute("neurodata_type", type);
      return made;
    };
    const fiber = group(["acquisition", "fiber"], "FiberPhotometryResponseSeries");
    fiber.create_dataset({ name: "data", data: Float32Array.from({ length: 100 }, (_, i) => i) });
    fiber
      .create_dataset({ name: "starting_time", data: 0, dtype: "<d" })
      .create_attribute("rate", 10, null, "<d");
    const column = (to: ReturnType<typeof group>, name: string, values: readonly number[]) =>
      to.create_dataset({ name, data: Float64Array.from(values) });
    column(group(["intervals", "trials"], "TimeIntervals"), "start_time", [1, 3, 6]);
    column(group(["events", "cues"], "EventsTable"), "timestamp", [2, 4]);
    const ttls = group(["acquisition", "ttl"], "TTLs");
    column(ttls, "timestamps", [1, 1.5, 3, 3.5]);
    ttls.create_dataset({ name: "data", data: Int32Array.of(0, 1, 0, 1) });
    h5.close();
    const recording = await openRecording(file);
    expect((await recording.pulses()).map(({ name, timesS }) => [name, ...timesS])).toEqual([
      ["ttl:0", 1, 3],
      ["ttl:1", 1.5, 3.5],
      ["trials", 1, 3, 6],
      ["cues", 2, 4],
    ]);
  });

  test("a file without photometry, and one that is cut off", async () => {
    const whole = readFileSync(fixture("fiber-photometry.nwb"));
    await expect(openRecording(givenFile("cut.nwb", whole.subarray(0, 5000)))).rejects.toMatchObject({
      code: "NWB_INVALID",
    });
    if (hasShared) {
      const empty = sharedPath("data/nwb/2.1.0_nwbfile_with_extension.nwb");
      await expect(openRecording(empty)).rejects.toMatchObject({ code: "NWB_NO_SERIES" });
    }
  });
});
