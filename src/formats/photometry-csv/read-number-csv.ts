import { SaddlepointError } from "../../errors.ts";
import type { NumberColumns } from "../parquet/read-columns.ts";
import { csvRecords } from "../trial-csv/csv-records.ts";
import { fileBytes } from "../trial-csv/file-bytes.ts";
import { shown } from "../trial-csv/shown.ts";
import { textBlocks } from "../trial-csv/text-blocks.ts";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const BLANK = /^(?:|na|n\/a|nan|null|none|[+-]?inf)$/i;

/**
 * Reads a CSV (or gzip of it) of numbers, in blocks; TRUE and FALSE count as 1 and 0, blank cells and infinite ones, as R writes a quotient by 0, as NaN. A column is
 * taken by what its first row holds: one with text there is left out, in one with a number every cell must be one.
 *
 * @param textColumns names of columns whose cells are given as text too
 * @throws SaddlepointError TRIAL_CSV_… for text and quotes; PHOTOMETRY_CSV_EMPTY, PHOTOMETRY_CSV_CELL,
 *   PHOTOMETRY_CSV_RAGGED, PHOTOMETRY_CSV_HEADER
 */
export async function readNumberCsv(
  file: string,
  textColumns: readonly string[] = [],
): Promise<NumberColumns & { readonly texts: ReadonlyMap<string, readonly string[]> }> {
  const texts = new Map<string, string[]>();
  let header: readonly string[] | null = null;
  let taken: number[] = [];
  let stores: GrowingColumn[] = [];
  let nRows = 0;
  for await (const records of csvRecords(textBlocks(fileBytes(file), file), file)) {
    for (const { cells, line } of records) {
      if (header === null) {
        header = cells;
        requireHeader(file, header, line);
        for (const name of textColumns) if (header.includes(name)) texts.set(name, []);
        continue;
      }
      if (cells.length !== header.length) {
        throw new SaddlepointError(
          "PHOTOMETRY_CSV_RAGGED",
          `this row has ${cells.length} cells, and the header ${header.length} columns`,
          "The file may be cut off: copy or export it again.",
          { file, line },
        );
      }
      if (nRows === 0) {
        taken = cells.flatMap((cell, i) => (numberOf(cell) === null ? [] : [i]));
        stores = taken.map(() => growingColumn());
      }
      for (let k = 0; k < taken.length; k++) {
        const value = numberOf(cells[taken[k]]);
        if (value === null) {
          throw new SaddlepointError(
            "PHOTOMETRY_CSV_CELL",
            `${shown(header[taken[k]])} “${shown(cells[taken[k]])}” is not a number`,
            "Write numbers with a decimal point, and leave cells blank that are not known.",
            { file, line, field: header[taken[k]], value: shown(cells[taken[k]]) },
          );
        }
        stores[k].push(value);
      }
      for (const [name, column] of texts) column.push(cells[header.indexOf(name)]);
      nRows++;
    }
  }
  if (header === null || nRows === 0) {
    throw new SaddlepointError(
      "PHOTOMETRY_CSV_EMPTY",
      "the file has no rows",
      "Give a table with a line of column names and a line a sample.",
      { file },
    );
  }
  const names = header;
  return { nRows, names, columns: new Map(taken.map((i, k) => [names[i], stores[k].values()])), texts };
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

interface GrowingColumn {
  push(value: number): void;
  values(): Float64Array;
}

function growingColumn(): GrowingColumn {
  let store = new Float64Array(1024);
  let n = 0;
  return {
    push(value) {
      if (n === store.length) {
        const larger = new Float64Array(2 * n);
        larger.set(store);
        store = larger;
      }
      store[n++] = value;
    },
    values: () => store.slice(0, n),
  };
}
