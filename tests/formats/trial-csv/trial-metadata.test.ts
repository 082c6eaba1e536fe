import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { metadataFile } from "../../../src/formats/trial-csv/file-names.ts";
import { readTrialMetadata, verifyTrialMetadata } from "../../../src/formats/trial-csv/trial-metadata.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";
import { failureOf, readWhole, temporaryFolder } from "./given-files.ts";

const table =
  "session,trial,contrast_left,contrast_right,choice,response_time_s\n1,1,0.5,0,left,0.8\n2,1,0.5,0,left,0.4\n";

/** A table M1.csv of two trials in two sessions, and this JSON beside it. */
function givenPair(json: string | Buffer | null, text = table): string {
  const folder = temporaryFolder();
  const file = join(folder, "M1.csv");
  writeFileSync(file, text);
  if (json !== null) writeFileSync(join(folder, "M1.json"), json);
  return file;
}

async function verified(file: string): Promise<void> {
  const { summary } = await readWhole(file);
  verifyTrialMetadata(await readTrialMetadata(file), summary);
}

test.each([
  ["/a/M1.csv", "/a/M1.json"],
  ["/a/M1.csv.gz", "/a/M1.json"],
  ["/a/M1.CSV.GZ", "/a/M1.json"],
  ["/a/M1.2024.tsv", "/a/M1.2024.json"],
  ["/a/M1", "/a/M1.json"],
])("the metadata of %s are %s", (file, json) => {
  expect(metadataFile(file)).toBe(json);
});

test.skipIf(!hasShared)(
  `the real mice's metadata read as they are written, and agree with their tables${whySkipped}`,
  async () => {
    const files = readdirSync(sharedPath("data/dap")).filter((file) => file.endsWith(".csv.gz"));
    for (const name of files) {
      const file = sharedPath("data/dap", name);
      const json = JSON.parse(readFileSync(file.replace(".csv.gz", ".json"), "utf8"));
      expect(await readTrialMetadata(file)).toEqual({
        file: file.replace(".csv.gz", ".json"),
        subject: json.subject,
        nTrials: json.trials,
        nSessions: json.sessions,
        nonDecisionTimeS: json.t_nd_s,
        simulated: false,
      });
      await verified(file);
    }
  },
);

test("no JSON beside the table is no error, and nothing is claimed", async () => {
  const file = givenPair(null);
  expect(await readTrialMetadata(file)).toEqual({
    file: null,
    subject: null,
    nTrials: null,
    nonDecisionTimeS: null,
    simulated: false,
  });
  await verified(file);
});

test("every key may be left out, unknown ones are passed over, and a simulated table says so", async () => {
  const file = givenPair('\ufeff{"simulated": true, "t_nd_s": null, "colour": "black"}');
  expect(await readTrialMetadata(file)).toMatchObject({ simulated: true, nonDecisionTimeS: null });
  expect(await readTrialMetadata(file)).not.toHaveProperty("nSessions");
  await verified(file);
});

test("sessions of null are held to unknown boundaries", async () => {
  await verified(givenPair('{"sessions": null}', "contrast_left,contrast_right,choice\n0.5,0,left\n"));
  const error = await failureOf(verified(givenPair('{"sessions": null}')));
  expect(error).toMatchObject({
    code: "TRIAL_METADATA_DISAGREES",
    place: { field: "sessions", value: null },
  });
});

describe("metadata that disagree with their table are refused", () => {
  test.each([
    ["subject", '{"subject": "M2"}', "M2", /M1\.csv has M1/],
    ["trials", '{"trials": 3}', 3, /M1\.csv has 2/],
    ["sessions", '{"sessions": 1}', 1, /M1\.csv has 2/],
    ["t_nd_s", '{"t_nd_s": 0.4}', 0.4, /response time of 0\.4 s/],
  ])("%s", async (field, json, value, message) => {
    const file = givenPair(json);
    const error = await failureOf(verified(file));
    expect(error.code).toBe("TRIAL_METADATA_DISAGREES");
    expect(error.place).toEqual({ file: metadataFile(file), field, value });
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(/bring them together again/);
  });

  test("one subject's metadata beside a table of several", async () => {
    const text = "subject,contrast_left,contrast_right,choice\nM1,0.5,0,left\nM2,0.5,0,left\n";
    const error = await failureOf(verified(givenPair('{"subject": "M1"}', text)));
    expect(error.message).toMatch(/has 2 subjects/);
  });
});

describe("metadata that cannot be right are refused with code, place and remedy", () => {
  test.each([
    ["not JSON", "{subject: M1}", "TRIAL_METADATA_NOT_JSON", undefined, /Write one object/],
    ["empty", "", "TRIAL_METADATA_NOT_JSON", undefined, /Write one object/],
    ["a list", "[1]", "TRIAL_METADATA_NOT_JSON", undefined, /Write one object/],
    ["a subject that is a number", '{"subject": 9}', "TRIAL_METADATA_INVALID", "subject", /a name/],
    ["no trials", '{"trials": 0}', "TRIAL_METADATA_INVALID", "trials", /whole number from 1/],
    ["trials as text", '{"trials": "2"}', "TRIAL_METADATA_INVALID", "trials", /whole number from 1/],
    ["half a session", '{"sessions": 1.5}', "TRIAL_METADATA_INVALID", "sessions", /whole number from 1/],
    ["a negative time", '{"t_nd_s": -0.1}', "TRIAL_METADATA_INVALID", "t_nd_s", /seconds from 0/],
    ["a time beyond float64", '{"t_nd_s": 1e999}', "TRIAL_METADATA_INVALID", "t_nd_s", /seconds from 0/],
    ["a doubtful simulation", '{"simulated": "no"}', "TRIAL_METADATA_INVALID", "simulated", /true or false/],
    [
      "not UTF-8",
      Buffer.from('{"subject": "M\xe9"}', "latin1"),
      "TRIAL_METADATA_UNREADABLE",
      undefined,
      /UTF-8/,
    ],
    ["huge", Buffer.alloc(1_048_577, " "), "TRIAL_METADATA_UNREADABLE", undefined, /rename/],
  ])("%s", async (_, json, code, field, remedy) => {
    const file = givenPair(json);
    const error = await failureOf(readTrialMetadata(file));
    expect(error.code).toBe(code);
    expect(error.place.file).toBe(metadataFile(file));
    expect(error.place.field).toBe(field);
    expect(error.remedy).toMatch(remedy);
  });

  test("a folder in its place", async () => {
    const file = givenPair(null);
    mkdirSync(metadataFile(file));
    expect(await failureOf(readTrialMetadata(file))).toMatchObject({ code: "TRIAL_METADATA_UNREADABLE" });
  });
});
