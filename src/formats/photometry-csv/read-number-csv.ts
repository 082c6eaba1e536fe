import { SaddlepointError } from "../../errors.ts";
import type { NumberColumns } from "../parquet/read-columns.ts";
import type { ColumnSpool, SpoolColumn, SpooledTable } from "../photometry/column-spool.ts";
import { csvRecords } from "../trial-csv/csv-records.ts";
import { fileBytes } from "../trial-csv/file-bytes.ts";
import { shown } from "../trial-csv/shown.ts";
import { textBlocks } from "../trial-csv/text-blocks.ts";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const BLANK = /^(?:|na|n\/a|nan|null|none|[+-]?inf)$/i;

/** Rows of a table of numbers, by column. */
interface NumberBlock {
  readonly names: readonly string[];
  /** Indexes of the columns of numbers. */
  readonly taken: readonly number[];
  readonly nRows: number;
  /** One array a column of numbers. */
  readonly values: readonly Float64Array[];
  /** The cells of the columns that are wanted as text. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads a CSV (or gzip of it) of numbers whole; TRUE and FALSE count as 1 and 0, blank cells and infinite ones, as R
 * writes a quotient by 0, as NaN. A column is taken by what its first row holds: one with text there is left out, in
 * one with a number every cell must be one.
 *
 * @param textColumns names of columns whose cells are given as text too
 * @throws SaddlepointError TRIAL_CSV_… for text and quotes; PHOTOMETRY_CSV_EMPTY, PHOTOMETRY_CSV_CELL,
 *   PHOTOMETRY_CSV_RAGGED, PHOTOMETRY_CSV_HEADER
 */
export async function readNumberCsv(
  file: string,
  textColumns: readonly string[] = [],
): Promise<NumberColumns & { readonly texts: ReadonlyMap<string, readonly string[]> }> {
  const blocks: NumberBlock[] = [];
  for await (const block of numberBlocks(file, textColumns)) blocks.push(block);
  const { names, taken } = blocks[0];
  const nRows = blocks.reduce((sum, block) => sum + block.nRows, 0);
  const columns = new Map<string, Float64Array>();
  for (const [k, i] of taken.entries()) {
    const values = new Float64Array(nRows);
    let at = 0;
    for (const block of blocks) {
      values.set(block.values[k], at);
      at += block.nRows;
    }
    columns.set(names[i], values);
  }
  const texts = new Map(
    [...blocks[0].texts.keys()].map((name) => [name, blocks.flatMap((block) => block.texts.get(name) ?? [])]),
  );
  return { nRows, names, columns, texts };
}

/** The same table in a spool, for recordings of any length. @throws SaddlepointError as `readNumberCsv` */
export async function spoolNumberCsv(file: string, spool: ColumnSpool): Promise<SpooledTable> {
  const columns = new Map<string, SpoolColumn>();
  let names: readonly string[] = [];
  let nRows = 0;
  for await (const block of numberBlocks(file, [])) {
    names = block.names;
    for (const [k, i] of block.taken.entries()) {
      const column = columns.get(names[i]) ?? spool.column();
      columns.set(names[i], column);
      await column.append(block.values[k]);
    }
    nRows += block.nRows;
  }
  return { nRows, names, columns };
}

/** At least one block. */
async function* numberBlocks(file: string, textColumns: readonly string[]): AsyncGenerator<NumberBlock> {
  let header: readonly string[] | null = null;
  let taken: readonly number[] | null = null;
  for await (const records of csvRecords(textBlocks(fileBytes(file), file), file)) {
    let rows = records;
    if (header === null && rows.length > 0) {
      header = rows[0].cells;
      requireHeader(file, header, rows[0].line);
      rows = rows.slice(1);
    }
    if (header === null || rows.length === 0) continue;
    taken ??= rows[0].cells.flatMap((cell, i) => (numberOf(cell) === null ? [] : [i]));
    const names = header;
    const values = taken.map(() => new Float64Array(rows.length));
    const texts = new Map<string, string[]>(
      textColumns.filter((name) => names.includes(name)).map((name) => [name, []]),
    );
    for (const [row, { cells, line }] of rows.entries()) {
      if (cells.length !== names.length) {
        throw new SaddlepointError(
          "PHOTOMETRY_CSV_RAGGED",
          `this row has ${cells.length} cells, and the header ${names.length} columns`,
          "The file may be cut off: copy or export it again.",
          { file, line },
        );
      }
      for (const [k, i] of taken.entries()) {
        const value = numberOf(cells[i]);
        if (value === null) throw noNumber(file, line, names[i], cells[i]);
        values[k][row] = value;
      }
      for (const [name, column] of texts) column.push(cells[names.indexOf(name)]);
    }
    yield { names, taken, nRows: rows.length, values, texts };
  }
  if (taken !== null) return;
  throw new SaddlepointError(
    "PHOTOMETRY_CSV_EMPTY",
    "the file has no rows",
    "Give a table with a line of column names and a line a sample.",
    { file },
  );
}

function noNumber(file: string, line: number, field: string, cell: string): SaddlepointError {
  return new SaddlepointError(
    "PHOTOMETRY_CSV_CELL",
    `${shown(field)} “${shown(cell)}” is not a number`,
    "Write numbers with a decimal point, and leave cells blank that are not known.",
    { file, line, field, value: shown(cell) },
  );
}

function requireHeader(file: string, header: readonly string[], line: number): void {
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  const headless = header.every((name) => numberOf(name) !== null);
  if (twice === undefined && !headless) return;
  throw new SaddlepointError(
    "PHOTOMETRY_CSV_HEADER",
    headless ? "the first line holds numbers, not names" : `two columns are called ${shown(twice ?? "")}`,
    "Let the first line name each column, once.",
    { file, line },
  );
}

/** NaN for a blank cell, null for one that is no number. */
function numberOf(cell: string): number | null {
  if (NUMBER.test(cell)) {
    const value = Number(cell);
    return Number.isFinite(value) ? value : null;
  }
  if (cell.length <= 4 && BLANK.test(cell)) return Number.NaN;
  if (/^true$/i.test(cell)) return 1;
  return /^false$/i.test(cell) ? 0 : null;
}
