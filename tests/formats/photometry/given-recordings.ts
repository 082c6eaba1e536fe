import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import * as recordings from "../../../src/formats/photometry/open-recording.ts";
import type { PhotometryRecording } from "../../../src/formats/photometry/recording.ts";

const folder = mkdtempSync(join(tmpdir(), "saddlepoint-recordings-"));
const opened: PhotometryRecording[] = [];
afterAll(async () => {
  for (const recording of opened) await recording.close().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

/** A recording that is closed after the file's tests, if it is not before. */
export const openRecording: typeof recordings.openRecording = async (file, options) => {
  const recording = await recordings.openRecording(file, options);
  opened.push(recording);
  return recording;
};

export function givenFile(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

export const PPD_0 = {
  subject_ID: "M1",
  date_time: "2020-01-01T10:00:00",
  mode: "2 colour time div.",
  sampling_rate: 130,
  volts_per_division: [0.0001, 0.0002],
  LED_current: [10, 20],
  version: 0.3,
};

/** A .ppd of these words, which hold a 15-bit sample above a digital bit. */
export function ppdBytes(header: object, words: readonly number[]): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const bytes = Buffer.alloc(2 + json.length + 2 * words.length);
  bytes.writeUInt16LE(json.length, 0);
  json.copy(bytes, 2);
  for (const [i, word] of words.entries()) bytes.writeUInt16LE(word, 2 + json.length + 2 * i);
  return bytes;
}
