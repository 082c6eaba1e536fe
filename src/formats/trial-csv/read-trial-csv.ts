/**
 * Reading trial tables: one row a trial, sorted by subject, session and trial.
 *
 * Bytes → decompressed → whole lines of UTF-8 → rows of cells → trials, a block at a time, so that memory does
 * not grow with the file. What cannot be right is an error that names line, column, value and remedy; blank
 * cells (empty, NA, N/A, NaN, null, None) of optional columns are null.
 */
import { SaddlepointError } from "../../errors.ts";
import { type ColumnLayout, columnLayout, columnName, type TrialFieldMap } from "./column-layout.ts";
import { csvRecords } from "./csv-records.ts";
import { fileBytes } from "./file-bytes.ts";
import { fileStem } from "./file-names.ts";
import { type TrialRowReader, trialRowReader } from "./row-reader.ts";
import { listed, shown } from "./shown.ts";
import { type SubjectTally, tallyKeeper } from "./subject-tally.ts";
import { textBlocks } from "./text-blocks.ts";
import type { TrialField } from "./trial-fields.ts";
import type { TrialRow } from "./trial-row.ts";

export interface TrialCsvOptions {
  /** Field to the file's own column, for columns without their standard name. */
  readonly map?: TrialFieldMap;
  /** Subject of a file without a subject column; else the file's name up to `.csv`. */
  readonly subject?: string;
  /** Rows of a batch, 500 unless told. */
  readonly batchRows?: number;
}

/** Something to tell the user that is no error. */
export interface TrialCsvNotice {
  readonly code: "TRIAL_CSV_COLUMNS_IGNORED" | "TRIAL_CSV_SLOW_RESPONSES";
  readonly message: string;
}

export interface TrialCsvSummary {
  readonly file: string;
  readonly nTrials: number;
  /** In the file's order. */
  readonly subjects: readonly SubjectTally[];
  /** The file's column of each field that was read. */
  readonly columns: Readonly<Partial<Record<TrialField, string>>>;
  readonly ignoredColumns: readonly string[];
  readonly notices: readonly TrialCsvNotice[];
}

/** The trials of a file in batches; reading begins with the iteration, and each iteration reads anew. */
export interface TrialCsvReading extends AsyncIterable<readonly TrialRow[]> {
  /** What was read. Throws an Error (a bug) before an iteration has come to its end. */
  summary(): TrialCsvSummary;
}

const BATCH_ROWS = 500;

/**
 * Read a trial table, `.csv` or gzip of it (told by its content). Columns: see `trialFields`; contrast_left and
 * contrast_right, or signed_contrast, and choice are required.
 *
 * A fault late in the file is thrown after earlier batches were given out: whoever stores rows and wants all or
 * nothing must do so in one transaction.
 *
 * @throws SaddlepointError with a code that begins with TRIAL_CSV_, while iterating
 *
 * @example
 * const reading = readTrialCsv("DAP009.csv.gz");
 * for await (const rows of reading) store(rows);
 * console.log(reading.summary().nTrials);
 */
export function readTrialCsv(file: string, options: TrialCsvOptions = {}): TrialCsvReading {
  let summary: TrialCsvSummary | null = null;
  return {
    async *[Symbol.asyncIterator]() {
      summary = null;
      summary = yield* batches(file, options);
    },
    summary() {
      if (summary === null) throw new Error(`${file} has not been read to its end`);
      return summary;
    },
  };
}

async function* batches(
  file: string,
  options: TrialCsvOptions,
): AsyncGenerator<readonly TrialRow[], TrialCsvSummary> {
  const batchRows = options.batchRows ?? BATCH_ROWS;
  const tally = tallyKeeper();
  let layout: ColumnLayout | null = null;
  let readRow: TrialRowReader | null = null;
  let batch: TrialRow[] = [];
  let nTrials = 0;
  for await (const records of csvRecords(textBlocks(fileBytes(file), file), file)) {
    for (const record of records) {
      if (readRow === null) {
        layout = columnLayout(record, options.map ?? {}, file);
        readRow = trialRowReader(layout, options.subject, fileStem(file));
        continue;
      }
      const row = readRow(record);
      tally.add(row);
      batch.push(row);
      nTrials += 1;
      if (batch.length === batchRows) {
        yield batch;
        batch = [];
      }
    }
  }
  if (layout === null) {
    throw new SaddlepointError(
      "TRIAL_CSV_EMPTY",
      "the file is empty",
      "Give a table with a line of column names and a line for each trial.",
      { file },
    );
  }
  if (nTrials === 0) {
    throw new SaddlepointError(
      "TRIAL_CSV_NO_TRIALS",
      "the file has column names but no trials",
      "Leave it out, or export it again with its rows.",
      { file },
    );
  }
  if (batch.length > 0) yield batch;
  return summaryOf(layout, nTrials, tally.subjects());
}

function summaryOf(
  layout: ColumnLayout,
  nTrials: number,
  subjects: readonly SubjectTally[],
): TrialCsvSummary {
  const { file, ignoredColumns } = layout;
  const fields = [...layout.indexOf.keys()];
  return {
    file,
    nTrials,
    subjects,
    columns: Object.fromEntries(fields.map((field) => [field, columnName(layout, field)])),
    ignoredColumns,
    notices: [...ignoredNotices(layout), ...slowNotices(file, subjects)],
  };
}

function ignoredNotices({ file, ignoredColumns }: ColumnLayout): readonly TrialCsvNotice[] {
  if (ignoredColumns.length === 0) return [];
  const message = `${file}: columns not read: ${listed(ignoredColumns)}`;
  return [{ code: "TRIAL_CSV_COLUMNS_IGNORED", message }];
}

/** No mouse's fastest response takes this long: the times are most likely not seconds. */
const SLOWEST_BELIEVABLE_S = 10;

function slowNotices(file: string, subjects: readonly SubjectTally[]): readonly TrialCsvNotice[] {
  return subjects
    .filter(({ minResponseTimeS }) => (minResponseTimeS ?? 0) > SLOWEST_BELIEVABLE_S)
    .map(({ subject, minResponseTimeS }) => ({
      code: "TRIAL_CSV_SLOW_RESPONSES",
      message: `${file}: the fastest response of ${shown(subject)} took ${minResponseTimeS} s: are these milliseconds?`,
    }));
}
