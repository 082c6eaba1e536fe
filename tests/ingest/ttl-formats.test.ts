import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { openRecording } from "../../src/formats/photometry/open-recording.ts";
import { writePpd } from "../../src/formats/ppd/write-ppd.ts";
import { alignEvents } from "../../src/ingest/recording-alignment.ts";
import { givenFile } from "../formats/photometry/given-recordings.ts";

/** Stimuli at irregular times on the rig's clock, and where the recorder's clock has them. */
const N = 40;
const RATE = 200;
const rigS = Array.from({ length: N }, (_, i) => 4 + 3 * i + 0.6 * ((i * 7) % 5));
const recordedS = rigS.map((timeS) => 2.5 + 1.00005 * timeS);
const nSamples = Math.ceil((recordedS[N - 1] + 5) * RATE);
const isHigh = (timeS: number) => recordedS.some((pulse) => timeS >= pulse && timeS < pulse + 0.05);
const signalAt = (timeS: number) => 1 + 0.1 * Math.exp(-timeS / 60) + 0.01 * Math.sin(timeS);
const times = Array.from({ length: nSamples }, (_, t) => t / RATE);
const column = (of: (timeS: number, t: number) => number) => times.map(of);

const writers: Readonly<
  Record<string, (file: (name: string, content: string | Uint8Array) => string) => Promise<string>>
> = {
  async ".ppd"(file) {
    const path = file("ttl.ppd", "");
    const signal = Float64Array.from(times, signalAt);
    await writePpd(path, {
      ...{ sampleRateHz: RATE, signals: [signal, signal], header: {} },
      digital1: Uint8Array.from(times, (timeS) => Number(isHigh(timeS))),
    });
    return path;
  },
  async "FP3002 CSV"(file) {
    const rows = column((timeS, t) => 17 + (t % 2) + (isHigh(timeS) ? 512 : 0)).map(
      (state, t) => `${t},${times[t]},${state},${signalAt(times[t])}`,
    );
    return file("ttl-frames.csv", ["FrameCounter,SystemTimestamp,LedState,G0", ...rows].join("\n"));
  },
  async "FP3002 Parquet"(file) {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: "Timestamp", data: times, type: "DOUBLE" },
        {
          name: "Flags",
          data: column((timeS, t) => 17 + (t % 2) + (isHigh(timeS) ? 512 : 0)),
          type: "INT32",
        },
        { name: "Region0G", data: times.map(signalAt), type: "DOUBLE" },
      ],
    });
    return file("ttl-frames.pqt", new Uint8Array(bytes));
  },
  async "generic CSV"(file) {
    const rows = times.map((timeS) => `${timeS},${signalAt(timeS)},${isHigh(timeS) ? 1 : 0}`);
    return file("ttl.csv", ["time,signal,ttl", ...rows].join("\n"));
  },
  async NWB(file) {
    const path = file("ttl.nwb", "");
    const h5wasm = await import("h5wasm/node");
    await h5wasm.ready;
    const h5 = new h5wasm.File(path, "w");
    const fiber = h5.create_group("acquisition").create_group("fiber");
    fiber.create_attribute("neurodata_type", "FiberPhotometryResponseSeries");
    fiber.create_dataset({ name: "data", data: Float32Array.from(times, signalAt) });
    fiber
      .create_dataset({ name: "starting_time", data: 0, dtype: "<d" })
      .create_attribute("rate", RATE, null, "<d");
    const cues = h5.create_group("events").create_group("cues");
    cues.create_attribute("neurodata_type", "EventsTable");
    cues.create_dataset({ name: "timestamp", data: Float64Array.from(recordedS) });
    h5.close();
    return path;
  },
};

test.each(Object.keys(writers))(
  "pulses in %s align the session's clock with the recording's",
  async (format) => {
    const recording = await openRecording(await writers[format](givenFile));
    try {
      const events = rigS.map((timeS, i) => ({ alignment: "stimulus" as const, trial: i + 1, timeS }));
      const aligned = await alignEvents(recording, {
        ...{ kind: "pulses", events, pulseEvent: "stimulus", input: null, pulsesS: null },
      });
      expect(aligned.clocks).toMatchObject({ nMatched: N, nUnmatchedRig: 0 });
      // A pulse is seen with the first sample under it, so at most a sample late.
      for (const [i, { timeS }] of aligned.events.entries())
        expect(Math.abs(timeS - recordedS[i])).toBeLessThan(1 / RATE);
    } finally {
      await recording.close();
    }
  },
);
