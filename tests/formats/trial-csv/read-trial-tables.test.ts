import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  readTrialTables,
  type SubjectTrials,
  trialTableFromRows,
} from "../../../src/formats/trial-csv/read-trial-tables.ts";
import {
  CHOICE_LEFT,
  CHOICE_NO_GO,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  OUTCOME_UNKNOWN,
  sessionStarts,
} from "../../../src/science/trial-table.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";
import { failureOf, givenFile, readWhole, temporaryFolder } from "./given-files.ts";

async function tablesOf(...files: readonly string[]): Promise<readonly SubjectTrials[]> {
  const tables: SubjectTrials[] = [];
  for await (const table of readTrialTables(files)) tables.push(table);
  return tables;
}

test("rows become columns with the codes of the analyses, and what is not recorded stays unknown", async () => {
  const file = givenFile(
    [
      "session,trial,contrast_left,contrast_right,choice,response_time_s,outcome,repeat_number",
      "1,1,0.5,0,left,0.8,correct,0",
      "1,4,0,0.25,left,,incorrect,2",
      "3,1,0,0,no-go,1.5,,",
      "3,2,0,0.5,right,0.9,,",
    ].join("\n"),
  );
  const table = trialTableFromRows((await readWhole(file)).rows);
  expect(table).toEqual({
    nTrials: 4,
    session: Int32Array.of(1, 1, 3, 3),
    trial: Int32Array.of(1, 4, 1, 2),
    contrastLeft: Float64Array.of(0.5, 0, 0, 0),
    contrastRight: Float64Array.of(0, 0.25, 0, 0.5),
    choice: Int8Array.of(CHOICE_LEFT, CHOICE_LEFT, CHOICE_NO_GO, CHOICE_RIGHT),
    outcome: Int8Array.of(OUTCOME_CORRECT, OUTCOME_INCORRECT, OUTCOME_UNKNOWN, OUTCOME_UNKNOWN),
    responseTimeS: Float64Array.of(0.8, Number.NaN, 1.5, 0.9),
    repeatNumber: Int32Array.of(0, 2, 0, 0),
    sessionBoundariesKnown: true,
  });
});

test("unknown session boundaries make one session, and say so", async () => {
  const [{ trials }] = await tablesOf(
    givenFile("contrast_left,contrast_right,choice\n0.5,0,left\n0.5,0,left\n"),
  );
  expect(trials.sessionBoundariesKnown).toBe(false);
  expect([...trials.session]).toEqual([1, 1]);
});

test("a file of several subjects gives a table of each, with its own trials, across batches", async () => {
  const header = "subject,session,trial,contrast_left,contrast_right,choice\n";
  const rows = (subject: string, n: number) =>
    Array.from({ length: n }, (_, i) => `${subject},1,${i + 1},0.5,0,left\n`).join("");
  const tables = await tablesOf(givenFile(header + rows("A", 2_500) + rows("B", 1) + rows("C", 4_000)));
  expect(tables.map(({ subject, trials }) => [subject, trials.nTrials])).toEqual([
    ["A", 2_500],
    ["B", 1],
    ["C", 4_000],
  ]);
});

test("rows of two subjects never make one table", async () => {
  const text = "subject,contrast_left,contrast_right,choice\nA,0.5,0,left\nB,0.5,0,left\n";
  const { rows } = await readWhole(givenFile(text));
  expect(() => trialTableFromRows(rows)).toThrow("rows of A and B");
});

describe("refused", () => {
  test("a subject in two files", async () => {
    const text = "subject,contrast_left,contrast_right,choice\nA,0.5,0,left\n";
    const [first, second] = [givenFile(text, "one.csv"), givenFile(text, "two.csv")];
    const error = await failureOf(tablesOf(first, second));
    expect(error).toMatchObject({
      code: "TRIAL_CSV_SUBJECT_TWICE",
      place: { file: second, line: 2, value: "A" },
    });
    expect(error.message).toContain(first);
  });

  test("metadata that disagree, before the subject's table is given out", async () => {
    const file = join(temporaryFolder(), "A.csv");
    writeFileSync(file, "contrast_left,contrast_right,choice\n0.5,0,left\n");
    writeFileSync(file.replace(".csv", ".json"), '{"trials": 2}');
    let given = 0;
    const error = await failureOf(
      (async () => {
        for await (const _ of readTrialTables([file])) given += 1;
      })(),
    );
    expect(error.code).toBe("TRIAL_METADATA_DISAGREES");
    expect(given).toBe(0);
  });
});

test.skipIf(!hasShared)(`the real mice give their sessions and non-decision times${whySkipped}`, async () => {
  const folder = sharedPath("data/dap");
  const files = readdirSync(folder).filter((file) => file.endsWith(".csv.gz"));
  const tables = await tablesOf(...files.map((file) => join(folder, file)));
  const read = tables.map(({ subject, trials, metadata }) => ({
    subject,
    trials: trials.nTrials,
    sessions: sessionStarts(trials).length,
    t_nd_s: metadata.nonDecisionTimeS,
  }));
  const json = files.map((file) =>
    JSON.parse(readFileSync(join(folder, file.replace(".csv.gz", ".json")), "utf8")),
  );
  expect(read).toEqual(json);
});
