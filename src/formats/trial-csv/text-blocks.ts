import { isUtf8 } from "node:buffer";
import { SaddlepointError } from "../../errors.ts";

/** Longest line, and longest row, of a trial table: far above any real one, and a bound on memory. */
export const MAX_LINE_BYTES = 65_536;

const LF = 10;
const CR = 13;

const foreignStarts: readonly (readonly [name: string, bytes: readonly number[], remedy: string])[] = [
  ["UTF-16 text", [0xff, 0xfe], "Save it as UTF-8 (in Excel: “CSV UTF-8”)."],
  ["UTF-16 text", [0xfe, 0xff], "Save it as UTF-8 (in Excel: “CSV UTF-8”)."],
  [
    "a spreadsheet or zip archive",
    [0x50, 0x4b, 0x03, 0x04],
    "Export the sheet as CSV UTF-8, or unpack the archive.",
  ],
  ["a Parquet table", [0x50, 0x41, 0x52, 0x31], "Export it as CSV."],
  ["an HDF5 or NWB file", [0x89, 0x48, 0x44, 0x46], "Export its trials as CSV."],
  ["compressed by another program than gzip", [0x42, 0x5a, 0x68], "Decompress it first."],
  ["compressed by another program than gzip", [0xfd, 0x37, 0x7a, 0x58], "Decompress it first."],
  ["compressed by another program than gzip", [0x28, 0xb5, 0x2f, 0xfd], "Decompress it first."],
];

/**
 * Cut bytes into blocks of whole lines of strict UTF-8 text, without a byte-order mark.
 *
 * A block holds at most a chunk and one line. What comes before a fault is given out first, so that the fault
 * nearest to the file's beginning is the one reported.
 *
 * @throws SaddlepointError TRIAL_CSV_NOT_TEXT, TRIAL_CSV_NOT_UTF8, TRIAL_CSV_LINE_TOO_LONG, with the line
 */
export async function* textBlocks(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let unfinished: Buffer = Buffer.alloc(0);
  let line = 1;
  let atStart = true;

  function* checked(bytes: Buffer): Generator<Buffer> {
    const block = atStart ? withoutMark(bytes, file) : bytes;
    atStart = false;
    const scan = scanLines(block);
    if (scan.fault === null) {
      line += scan.lineEnds;
      if (block.length > 0) yield block;
      return;
    }
    if (scan.faultStart > 0) yield block.subarray(0, scan.faultStart);
    throw textError(scan.fault, file, line + scan.lineEnds);
  }

  for await (const chunk of chunks) {
    const bytes = unfinished.length > 0 ? Buffer.concat([unfinished, chunk]) : chunk;
    const end = lastLineEnd(bytes);
    unfinished = bytes.subarray(end);
    if (end > 0) yield* checked(bytes.subarray(0, end));
    if (unfinished.length > MAX_LINE_BYTES) {
      // A binary file often has no lines: say that first.
      const scan = scanLines(
        atStart ? withoutMark(unfinished.subarray(0, MAX_LINE_BYTES), file) : unfinished,
      );
      throw textError(scan.fault === "control" ? "control" : "length", file, line);
    }
  }
  yield* checked(unfinished);
}

/** Offset just after the last line end; a final CR waits, since its LF may be in the next chunk. */
function lastLineEnd(bytes: Buffer): number {
  const complete = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
  return Math.max(complete.lastIndexOf(LF), complete.lastIndexOf(CR)) + 1;
}

type TextFault = "control" | "encoding" | "length";

interface LineScan {
  /** Line ends before the fault, or in all. */
  readonly lineEnds: number;
  readonly fault: TextFault | null;
  /** Offset of the line with the fault. */
  readonly faultStart: number;
}

function scanLines(block: Buffer): LineScan {
  const validText = isUtf8(block);
  let lineEnds = 0;
  let lineStart = 0;
  for (let i = 0; i < block.length; i++) {
    const byte = block[i];
    if (byte >= 32) continue;
    if (byte === LF || (byte === CR && block[i + 1] !== LF)) {
      if (!validText && !isUtf8(block.subarray(lineStart, i))) {
        return { lineEnds, fault: "encoding", faultStart: lineStart };
      }
      lineEnds += 1;
      lineStart = i + 1;
    } else if (byte < 9 || byte > CR) {
      return { lineEnds, fault: "control", faultStart: lineStart };
    }
  }
  return { lineEnds, fault: validText ? null : "encoding", faultStart: lineStart };
}

function withoutMark(bytes: Buffer, file: string): Buffer {
  for (const [name, start, remedy] of foreignStarts) {
    if (start.every((byte, i) => bytes[i] === byte)) {
      throw new SaddlepointError("TRIAL_CSV_NOT_TEXT", `this is not a CSV file but ${name}`, remedy, {
        file,
        offset: 0,
      });
    }
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function textError(fault: TextFault, file: string, line: number): SaddlepointError {
  const error = (code: string, message: string, remedy: string) =>
    new SaddlepointError(code, message, remedy, { file, line });
  switch (fault) {
    case "control":
      return error(
        "TRIAL_CSV_NOT_TEXT",
        "there are bytes here that no CSV text holds",
        "Give a text file in UTF-8; if it was one, copy it again.",
      );
    case "encoding":
      return error(
        "TRIAL_CSV_NOT_UTF8",
        "this line is not UTF-8 text",
        "Save the file as UTF-8, e.g. `iconv -f latin1 -t utf-8 IN > OUT`.",
      );
    case "length":
      return error(
        "TRIAL_CSV_LINE_TOO_LONG",
        `this line is longer than ${MAX_LINE_BYTES} bytes`,
        "A trial is one line: check the file's line ends and that it is a trial table.",
      );
  }
}
