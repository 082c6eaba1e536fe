import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { SaddlepointError } from "../../errors.ts";
import { readNpy } from "../npy/read-npy.ts";
import { readParquetColumns } from "../parquet/read-columns.ts";
import type { TrialChoice, TrialOutcome, TrialRecord } from "../trial-csv/trial-row.ts";

export interface AlfTrials {
  /** The files that were read. */
  readonly files: readonly string[];
  readonly trials: readonly TrialRecord[];
  readonly notices: readonly string[];
}

/** Columns of ALF's trials object that are read, as IBL names them. */
const REQUIRED = ["choice", "contrastLeft", "contrastRight"] as const;
const OPTIONAL = [
  "feedbackType",
  "stimOn_times",
  "goCue_times",
  "response_times",
  "feedback_times",
  "rewardVolume",
  "probabilityLeft",
] as const;
/** Read and left out: nothing in a trial holds them. */
const KNOWN = [
  "intervals",
  "intervals_0",
  "intervals_1",
  "firstMovement_times",
  "stimOff_times",
  "quiescencePeriod",
];

type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/**
 * Reads the trials of one session in ALF: `*trials.table.pqt`, or a `*trials.COLUMN.npy` for each column; given the
 * folder or the table itself. IBL codes a choice of the left stimulus (the wheel turned clockwise) as 1 and of the
 * right one as −1; the contrast on the side without a stimulus is NaN.
 *
 * @param address whose trials these are: ALF files do not say
 * @throws SaddlepointError ALF_…, PARQUET_INVALID, NPY_INVALID, NPY_TRUNCATED, FILE_UNREADABLE
 */
export async function readAlfTrials(
  path: string,
  address: { readonly subject: string; readonly session: number },
): Promise<AlfTrials> {
  const { files, nRows, columns, unknown } = await columnsAt(path);
  const file = files[0];
  for (const name of REQUIRED) {
    if (!columns.has(name)) {
      throw new SaddlepointError(
        "ALF_COLUMN_MISSING",
        `there is no ${name}; there are: ${[...columns.keys()].join(", ")}`,
        "Give the folder or table of the trials object (_ibl_trials).",
        { file, field: name },
      );
    }
  }
  const at = (name: Column, row: number): number | null => {
    const value = columns.get(name)?.[row];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  let backwards = 0;
  const trials = Array.from({ length: nRows }, (_, row): TrialRecord => {
    const cell: AlfCell = { file, row, value: (name) => at(name, row) };
    const stimulusOnS = timeOf(cell, "stimOn_times");
    const choiceS = timeOf(cell, "response_times");
    const apart = stimulusOnS === null || choiceS === null ? null : choiceS - stimulusOnS;
    if (apart !== null && apart <= 0) backwards++;
    const reward = at("rewardVolume", row);
    const block = at("probabilityLeft", row);
    return {
      ...address,
      trial: row + 1,
      contrastLeft: contrastOf(cell, "contrastLeft"),
      contrastRight: contrastOf(cell, "contrastRight"),
      choice: choiceOf(cell),
      responseTimeS: apart !== null && apart > 0 ? apart : null,
      outcome: outcomeOf(cell),
      rewardVolumeUl: reward,
      repeatNumber: null,
      block: block === null ? null : String(block),
      stimulusOnS,
      goCueS: timeOf(cell, "goCue_times"),
      choiceS,
      outcomeS: timeOf(cell, "feedback_times"),
    };
  });
  if (trials.length === 0) {
    throw new SaddlepointError("ALF_NO_TRIALS", "the table has no trials", "Leave it out.", { file });
  }
  const notices = [
    ...(unknown.length > 0 ? [`not read: ${unknown.join(", ")}`] : []),
    ...(backwards > 0
      ? [`${backwards} trials have a response before the stimulus; their response time is left out`]
      : []),
  ];
  return { files, trials, notices };
}

interface Columns {
  readonly files: readonly string[];
  readonly nRows: number;
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly unknown: readonly string[];
}

async function columnsAt(path: string): Promise<Columns> {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const names = isFolder ? readdirSync(path).sort() : [];
  const table = isFolder ? names.find((name) => /trials\.table\b.*\.pqt$/.test(name)) : path;
  if (table !== undefined) {
    const file = isFolder ? join(path, table) : path;
    const { nRows, columns } = await readParquetColumns(file);
    return { files: [file], nRows, columns, unknown: unknownOf([...columns.keys()]) };
  }
  const files: string[] = [];
  const columns = new Map<string, Float64Array>();
  let nRows = -1;
  for (const name of names) {
    const column = /trials\.(\w+)(?:\.[\w-]+)*\.npy$/.exec(name)?.[1];
    if (column === undefined) continue;
    const file = join(path, name);
    const { shape, values } = await readNpy(file);
    if (nRows >= 0 && shape[0] !== nRows) {
      throw new SaddlepointError(
        "ALF_LENGTHS_DIFFER",
        `${name} has ${shape[0]} rows, and ${files[0]} ${nRows}`,
        "The columns of one object have a row a trial each: copy them all from one session again.",
        { file },
      );
    }
    nRows = shape[0];
    files.push(file);
    columns.set(column, values);
  }
  if (files.length === 0) {
    throw new SaddlepointError(
      "ALF_NO_TRIALS",
      isFolder ? "the folder holds no trials object" : "there is no such file or folder",
      "Give a folder with _ibl_trials.table.pqt or _ibl_trials.choice.npy and its like.",
      { file: path },
    );
  }
  return { files, nRows, columns, unknown: unknownOf([...columns.keys()]) };
}

function unknownOf(names: readonly string[]): readonly string[] {
  const read: readonly string[] = [...REQUIRED, ...OPTIONAL, ...KNOWN];
  return names.filter((name) => !read.includes(name));
}

interface AlfCell {
  readonly file: string;
  readonly row: number;
  value(name: Column): number | null;
}

function contrastOf(cell: AlfCell, name: "contrastLeft" | "contrastRight"): number {
  const value = cell.value(name) ?? 0;
  if (value >= 0 && value <= 1) return value + 0;
  throw wrongCell(cell, name, value, "is no contrast from 0 to 1", "Divide contrasts in per cent by 100.");
}

function choiceOf(cell: AlfCell): TrialChoice {
  const value = cell.value("choice");
  if (value === 1) return "left";
  if (value === -1) return "right";
  if (value === 0) return "no-go";
  throw wrongCell(
    cell,
    "choice",
    value,
    "is none of −1, 0 and 1",
    "ALF codes left as 1, right as −1, no-go as 0.",
  );
}

function outcomeOf(cell: AlfCell): TrialOutcome | null {
  const value = cell.value("feedbackType");
  if (value === null || value === 0) return null;
  if (value === 1) return "correct";
  if (value === -1) return "incorrect";
  throw wrongCell(
    cell,
    "feedbackType",
    value,
    "is none of −1, 0 and 1",
    "ALF codes correct as 1 and incorrect as −1.",
  );
}

function timeOf(cell: AlfCell, name: Column): number | null {
  const value = cell.value(name);
  if (value === null || Math.abs(value) <= 86_400) return value;
  throw wrongCell(cell, name, value, "is no time in a session", "Times are seconds on the session's clock.");
}

function wrongCell(
  { file, row }: AlfCell,
  field: Column,
  value: number | null,
  problem: string,
  remedy: string,
): SaddlepointError {
  return new SaddlepointError("ALF_VALUE", `${field} ${value} of trial ${row + 1} ${problem}`, remedy, {
    file,
    line: row + 1,
    field,
    value,
  });
}
