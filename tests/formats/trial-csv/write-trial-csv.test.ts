import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTrialMetadata, verifyTrialMetadata } from "../../../src/formats/trial-csv/trial-metadata.ts";
import type { TrialRecord } from "../../../src/formats/trial-csv/trial-row.ts";
import { type OptionalTrialField, writeTrialCsv } from "../../../src/formats/trial-csv/write-trial-csv.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";
import { trialRecords } from "./arbitrary-trials.ts";
import { failureOf, readWhole, temporaryFolder } from "./given-files.ts";

const allColumns: readonly OptionalTrialField[] = [
  "outcome",
  "reward_volume_ul",
  "repeat_number",
  "block",
  "stimulus_on_s",
  "go_cue_s",
  "choice_s",
  "outcome_s",
];

const trial: TrialRecord = {
  subject: "M1",
  session: 1,
  trial: 1,
  contrastLeft: 0.5,
  contrastRight: -0,
  choice: "left",
  responseTimeS: 0.1 + 0.2,
  outcome: null,
  rewardVolumeUl: null,
  repeatNumber: null,
  block: null,
  stimulusOnS: null,
  goCueS: null,
  choiceS: null,
  outcomeS: null,
};

const withoutLine = (rows: readonly TrialRecord[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== "line")));

describe("what is written reads back identical", () => {
  test.each(["M1.csv", "M1.csv.gz"])("for any trials, all columns, in %s", async (name) => {
    const file = join(temporaryFolder(), name);
    await fc.assert(
      fc.asyncProperty(trialRecords, async (rows) => {
        await writeTrialCsv(file, rows, { optionalColumns: allColumns, overwrite: true });
        const { rows: read, summary } = await readWhole(file);
        expect(withoutLine(read)).toEqual(rows);
        const written = await readTrialMetadata(file);
        verifyTrialMetadata(written, summary);
        expect(written.nTrials).toBe(rows.length);
      }),
      { numRuns: 150, seed: 20_250_101 },
    );
  });

  test.skipIf(!hasShared)(`for the real mice${whySkipped}`, async () => {
    const folder = temporaryFolder();
    for (const name of ["DAP009.csv.gz", "DAP050.csv.gz"]) {
      const real = sharedPath("data/dap", name);
      const copy = join(folder, name);
      const { rows } = await readWhole(real);
      await writeTrialCsv(copy, rows);
      expect((await readWhole(copy)).rows).toEqual(rows);
      // The source's own t_nd_s was computed by the same rule from the same response times.
      const [ours, source] = [await readTrialMetadata(copy), await readTrialMetadata(real)];
      expect(ours).toEqual({
        ...source,
        file: copy.replace(".csv.gz", ".json"),
        nonDecisionTimeS: expect.closeTo(source.nonDecisionTimeS ?? Number.NaN, 12),
      });
    }
  });
});

