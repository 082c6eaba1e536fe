import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { SaddlepointError } from "../../../src/errors.ts";
import { readAlfTrials } from "../../../src/formats/alf/read-alf-trials.ts";
import { readNpy } from "../../../src/formats/npy/read-npy.ts";
import { openRecording } from "../../../src/formats/photometry/open-recording.ts";
import type { PhotometryRecording } from "../../../src/formats/photometry/recording.ts";
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

const words = Array.from({ length: 400 }, (_, i) => (20_000 + i) << 1 || 1);
const frames = Array.from({ length: 60 }, (_, i) => `${i},${100 + i / 20},${17 + (i % 2)},0.${i + 10},5`);

describe(`${MUTATIONS} mutated files of each format: an error with place and remedy, or whole data`, () => {
  test(
    ".ppd",
    () =>
      survives(
        "a.ppd",
        ppdBytes(
          PPD_0,
          words.map((word) => word & 0xffff),
        ),
        readsRecording,
      ),
    60_000,
  );
  test("FP3002 CSV", () => {
    const text = ["FrameCounter,Timestamp,Flags,Region0G,Region1R", ...frames].join("\n");
    return survives("frames.csv", Buffer.from(text), readsRecording);
  }, 60_000);
  test("generic CSV", () => {
    const text = ["time,a,b", ...Array.from({ length: 60 }, (_, i) => `${i / 10},${i % 7},0.${i}`)].join(
      "\n",
    );
    return survives("generic.csv", Buffer.from(text), readsRecording);
  }, 60_000);
  test("NWB", () => {
    const fixture = readFileSync(resolve(import.meta.dirname, "../nwb/fiber-photometry.nwb"));
    return survives("a.nwb", fixture, readsRecording);
  }, 120_000);
  test.skipIf(!hasShared)(
    `.npy (${whySkipped})`,
    () => {
      return survives("a.npy", readFileSync(sharedPath("data/photometry/reward_cue_times.npy")), readNpy);
    },
    60_000,
  );
  test.skipIf(!hasShared)(
    `ALF Parquet (${whySkipped})`,
    () => {
      const table = readFileSync(sharedPath("data/photometry/version_5__ibl_trials.table.pqt"));
      return survives("trials.table.pqt", table, (file) => readAlfTrials(file, { subject: "M", session: 1 }));
    },
    120_000,
  );
});
