import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { SaddlepointError } from "../../../src/errors.ts";
import { readAlfTrials } from "../../../src/formats/alf/read-alf-trials.ts";
import { readNpy } from "../../../src/formats/npy/read-npy.ts";
import { openRecording } from "../../../src/formats/photometry/open-recording.ts";
import type { PhotometryRecording } from "../../../src/formats/photometry/recording.ts";
import { readNumberCsv } from "../../../src/formats/photometry-csv/read-number-csv.ts";
import { trialTraces } from "../../../src/formats/photometry-csv/trial-traces.ts";
import { readStimulations } from "../../../src/formats/stimulation-table/read-stimulations.ts";
import { readTrialCsv } from "../../../src/formats/trial-csv/read-trial-csv.ts";
import { type Random, seededRandom } from "../../../src/science/random.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";
import { givenFile, PPD_0, ppdBytes } from "./given-recordings.ts";

const MUTATIONS = process.env.TEST_FULL === "1" ? 1_000 : 60;

/** Bytes changed, cut off, doubled or put in; the beginning, where headers are, more often than the rest. */
function mutated(original: Uint8Array, random: Random): Buffer {
  let bytes = Buffer.from(original);
  for (let round = 0; round <= random.integer(3); round++) {
    const at = random.integer(random.uniform() < 0.5 ? Math.min(400, bytes.length) : bytes.length);
    const kind = random.integer(5);
    if (kind <= 1) bytes[at] = random.integer(256);
    else if (kind === 2) bytes = bytes.subarray(0, Math.max(1, random.integer(bytes.length)));
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at / 2)]);
    else
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([random.integer(256)]), bytes.subarray(at)]);
  }
  return bytes;
}

/** What is read from a mutated file must be whole: numbers where numbers are promised, as many as are promised. */
async function readsRecording(file: string): Promise<void> {
  const recording = await openRecording(file);
  try {
    await readsWhole(recording);
  } finally {
    await recording.close();
  }
}

async function readsWhole(recording: PhotometryRecording): Promise<void> {
  const { channels } = await recording.read(
    [...recording.channels.keys()],
    0,
    Math.min(5_000, recording.nSamples),
  );
  expect(recording.sampleRateHz).toBeGreaterThan(0);
  for (const values of channels) {
    expect(values.length).toBe(Math.min(5_000, recording.nSamples));
    if (recording.format !== "NWB") expect(values.every((value) => Number.isFinite(value))).toBe(true);
  }
  for (const { timesS } of await recording.pulses())
    expect(timesS.every((time) => Number.isFinite(time))).toBe(true);
}

