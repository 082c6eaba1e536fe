import { SaddlepointError } from "../../errors.ts";
import { type ColumnLayout, columnName } from "./column-layout.ts";
import type { CsvRecord } from "./csv-records.ts";
import { shown } from "./shown.ts";
import type { TrialField } from "./trial-fields.ts";

/** Longest name of a subject or label of a block, in characters. */
const MAX_LABEL_CHARACTERS = 200;
const MAX_INT32 = 2_147_483_647;

// One spelling of numbers, so that hexadecimal, Infinity and thousands separators are not read as something.
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const BLANK = /^(?:na|n\/a|nan|null|none)$/i;

/**
 * The text of a field in a row; null where the file has no such column or the cell is blank.
 *
 * Blank are the empty cell and NA, N/A, NaN, null and None in any case.
 */
export function cellText(layout: ColumnLayout, record: CsvRecord, field: TrialField): string | null {
  const index = layout.indexOf.get(field);
  if (index === undefined) return null;
  const text = record.cells[index].trim();
  return text === "" || (text.length <= 4 && BLANK.test(text)) ? null : text;
}

/** @throws SaddlepointError TRIAL_CSV_VALUE_MISSING where the cell is blank */
export function requiredText(
  layout: ColumnLayout,
  record: CsvRecord,
  field: TrialField,
  remedy: string,
): string {
  const text = cellText(layout, record, field);
  if (text === null) {
    throw cellError(layout, record, field, "TRIAL_CSV_VALUE_MISSING", "must not be blank", remedy);
  }
  return text;
}

/**
 * A finite number without −0; null where blank.
 *
 * @throws SaddlepointError TRIAL_CSV_NUMBER, TRIAL_CSV_DECIMAL_COMMA
 */
export function cellNumber(layout: ColumnLayout, record: CsvRecord, field: TrialField): number | null {
  const text = cellText(layout, record, field);
  if (text === null) return null;
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value + 0;
  if (/^[+-]?\d*,\d+$/.test(text)) {
    const remedy = `Write numbers with a decimal point: ${shown(text.replace(",", "."))}.`;
    throw cellError(layout, record, field, "TRIAL_CSV_DECIMAL_COMMA", "has a decimal comma", remedy);
  }
  const remedy = "Write a number such as 0.25, or leave the cell blank where it is not known.";
  throw cellError(layout, record, field, "TRIAL_CSV_NUMBER", "is not a finite number", remedy);
}

/**
 * A whole number from `least` on that fits 32 bits; null where blank. `3.0` is whole.
 *
 * @throws SaddlepointError TRIAL_CSV_INTEGER, TRIAL_CSV_NUMBER, TRIAL_CSV_DECIMAL_COMMA
 */
export function cellInteger(
  layout: ColumnLayout,
  record: CsvRecord,
  field: TrialField,
  least: number,
): number | null {
  const value = cellNumber(layout, record, field);
  if (value === null || (Number.isInteger(value) && value >= least && value <= MAX_INT32)) return value;
  const problem = `is not a whole number from ${least} on`;
  const remedy =
    least === 1 && value === 0
      ? `Count from 1: add 1 to every ${field}.`
      : `Number it with whole numbers from ${least} on.`;
  throw cellError(layout, record, field, "TRIAL_CSV_INTEGER", problem, remedy);
}

/**
 * A name of at most 200 characters; null where blank.
 *
 * @throws SaddlepointError TRIAL_CSV_LABEL
 */
export function cellLabel(layout: ColumnLayout, record: CsvRecord, field: TrialField): string | null {
  const text = cellText(layout, record, field);
  if (text === null) return null;
  const problem = labelProblem(text);
  if (problem === null) return text;
  const remedy = `Give a name of at most ${MAX_LABEL_CHARACTERS} characters on one line.`;
  throw cellError(layout, record, field, "TRIAL_CSV_LABEL", problem, remedy);
}

/** What is wrong with a name, or null. */
export function labelProblem(text: string): string | null {
  if (text.length > MAX_LABEL_CHARACTERS) return `is longer than ${MAX_LABEL_CHARACTERS} characters`;
  return /\p{Cc}/u.test(text) ? "holds a control character" : null;
}

/** The error of one cell: where it stands, its value, and the file's own name of its column. */
export function cellError(
  layout: ColumnLayout,
  record: CsvRecord,
  field: TrialField,
  code: string,
  problem: string,
  remedy: string,
): SaddlepointError {
  const index = layout.indexOf.get(field);
  const value = index === undefined ? "" : shown(record.cells[index], 200);
  const column = columnName(layout, field);
  return new SaddlepointError(code, `${shown(column)} “${shown(value)}” ${problem}`, remedy, {
    file: layout.file,
    line: record.line,
    field: column,
    value,
  });
}
