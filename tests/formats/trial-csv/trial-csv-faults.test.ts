import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Place } from "../../../src/errors.ts";
import { readTrialCsv, type TrialCsvOptions } from "../../../src/formats/trial-csv/read-trial-csv.ts";
import { failureOf, givenFile, readWhole, standardHeader, temporaryFolder } from "./given-files.ts";

interface Fault {
  readonly rule: string;
  readonly content: string | Buffer;
  readonly options?: TrialCsvOptions;
  readonly code: string;
  readonly place?: Omit<Place, "file">;
  readonly remedy: RegExp;
}

const good = "M1,1,1,0.5,0,left,0.8";
/** A good row, then this one on line 3. */
const third = (row: string, header = standardHeader) => `${header}\n${good}\n${row}\n`;
/** One row of the optional column beside a right stimulus and a left choice. */
const optional = (column: string, value: string) =>
  `contrast_left,contrast_right,choice,${column}\n0,0.5,left,${value}\n`;

const valueFaults: readonly Fault[] = [
  {
    rule: "a contrast in percent",
    content: third("M1,1,2,25,0,left,0.8"),
    code: "TRIAL_CSV_CONTRAST_RANGE",
    place: { line: 3, field: "contrast_left", value: "25" },
    remedy: /fractions: write 0\.25 for 25 %/,
  },
  {
    rule: "a negative contrast",
    content: third("M1,1,2,0,-0.5,left,0.8"),
    code: "TRIAL_CSV_CONTRAST_RANGE",
    place: { line: 3, field: "contrast_right", value: "-0.5" },
    remedy: /signed_contrast/,
  },
  {
    rule: "contrast on both sides",
    content: third("M1,1,2,0.5,0.25,left,0.8"),
    code: "TRIAL_CSV_CONTRAST_BOTH_SIDES",
    place: { line: 3, field: "contrast_right", value: "0.25" },
    remedy: /write 0 on the other/,
  },
  {
    rule: "a blank contrast",
    content: third("M1,1,2,,0.5,left,0.8"),
    code: "TRIAL_CSV_VALUE_MISSING",
    place: { line: 3, field: "contrast_left", value: "" },
    remedy: /Write 0 on the side without a stimulus/,
  },
  {
    rule: "a contrast that is nan",
    content: third("M1,1,2,nan,0.5,left,0.8"),
    code: "TRIAL_CSV_VALUE_MISSING",
    place: { line: 3, field: "contrast_left", value: "nan" },
    remedy: /Write 0/,
  },
  {
    rule: "a signed contrast out of range",
    content: "signed_contrast,choice\n-1.5,left\n",
    code: "TRIAL_CSV_CONTRAST_RANGE",
    place: { line: 2, field: "signed_contrast", value: "-1.5" },
    remedy: /fractions/,
  },
  {
    rule: "infinity",
    content: third("M1,1,2,Infinity,0,left,0.8"),
    code: "TRIAL_CSV_NUMBER",
    place: { line: 3, field: "contrast_left", value: "Infinity" },
    remedy: /Write a number/,
  },
  {
    rule: "a number beyond float64",
    content: third("M1,1,2,0.5,0,left,1e999"),
    code: "TRIAL_CSV_NUMBER",
    place: { line: 3, field: "response_time_s", value: "1e999" },
    remedy: /Write a number/,
  },
  {
    rule: "a hexadecimal number",
    content: third("M1,1,0x10,0.5,0,left,0.8"),
    code: "TRIAL_CSV_NUMBER",
    place: { line: 3, field: "trial", value: "0x10" },
    remedy: /Write a number/,
  },
  {
    rule: "a decimal comma between commas",
    content: third("M1,1,2,0,25,0,left,0.8"),
    code: "TRIAL_CSV_FIELD_COUNT",
    place: { line: 3, value: 8 },
    remedy: /decimal comma/,
  },
  {
    rule: "a decimal comma in a cell of its own",
    content: `${standardHeader.replaceAll(",", ";")}\nM1;1;1;0,25;0;left;0.8\n`,
    code: "TRIAL_CSV_DECIMAL_COMMA",
    place: { line: 2, field: "contrast_left", value: "0,25" },
    remedy: /decimal point: 0\.25/,
  },
  {
    rule: "a choice in other letters",
    content: third("M1,1,2,0.5,0,Left,0.8"),
    code: "TRIAL_CSV_CHOICE",
    place: { line: 3, field: "choice", value: "Left" },
    remedy: /left, right, no-go/,
  },
  {
    rule: "a choice as a number, which is never guessed",
    content: third("M1,1,2,0.5,0,-1,0.8"),
    code: "TRIAL_CSV_CHOICE",
    place: { line: 3, field: "choice", value: "-1" },
    remedy: /Recode the numbers/,
  },
  {
    rule: "a blank choice",
    content: third("M1,1,2,0.5,0,,0.8"),
    code: "TRIAL_CSV_VALUE_MISSING",
    place: { line: 3, field: "choice", value: "" },
    remedy: /no-go/,
  },
  ...["0", "-0.2"].map((value) => ({
    rule: `a response time of ${value}`,
    content: third(`M1,1,2,0.5,0,left,${value}`),
    code: "TRIAL_CSV_RESPONSE_TIME",
    place: { line: 3, field: "response_time_s", value },
    remedy: /leave it blank/,
  })),
  {
    rule: "a session counted from 0",
    content: `${standardHeader}\nM1,0,1,0.5,0,left,0.8\n`,
    code: "TRIAL_CSV_INTEGER",
    place: { line: 2, field: "session", value: "0" },
    remedy: /Count from 1: add 1/,
  },
  {
    rule: "half a trial",
    content: third("M1,1,2.5,0.5,0,left,0.8"),
    code: "TRIAL_CSV_INTEGER",
    place: { line: 3, field: "trial", value: "2.5" },
    remedy: /whole numbers/,
  },
  {
    rule: "a trial number beyond 32 bits",
    content: third("M1,1,2147483648,0.5,0,left,0.8"),
    code: "TRIAL_CSV_INTEGER",
    place: { line: 3, field: "trial", value: "2147483648" },
    remedy: /whole numbers/,
  },
  {
    rule: "a blank trial number",
    content: third("M1,1,,0.5,0,left,0.8"),
    code: "TRIAL_CSV_VALUE_MISSING",
    place: { line: 3, field: "trial", value: "" },
    remedy: /Number each trial/,
  },
  {
    rule: "a blank subject",
    content: third(",1,2,0.5,0,left,0.8"),
    code: "TRIAL_CSV_VALUE_MISSING",
    place: { line: 3, field: "subject", value: "" },
    remedy: /Name the subject on every row/,
  },
  {
    rule: "a subject's name too long to be one",
    content: third(`${"x".repeat(201)},1,2,0.5,0,left,0.8`),
    code: "TRIAL_CSV_LABEL",
    place: { line: 3, field: "subject", value: `${"x".repeat(200)}…` },
    remedy: /at most 200/,
  },
  {
    rule: "a subject other than the one asked for",
    content: third("M1,1,2,0.5,0,left,0.8"),
    options: { subject: "M2" },
    code: "TRIAL_CSV_SUBJECT_CONFLICT",
    place: { line: 2, field: "subject", value: "M1" },
    remedy: /Leave --subject out/,
  },
  {
    rule: "an outcome in other words",
    content: optional("outcome", "1"),
    code: "TRIAL_CSV_OUTCOME",
    place: { line: 2, field: "outcome", value: "1" },
    remedy: /correct, incorrect/,
  },
  {
    rule: "a correct outcome of a choice away from the stimulus",
    content: optional("outcome", "correct"),
    code: "TRIAL_CSV_OUTCOME_CONTRADICTS",
    place: { line: 2, field: "outcome", value: "correct" },
    remedy: /swapped/,
  },
  {
    rule: "a correct outcome of no choice at a stimulus",
    content: "contrast_left,contrast_right,choice,outcome\n0,0.5,no-go,correct\n",
    code: "TRIAL_CSV_OUTCOME_CONTRADICTS",
    place: { line: 2, field: "outcome", value: "correct" },
    remedy: /swapped/,
  },
  {
    rule: "a negative reward",
    content: optional("reward_volume_ul", "-1"),
    code: "TRIAL_CSV_REWARD_VOLUME",
    place: { line: 2, field: "reward_volume_ul", value: "-1" },
    remedy: /microlitres/,
  },
  {
    rule: "a negative repeat",
    content: optional("repeat_number", "-1"),
    code: "TRIAL_CSV_INTEGER",
    place: { line: 2, field: "repeat_number", value: "-1" },
    remedy: /from 0 on/,
  },
  {
    rule: "an outcome before its stimulus",
    content: optional("stimulus_on_s,outcome_s", "10,9.5"),
    code: "TRIAL_CSV_EVENT_ORDER",
    place: { line: 2, field: "outcome_s", value: "9.5" },
    remedy: /one clock/,
  },
];

