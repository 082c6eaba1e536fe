import { CsvError, type Parser, parse } from "csv-parse";
import { SaddlepointError } from "../../errors.ts";
import { MAX_LINE_BYTES } from "./text-blocks.ts";

/** The cells of one row, trimmed of the spaces around them. */
export interface CsvRecord {
  /** 1-based line of the file on which the row begins; a quoted cell may run over several. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of CSV text, the header among them, a list for each block of text.
 *
 * Comma, semicolon and tab are told apart by the header line; LF, CRLF and CR all end a line; empty lines are
 * passed over. Rows before a fault are given out before it is thrown.
 *
 * @throws SaddlepointError TRIAL_CSV_QUOTES, TRIAL_CSV_ROW_TOO_LONG, with the line on which the row begins
 */
export async function* csvRecords(
  blocks: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<readonly CsvRecord[]> {
  let records: CsvRecord[] = [];
  let nextLine = 1;
  let lineOvercount = 0;
  let parser: Parser | null = null;
  let broken = false;

  const take = (cells: string[], lastLine: number): void => {
    const end = lastLine - lineOvercount;
    // Only a row with a line end inside a cell, or one after empty lines, ends further down than it might.
    const inside = end > nextLine ? lineEndsWithin(cells) : { lines: 0, crlf: 0 };
    lineOvercount += inside.crlf;
    const line = end - inside.lines - inside.crlf;
    nextLine = end - inside.crlf + 1;
    if (cells.length > 1 || cells[0] !== "") records.push({ line, cells });
  };
  const given = (): readonly CsvRecord[] => {
    const full = records;
    records = [];
    return full;
  };

  try {
    for await (const block of blocks) {
      parser ??= rowParser(delimiterOf(block), take);
      const failure = await written(parser, block);
      if (failure) {
        broken = true;
        throw rowError(failure, file, nextLine);
      }
      if (records.length > 0) yield given();
    }
  } catch (fault) {
    // The parser looks ahead: the last row before a fault in the text is still in it.
    if (parser && !broken) await ended(parser);
    if (records.length > 0) yield given();
    throw fault;
  }
  const failure = parser && (await ended(parser));
  if (records.length > 0) yield given();
  if (failure) throw rowError(failure, file, nextLine);
}

function rowParser(delimiter: string, take: (cells: string[], lastLine: number) => void): Parser {
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: MAX_LINE_BYTES,
    // Taking rows here, and passing none on, leaves the parser's own queue empty: it never holds back.
    on_record: (cells: string[], context) => {
      take(cells, context.lines);
      return null;
    },
  });
  // Failures are taken from the callbacks of write and end.
  parser.on("error", () => {});
  return parser;
}

function written(parser: Parser, block: Buffer): Promise<Error | null> {
  return new Promise((resolve) => parser.write(block, (error) => resolve(error ?? null)));
}

function ended(parser: Parser): Promise<Error | null> {
  return new Promise((resolve) => {
    parser.once("error", resolve);
    parser.once("finish", () => resolve(null));
    parser.end();
  });
}

/** The one of comma, semicolon and tab that stands most often in the first line with text; else the comma. */
function delimiterOf(block: Buffer): string {
  const header = /\S[^\r\n]*/.exec(block.toString("utf8", 0, MAX_LINE_BYTES))?.[0] ?? "";
  const unquoted = header.replace(/"[^"]*"/g, "");
  const count = (delimiter: string) => unquoted.split(delimiter).length - 1;
  return [";", "\t"].reduce((best, other) => (count(other) > count(best) ? other : best), ",");
}

/** Line ends inside the cells, and how many of them are CRLF: csv-parse counts each of those as two lines. */
function lineEndsWithin(cells: readonly string[]): { readonly lines: number; readonly crlf: number } {
  let lines = 0;
  let crlf = 0;
  for (const cell of cells) {
    for (const [end] of cell.matchAll(/\r\n|\n|\r/g)) {
      lines += 1;
      if (end.length === 2) crlf += 1;
    }
  }
  return { lines, crlf };
}

function rowError(error: Error, file: string, line: number): Error {
  if (!(error instanceof CsvError)) return error;
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    return new SaddlepointError(
      "TRIAL_CSV_ROW_TOO_LONG",
      `the row that begins here is longer than ${MAX_LINE_BYTES} bytes`,
      'A quote (") that is never closed swallows the lines after it: close or remove it.',
      { file, line },
      { cause: error },
    );
  }
  const message =
    error.code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quote opened in the row that begins here is never closed"
      : "a quote stands inside a cell of the row that begins here";
  return new SaddlepointError(
    "TRIAL_CSV_QUOTES",
    message,
    'Put a cell with quotes between quotes and double those inside: "a ""b"" c".',
    { file, line },
    { cause: error },
  );
}