describe("a written file", () => {
  test("has the standard columns, shortest numbers, and metadata beside it", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "M1.csv.gz");
    const result = await writeTrialCsv(file, [trial, { ...trial, trial: 2, responseTimeS: null }], {
      simulated: true,
    });
    expect(gunzipSync(readFileSync(file)).toString()).toBe(
      "subject,session,trial,contrast_left,contrast_right,choice,response_time_s\n" +
        "M1,1,1,0.5,0,left,0.30000000000000004\nM1,1,2,0.5,0,left,\n",
    );
    expect(readFileSync(join(folder, "M1.json"), "utf8")).toBe(
      '{"subject":"M1","trials":2,"sessions":1,"t_nd_s":0.25000000000000006,"simulated":true}\n',
    );
    expect(result).toEqual({
      nTrials: 2,
      subjects: [{ subject: "M1", nTrials: 2, nSessions: 1, minResponseTimeS: 0.30000000000000004 }],
      metadataFile: join(folder, "M1.json"),
    });
    expect(await readTrialMetadata(file)).toMatchObject({ simulated: true });
    expect(readdirSync(folder).sort()).toEqual(["M1.csv.gz", "M1.json"]);
  });

  test("has equal bytes for equal trials", async () => {
    const folder = temporaryFolder();
    for (const name of ["a.csv.gz", "b.csv.gz"]) await writeTrialCsv(join(folder, name), [trial]);
    expect(readFileSync(join(folder, "a.csv.gz"))).toEqual(readFileSync(join(folder, "b.csv.gz")));
  });

  test("keeps the non-decision time that it is given, null among them", async () => {
    const folder = temporaryFolder();
    await writeTrialCsv(join(folder, "a.csv"), [trial], { nonDecisionTimeS: 0.1 });
    await writeTrialCsv(join(folder, "b.csv"), [trial], { nonDecisionTimeS: null });
    await writeTrialCsv(join(folder, "c.csv"), [{ ...trial, responseTimeS: 0.04 }]);
    const times = ["a", "b", "c"].map(
      (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")).t_nd_s,
    );
    expect(times).toEqual([0.1, null, null]);
  });

  test("is never replaced unasked, nor is metadata of that name", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "M1.csv");
    await writeTrialCsv(file, [trial]);
    expect(await failureOf(writeTrialCsv(file, [trial]))).toMatchObject({
      code: "TRIAL_CSV_EXISTS",
      place: { file },
    });
    const error = await failureOf(writeTrialCsv(join(folder, "M1.csv.gz"), [trial]));
    expect(error).toMatchObject({ code: "TRIAL_CSV_EXISTS", place: { file: join(folder, "M1.json") } });
    await writeTrialCsv(file, [trial, { ...trial, trial: 2 }], { overwrite: true });
    expect((await readWhole(file)).rows).toHaveLength(2);
  });

  test("does not appear, and replaces nothing, when its rows end in an error", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "M1.csv.gz");
    async function* failing() {
      yield trial;
      throw new Error("the simulation broke");
    }
    await expect(writeTrialCsv(file, failing())).rejects.toThrow("the simulation broke");
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(file, "before");
    await expect(writeTrialCsv(file, failing(), { overwrite: true })).rejects.toThrow("broke");
    expect(readFileSync(file, "utf8")).toBe("before");
    expect(existsSync(join(folder, "M1.json"))).toBe(false);
  });
});

test("a stream gets plain CSV and stays open", async () => {
  let text = "";
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const result = await writeTrialCsv(stream, [trial], { optionalColumns: ["block"] });
  expect(text.split("\n")[0]).toMatch(/,response_time_s,block$/);
  expect(result).toMatchObject({ nTrials: 1, metadataFile: null });
  expect(stream.writable).toBe(true);
});

describe("rows that could not be read back are refused", () => {
  const write = (rows: readonly TrialRecord[], optionalColumns: readonly OptionalTrialField[] = []) =>
    writeTrialCsv(join(temporaryFolder(), "M1.csv"), rows, { optionalColumns });

  test("a value without a column is a bug", async () => {
    await expect(write([{ ...trial, block: "a" }])).rejects.toThrow(/block a would read back as null/);
  });

  test("a label that means blank is a bug", async () => {
    await expect(write([{ ...trial, block: "NA" }], ["block"])).rejects.toThrow(/NA would read back as null/);
  });

  test.each([
    ["NaN", { ...trial, responseTimeS: Number.NaN }, /NaN would read back as null/],
    ["a name with spaces around", { ...trial, subject: " M1" }, /read back/],
  ])("%s is a bug", async (_, row, message) => {
    await expect(write([row])).rejects.toThrow(message);
  });

  test("a contrast above 1, trials out of order, or none, are expected failures", async () => {
    expect(await failureOf(write([{ ...trial, contrastLeft: 25 }]))).toMatchObject({
      code: "TRIAL_CSV_CONTRAST_RANGE",
      place: { line: 2 },
    });
    expect(await failureOf(write([trial, trial]))).toMatchObject({
      code: "TRIAL_CSV_DUPLICATE_TRIAL",
      place: { line: 3 },
    });
    expect(await failureOf(write([]))).toMatchObject({ code: "TRIAL_CSV_NO_TRIALS" });
  });
});