const orderFaults: readonly Fault[] = [
  {
    rule: "the same trial twice",
    content: third(good),
    code: "TRIAL_CSV_DUPLICATE_TRIAL",
    place: { line: 3, field: "trial", value: "1" },
    remedy: /Remove the duplicate/,
  },
  {
    rule: "the same trial twice, further apart",
    content: third(`M1,1,2,0.5,0,left,0.8\n${good}`),
    code: "TRIAL_CSV_TRIAL_ORDER",
    place: { line: 4, field: "trial", value: "1" },
    remedy: /Sort the rows.*there twice/,
  },
  {
    rule: "a session that comes back",
    content: third("M1,2,1,0.5,0,left,0.8\nM1,1,2,0.5,0,left,0.8"),
    code: "TRIAL_CSV_SESSION_ORDER",
    place: { line: 4, field: "session", value: "1" },
    remedy: /Sort the rows/,
  },
  {
    rule: "a subject that comes back",
    content: third("M2,1,1,0.5,0,left,0.8\nM1,2,1,0.5,0,left,0.8"),
    code: "TRIAL_CSV_SUBJECT_SCATTERED",
    place: { line: 4, field: "subject", value: "M1" },
    remedy: /Sort the rows/,
  },
  {
    rule: "a session blank in some rows",
    content: third("M1,,2,0.5,0,left,0.8"),
    code: "TRIAL_CSV_SESSION_PARTLY_BLANK",
    place: { line: 3, field: "session", value: "" },
    remedy: /Number every row's session/,
  },
  {
    rule: "a session numbered after blank ones",
    content: `${standardHeader}\nM1,,1,0.5,0,left,0.8\nM1,1,2,0.5,0,left,0.8\n`,
    code: "TRIAL_CSV_SESSION_PARTLY_BLANK",
    place: { line: 3, field: "session", value: "1" },
    remedy: /Number every row's session/,
  },
  {
    rule: "more subjects than a file can hold",
    content: `subject,contrast_left,contrast_right,choice\n${Array.from({ length: 10_001 }, (_, i) => `S${i},0,0,left\n`).join("")}`,
    code: "TRIAL_CSV_TOO_MANY_SUBJECTS",
    place: { line: 10_002, field: "subject", value: "S10000" },
    remedy: /split the file/,
  },
];

