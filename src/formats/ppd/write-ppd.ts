import { type FileHandle, open, rename, rm } from "node:fs/promises";

/** Two signals of a pyPhotometry recording, and when its first digital input was high. */
export interface PpdRecording {
  readonly sampleRateHz: number;
  /** In volts; what lies outside of the converter's range is clipped to it. */
  readonly signals: readonly [Float64Array, Float64Array];
  /** 1 where digital_1 is high. */
  readonly digital1: Uint8Array;
  /** Fields of the header beyond those that say how to read the samples. */
  readonly header: Readonly<Record<string, string | number | boolean>>;
}

const VOLTS_PER_DIVISION = 1.0122e-4;
const FULL_SCALE = 0x7fff;
const PIECE_SAMPLES = 65_536;

/**
 * Writes a recording as pyPhotometry 0.3 does in its two-colour time-division mode; it appears under its name when it
 * is whole. The same recording gives the same bytes.
 */
export async function writePpd(file: string, recording: PpdRecording): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  try {
    const handle = await open(partial, "w");
    try {
      await writeTo(handle, recording);
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeTo(handle: FileHandle, recording: PpdRecording): Promise<void> {
  const { signals, digital1, sampleRateHz, header } = recording;
  const json = Buffer.from(
    JSON.stringify({
      ...header,
      mode: "2 colour time div.",
      sampling_rate: sampleRateHz,
      volts_per_division: [VOLTS_PER_DIVISION, VOLTS_PER_DIVISION],
      version: "0.3.3",
    }),
  );
  const length = Buffer.alloc(2);
  length.writeUInt16LE(json.length);
  await handle.writeFile(Buffer.concat([length, json]));
  const n = digital1.length;
  for (let from = 0; from < n; from += PIECE_SAMPLES) {
    const here = Math.min(PIECE_SAMPLES, n - from);
    const words = Buffer.alloc(4 * here);
    for (let t = 0; t < here; t++) {
      words.writeUInt16LE((stepsOf(signals[0][from + t]) << 1) | digital1[from + t], 4 * t);
      words.writeUInt16LE(stepsOf(signals[1][from + t]) << 1, 4 * t + 2);
    }
    await handle.writeFile(words);
  }
}

function stepsOf(volts: number): number {
  return Math.min(FULL_SCALE, Math.max(0, Math.round(volts / VOLTS_PER_DIVISION)));
}
