import { readFileSync } from "node:fs";
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

test("a file of no format that is read: an error with place and remedy", async () => {
  const run = await saddlepoint(
    null,
    "inspect",
    givenFile("photo.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])),
  );
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/error \w+:[\s\S]*to do /);
});

test.skipIf(!hasShared)(`real FP3002 frames: channels by region and wavelength (${whySkipped})`, async () => {
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