const columnFaults: readonly Fault[] = [
  {
    rule: "a missing column, with the map that would mend it",
    content: "mouse,cL,contrast_right,response\nA,0.5,0,left\n",
    code: "TRIAL_CSV_COLUMN_MISSING",
    place: { line: 1, field: "contrast_left", value: "mouse, cL, contrast_right, response" },
    remedy: /--map contrast_left=cL --map choice=response$/,
  },
  {
    rule: "missing contrasts where one signed contrast seems to be there",
    content: "contrast (signed),response\n-0.5,left\n",
    code: "TRIAL_CSV_COLUMN_MISSING",
    place: { line: 1, field: "contrast_left", value: "contrast (signed), response" },
    remedy: /: --map "signed_contrast=contrast \(signed\)" --map choice=response$/,
  },
  {
    rule: "a column that nothing resembles",
    content: "contrast_left,contrast_right,xyz\n0.5,0,left\n",
    code: "TRIAL_CSV_COLUMN_MISSING",
    place: { line: 1, field: "choice", value: "contrast_left, contrast_right, xyz" },
    remedy: /--map choice=COLUMN/,
  },
  {
    rule: "no header",
    content: "1,1,0.5,0,-1,0.8\n1,2,0.5,0,1,0.8\n",
    code: "TRIAL_CSV_COLUMN_MISSING",
    place: { line: 1, field: "contrast_left", value: "1, 1, 0.5, 0, -1, 0.8" },
    remedy: /first line must name the columns/,
  },
  {
    rule: "a map of an unknown field",
    content: third("M1,1,2,0.5,0,left,0.8"),
    options: { map: { contrast: "contrast_left" } },
    code: "TRIAL_CSV_MAP_UNKNOWN_FIELD",
    place: { field: "contrast", value: "contrast_left" },
    remedy: /contrast_left, contrast_right, signed_contrast/,
  },
  {
    rule: "a map to a column that is not there",
    content: third("M1,1,2,0.5,0,left,0.8"),
    options: { map: { choice: "Choice" } },
    code: "TRIAL_CSV_MAPPED_COLUMN_MISSING",
    place: { line: 1, field: "Choice" },
    remedy: /subject, session, trial, contrast_left, contrast_right, choice, response_time_s/,
  },
  {
    rule: "a map that uses a column twice",
    content: third("M1,1,2,0.5,0,left,0.8"),
    options: { map: { contrast_left: "c", contrast_right: "c" } },
    code: "TRIAL_CSV_MAP_AMBIGUOUS",
    place: { field: "contrast_right", value: "c" },
    remedy: /one column of its own/,
  },
  {
    rule: "a map that uses a field twice",
    content: third("M1,1,2,0.5,0,left,0.8"),
    options: { map: { contrast_left: "a", contrastLeft: "b" } },
    code: "TRIAL_CSV_MAP_AMBIGUOUS",
    place: { field: "contrastLeft", value: "b" },
    remedy: /one column of its own/,
  },
  {
    rule: "a map of a signed contrast and of a side",
    content: "c,l,choice\n0.5,0,left\n",
    options: { map: { signed_contrast: "c", contrast_left: "l" } },
    code: "TRIAL_CSV_MAP_AMBIGUOUS",
    place: { field: "signed_contrast" },
    remedy: /Map signed_contrast alone/,
  },
  {
    rule: "two columns of one name",
    content: "contrast_left,contrast_right,choice,choice\n0.5,0,left,right\n",
    code: "TRIAL_CSV_COLUMN_TWICE",
    place: { line: 1, field: "choice" },
    remedy: /Rename one/,
  },
];