async function survives(
  name: string,
  original: Uint8Array,
  reads: (file: string) => Promise<unknown>,
): Promise<void> {
  const random = seededRandom(20_261);
  let refused = 0;
  for (let k = 0; k < MUTATIONS; k++) {
    const file = givenFile(name, mutated(original, random));
    try {
      await reads(file);
    } catch (error) {
      if (!(error instanceof SaddlepointError)) throw new Error(`mutation ${k} of ${name}`, { cause: error });
      expect(error.remedy).not.toBe("");
      expect(error.place.file).toBe(file);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
}

/** Numbers, as many as rows and samples promise. */
async function readsTraces(file: string): Promise<void> {
  const traces = trialTraces(file, await readNumberCsv(file));
  if (traces === null) throw new SaddlepointError("NO_TRACES", "no samples", "none", { file });
  expect(traces.samples.length).toBe(traces.nSamples * traces.nTrials);
}

async function readsLight(file: string): Promise<void> {
  for (const { payload } of await readStimulations(file)) {
    expect(["left", "right", "both"]).toContain(payload.hemisphere);
    expect(["active", "control"]).toContain(payload.condition);
    for (const value of Object.values(payload)) {
      expect(typeof value === "number" ? Number.isFinite(value) : typeof value === "string").toBe(true);
    }
  }
}

async function readsTrials(file: string): Promise<void> {
  for await (const rows of readTrialCsv(file))
    for (const { contrastLeft, contrastRight, choice } of rows) {
      expect(contrastLeft >= 0 && contrastLeft <= 1 && contrastRight >= 0 && contrastRight <= 1).toBe(true);
      expect(["left", "right", "no-go"]).toContain(choice);
    }
}

const words = Array.from({ length: 400 }, (_, i) => ((20_000 + i) << 1 || 1) & 0xffff);
const frames = Array.from({ length: 60 }, (_, i) => `${i},${100 + i / 20},${17 + (i % 2)},0.${i + 10},5`);
const framesParquet = () =>
  parquetWriteBuffer({
    columnData: [
      { name: "FrameCounter", data: Int32Array.from({ length: 60 }, (_, i) => i), type: "INT32" },
      { name: "Timestamp", data: Float64Array.from({ length: 60 }, (_, i) => 100 + i / 20), type: "DOUBLE" },
      { name: "Flags", data: Int32Array.from({ length: 60 }, (_, i) => 17 + (i % 2)), type: "INT32" },
      { name: "Region0G", data: Float64Array.from({ length: 60 }, (_, i) => 1 + i / 100), type: "DOUBLE" },
    ],
    rowGroupSize: 25,
  });
const light = ["trial", "onset_s", "site", "hemisphere", "condition", "power_mw"];
const lightRows = Array.from(
  { length: 30 },
  (_, i) => [i + 1, 3.5 * i, "DMS", "left", "active", 4.5] as const,
);
const csv = (header: string, rows: readonly string[]) => Buffer.from([header, ...rows].join("\n"));
const numbered = (n: number) => Array.from({ length: n }, (_, k) => k);

const originals: readonly (readonly [string, string, Uint8Array, (file: string) => Promise<unknown>])[] = [
  [".ppd", "a.ppd", ppdBytes(PPD_0, words), readsRecording],
  ["FP3002 CSV", "f.csv", csv("FrameCounter,Timestamp,Flags,Region0G,Region1R", frames), readsRecording],
  ["FP3002 Parquet", "f.pqt", new Uint8Array(framesParquet()), readsRecording],
  [
    "generic CSV",
    "generic.csv",
    csv(
      "time,a,b",
      numbered(60).map((i) => `${i / 10},${i % 7},0.${i}`),
    ),
    readsRecording,
  ],
  ["NWB", "a.nwb", readFileSync(resolve(import.meta.dirname, "../nwb/fiber-photometry.nwb")), readsRecording],
  [
    "NWB with timestamps",
    "t.nwb",
    readFileSync(resolve(import.meta.dirname, "../nwb/time-series.nwb")),
    readsRecording,
  ],
  [
    "trial-by-sample CSV",
    "traces.csv",
    csv(
      `trial,${numbered(10)
        .map((k) => `p.${k + 1}`)
        .join(",")}`,
      numbered(20).map((i) => [i + 1, ...numbered(10).map((k) => i / 7 + k)].join(",")),
    ),
    readsTraces,
  ],
  [
    "trial CSV",
    "trials.csv",
    csv(
      "subject,session,trial,contrast_left,contrast_right,choice,response_time_s",
      numbered(40).map((i) => `M,1,${i + 1},0.5,0,${i % 3 === 0 ? "left" : "right"},0.${i + 1}`),
    ),
    readsTrials,
  ],
  [
    "stimulation CSV",
    "light.csv",
    csv(
      light.join(","),
      lightRows.map((row) => row.join(",")),
    ),
    readsLight,
  ],
  [
    "stimulation Parquet",
    "light.pqt",
    new Uint8Array(
      parquetWriteBuffer({
        columnData: light.map((name, i) => ({ name, data: lightRows.map((row) => row[i]) })),
      }),
    ),
    readsLight,
  ],
];

describe(`${MUTATIONS} mutated files of each format: an error with place and remedy, or whole data`, () => {
  test.each(originals)(
    "%s",
    async (_format, name, original, reads) => {
      await reads(givenFile(name, original));
      await survives(name, original, reads);
    },
    240_000,
  );
  test.skipIf(!hasShared)(
    `.npy${whySkipped}`,
    () => survives("a.npy", readFileSync(sharedPath("data/photometry/reward_cue_times.npy")), readNpy),
    60_000,
  );
  test.skipIf(!hasShared)(
    `ALF Parquet${whySkipped}`,
    () => {
      const table = readFileSync(sharedPath("data/photometry/version_5__ibl_trials.table.pqt"));
      return survives("trials.table.pqt", table, (file) => readAlfTrials(file, { subject: "M", session: 1 }));
    },
    120_000,
  );
});
