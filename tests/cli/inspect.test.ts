import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { givenFile, PPD_0, ppdBytes } from "../formats/photometry/given-recordings.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";
import { saddlepoint } from "./run-here.ts";

const words = Array.from({ length: 130 * 20 }, (_, t) => [
  (Math.round(12_000 - t / 10 + 50 * Math.sin(t / 20)) << 1) | (t % 400 < 5 ? 1 : 0),
  Math.round(9_000 + 30 * Math.sin(t / 7)) << 1,
]).flat();

test("explains every byte, the channels, pulses and quality, without a database; draws where it is asked to", async () => {
  const file = givenFile("a.ppd", ppdBytes(PPD_0, words));
  const events = givenFile("events.csv", "trial,stimulus_on_s,choice_s\n1,5,5.5\n2,9,9.5");
  const svg = givenFile("a.svg", "");
  const run = await saddlepoint(null, "inspect", file, "--align", events, "--plot", svg, "--json");
  expect(run.code).toBe(0);
  const document = run.json<{ parts: { offset: number; length: number }[]; bytes: number }>();
  expect(document).toMatchObject({
    ...{ format: "pyPhotometry", nSamples: 2600, sampleRateHz: 130, signal: "analog_1", control: "analog_2" },
    ...{
      pulses: [
        { name: "digital_1", n: 6 },
        { n: 0, firstS: null },
      ],
      facts: { subject_ID: "M1" },
    },
    quality: { gapShare: 0, durationS: 20 },
  });
  expect(document.parts.reduce((at, part) => (part.offset === at ? at + part.length : -1), 0)).toBe(
    document.bytes,
  );
  const picture = readFileSync(svg, "utf8");
  for (const words of ["raw (V)", "corrected", "stimulus, n = 2", "choice, n = 2", "time from event (s)"]) {
    expect(picture).toContain(words);
  }
  expect((await saddlepoint(null, "inspect", file)).stdout).toContain("length of the header");
});

const npy = (() => {
  const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }".padEnd(117);
  const start = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), Buffer.from([118, 0])]);
  return Buffer.concat([start, Buffer.from(`${header}\n`), Buffer.from(Float64Array.of(1.5, 2.5).buffer)]);
})();
const parquet = parquetWriteBuffer({
  columnData: [
    { name: "choice", data: Int32Array.of(1, -1), type: "INT32", columnIndex: true },
    { name: "text", data: ["a", "b"], type: "STRING", bloomFilter: true },
  ],
});

test.each([
  ["times.npy", npy, "npy", ["0–5 ", "6–7 ", "8–9 ", "10–66 ", "67–127 ", "128–143 "]],
  ["table.pqt", Buffer.from(parquet), "parquet", ["0–3 ", "length of the footer", "Bloom filter", "text"]],
  [
    "table.csv",
    Buffer.from("\ufeffa,b\r\n1,2\r\n"),
    "text",
    ["0–2  byte-order", "3–7  header line, 2 col", "8–12 "],
  ],
])("every byte of %s, which is no recording, is explained", async (name, bytes, format, words) => {
  const file = givenFile(name, bytes);
  const run = await saddlepoint(null, "inspect", file, "--json");
  const document = run.json<{ parts: { offset: number; length: number; what: string }[] }>();
  expect(document).toMatchObject({
    format,
    bytes: bytes.length,
    notes: [expect.stringContaining("no recording")],
  });
  let at = 0;
  for (const part of document.parts) {
    expect(part.offset).toBe(at);
    expect(part.length).toBeGreaterThan(0);
    expect(part.what).not.toContain("nothing that the footer points to");
    at += part.length;
  }
  expect(at).toBe(bytes.length);
  const { stdout } = await saddlepoint(null, "inspect", file);
  for (const word of words) expect(stdout).toContain(word);
});

test("of HDF5 the superblock is explained byte by byte, and what is left to the library is named", async () => {
  const file = resolve(import.meta.dirname, "../formats/nwb/fiber-photometry.nwb");
  const { parts } = (await saddlepoint(null, "inspect", file, "--json")).json<{
    parts: { offset: number; length: number; what: string }[];
  }>();
  const size = readFileSync(file).length;
  expect(parts.reduce((at, part) => (part.offset === at ? at + part.length : -1), 0)).toBe(size);
  expect(parts.map(({ what }) => what)).toContain(`address of the file's end, ${size}`);
  expect(parts.at(-1)?.what).toMatch(/^objects, read by the HDF5 library .*\/data \(3000 × 2\)/);
});

test("who asks for a channel means a recording", async () => {
  const run = await saddlepoint(null, "inspect", givenFile("t.npy", npy), "--signal", "a");
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("error FORMAT_UNKNOWN") });
});

test("a file of no format that is read: an error with place and remedy", async () => {
  const run = await saddlepoint(
    null,
    "inspect",
    givenFile("photo.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])),
  );
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/error \w+:[\s\S]*to do /);
});

test.skipIf(!hasShared)(`real FP3002 frames: channels by region and wavelength${whySkipped}`, async () => {
  const file = sharedPath("data/photometry/version_1__neurophotometrics_fpData.raw.pqt");
  const run = await saddlepoint(
    null,
    "inspect",
    file,
    "--signal",
    "Region1G-470",
    "--low-pass",
    "5",
    "--json",
  );
  expect(run.json()).toMatchObject({
    ...{ format: "FP3002", control: "Region1G-415" },
    facts: { frames: 86_936 },
  });
});