const utf16 = Buffer.from(`\ufeff${third("M1,1,2,0.5,0,left,0.8")}`, "utf16le");
const manyRows = Array.from({ length: 5_000 }, (_, i) => `M1,1,${i + 1},0.5,0,left,0.8\n`).join("");

const fileFaults: readonly Fault[] = [
  { rule: "an empty file", content: "", code: "TRIAL_CSV_EMPTY", remedy: /a line for each trial/ },
  {
    rule: "a file of empty lines",
    content: "\n\r\n\n",
    code: "TRIAL_CSV_EMPTY",
    remedy: /a line for each trial/,
  },
  {
    rule: "gzip of nothing",
    content: gzipSync(""),
    code: "TRIAL_CSV_EMPTY",
    remedy: /a line for each trial/,
  },
  {
    rule: "a header alone",
    content: `${standardHeader}\n`,
    code: "TRIAL_CSV_NO_TRIALS",
    remedy: /export it again/,
  },
  {
    rule: "a row with a cell too few",
    content: third("M1,1,2,0.5,0,left"),
    code: "TRIAL_CSV_FIELD_COUNT",
    place: { line: 3, value: 6 },
    remedy: /missing or superfluous separator/,
  },
  {
    rule: "a row with a cell too many",
    content: third("M1,1,2,0.5,0,left,0.8,"),
    code: "TRIAL_CSV_FIELD_COUNT",
    place: { line: 3, value: 8 },
    remedy: /missing or superfluous separator/,
  },
  {
    rule: "a quote never closed, near the end",
    content: third('"M1,1,2,0.5,0,left,0.8\nM1,1,3,0.5,0,left,0.8'),
    code: "TRIAL_CSV_QUOTES",
    place: { line: 3 },
    remedy: /double those inside/,
  },
  {
    rule: "a quote never closed, far from the end",
    content: third(`"M1,1,2,0.5,0,left,0.8\n${manyRows}`),
    code: "TRIAL_CSV_ROW_TOO_LONG",
    place: { line: 3 },
    remedy: /never closed/,
  },
  {
    rule: "a quote inside a cell",
    content: third('M"1,1,2,0.5,0,left,0.8'),
    code: "TRIAL_CSV_QUOTES",
    place: { line: 3 },
    remedy: /double those inside/,
  },
  {
    rule: "text after a closing quote",
    content: third('"M"1,1,2,0.5,0,left,0.8'),
    code: "TRIAL_CSV_QUOTES",
    place: { line: 3 },
    remedy: /double those inside/,
  },
  {
    rule: "a line without end",
    content: third(`M1,1,2,0.5,0,left,${"8".repeat(2_000_000)}`),
    code: "TRIAL_CSV_LINE_TOO_LONG",
    place: { line: 3 },
    remedy: /A trial is one line/,
  },
  {
    rule: "a line of commas without end",
    content: third(",".repeat(2_000_000)),
    code: "TRIAL_CSV_LINE_TOO_LONG",
    place: { line: 3 },
    remedy: /A trial is one line/,
  },
  {
    rule: "a NUL in the text",
    content: third("M1,1,2,0.5,0,le\0ft,0.8"),
    code: "TRIAL_CSV_NOT_TEXT",
    place: { line: 3 },
    remedy: /text file in UTF-8/,
  },
  {
    rule: "zeros without end",
    content: gzipSync(Buffer.alloc(5_000_000)),
    code: "TRIAL_CSV_NOT_TEXT",
    place: { line: 1 },
    remedy: /text file in UTF-8/,
  },
  {
    rule: "UTF-16",
    content: utf16,
    code: "TRIAL_CSV_NOT_TEXT",
    place: { offset: 0 },
    remedy: /Save it as UTF-8/,
  },
  {
    rule: "a spreadsheet",
    content: Buffer.from("PK\x03\x04\x14\0\x06\0rest"),
    code: "TRIAL_CSV_NOT_TEXT",
    place: { offset: 0 },
    remedy: /Export the sheet as CSV/,
  },
  {
    rule: "a Parquet table",
    content: Buffer.from("PAR1\0\0"),
    code: "TRIAL_CSV_NOT_TEXT",
    place: { offset: 0 },
    remedy: /Export it as CSV/,
  },
  {
    rule: "Latin-1",
    content: Buffer.from(third("M\xe9,1,2,0.5,0,left,0.8"), "latin1"),
    code: "TRIAL_CSV_NOT_UTF8",
    place: { line: 3 },
    remedy: /iconv/,
  },
  {
    rule: "UTF-8 cut inside a letter, at the end",
    content: Buffer.from(third("M1,1,2,0.5,0,left,0.8é").trimEnd()).subarray(0, -1),
    code: "TRIAL_CSV_NOT_UTF8",
    place: { line: 3 },
    remedy: /iconv/,
  },
  {
    rule: "gzip cut short",
    content: gzipSync(`${standardHeader}\n${manyRows}`).subarray(0, -100),
    code: "TRIAL_CSV_GZIP_TRUNCATED",
    remedy: /incomplete/,
  },
  {
    rule: "gzip without its last byte",
    content: gzipSync(third("M1,1,2,0.5,0,left,0.8")).subarray(0, -1),
    code: "TRIAL_CSV_GZIP_TRUNCATED",
    remedy: /incomplete/,
  },
  {
    rule: "gzip with a wrong checksum",
    content: flipped(gzipSync(third("M1,1,2,0.5,0,left,0.8")), -6),
    code: "TRIAL_CSV_GZIP_CORRUPT",
    remedy: /gzip -t/,
  },
  {
    rule: "gzip with other bytes behind it",
    content: Buffer.concat([gzipSync(third("M1,1,2,0.5,0,left,0.8")), Buffer.from("more")]),
    code: "TRIAL_CSV_GZIP_CORRUPT",
    remedy: /gzip -t/,
  },
];

function flipped(bytes: Buffer, at: number): Buffer {
  const other = Buffer.from(bytes);
  other[other.length + at] ^= 1;
  return other;
}

describe.each([
  ["a value", valueFaults],
  ["the order", orderFaults],
  ["the columns", columnFaults],
  ["the file", fileFaults],
] as const)("a fault of %s is refused with its code, place and remedy", (_, faults) => {
  test.each(faults)("$rule", async ({ content, options, code, place, remedy }) => {
    const file = givenFile(content);
    const error = await failureOf(readWhole(file, options));
    expect(error.code).toBe(code);
    expect(error.place).toEqual({ file, ...place });
    expect(error.remedy).toMatch(remedy);
  });
});

describe("a file that cannot be opened", () => {
  test("is said not to exist", async () => {
    const error = await failureOf(readWhole("/nowhere/M1.csv"));
    expect(error).toMatchObject({ code: "TRIAL_CSV_NOT_FOUND", place: { file: "/nowhere/M1.csv" } });
  });

  test("is said to be a folder", async () => {
    const folder = join(temporaryFolder(), "M1.csv");
    mkdirSync(folder);
    const error = await failureOf(readWhole(folder));
    expect(error).toMatchObject({ code: "TRIAL_CSV_UNREADABLE", place: { file: folder } });
    expect(error.remedy).toContain(".csv.gz");
  });

  test.skipIf(process.getuid?.() === 0)(
    "is said to lack permission (skipped as root, who may read all)",
    async () => {
      const file = givenFile(third("M1,1,2,0.5,0,left,0.8"));
      chmodSync(file, 0);
      expect(await failureOf(readWhole(file))).toMatchObject({ code: "TRIAL_CSV_UNREADABLE" });
    },
  );
});

test("of two faults the one nearer to the file's beginning is reported", async () => {
  const text = Buffer.from(third(`M1,1,2,2,0,left,0.8\nM\xe9,1,2,0.5,0,left,0.8\n"`), "latin1");
  expect(await failureOf(readWhole(givenFile(text)))).toMatchObject({
    code: "TRIAL_CSV_CONTRAST_RANGE",
    place: { line: 3 },
  });
});

test("rows before a fault may be given out before it is thrown", async () => {
  const file = givenFile(`${standardHeader}\n${manyRows}M1,1,9999,0.5,0,up,0.8\n`);
  let given = 0;
  const error = await failureOf(
    (async () => {
      for await (const rows of readTrialCsv(file)) given += rows.length;
    })(),
  );
  expect(error).toMatchObject({ code: "TRIAL_CSV_CHOICE", place: { line: 5_002 } });
  expect(given).toBe(5_000);
});
