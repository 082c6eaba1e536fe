import { int32At } from "./bytes.ts";

/*
 * The rows of a binary COPY (PostgreSQL's manual, "COPY", Binary Format): a header, then per row the number of its
 * columns, and per column its length and its bytes; -1 stands for no column (the end) and for no bytes (NULL).
 */

const HEADER_BYTES = 19;
const TRAILER = -1;

/** Takes a COPY in pieces. */
export interface CopiedRows {
  /** From `from` to before `to`, which may be written to afterwards. */
  push(bytes: Buffer, from: number, to: number): void;
}

/**
 * Finds the rows in the pieces of a binary COPY; holds no more than a row.
 *
 * @param onRow is told where a row's first column begins and its last one ends, and keeps no view of the bytes
 */
export function copiedRows(onRow: (bytes: Buffer, start: number, end: number) => void): CopiedRows {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;

  /** @returns where what is not whole yet begins */
  function readWhole(bytes: Buffer, from: number, to: number): number {
    let at = from;
    if (!isStarted) {
      if (to - at < HEADER_BYTES) return at;
      isStarted = true;
      at += HEADER_BYTES;
    }
    while (to - at >= 2) {
      const columns = bytes.readInt16BE(at);
      const end = columns === TRAILER ? at + 2 : endOfColumns(bytes, at + 2, to, columns);
      if (end < 0) break;
      if (columns !== TRAILER) onRow(bytes, at + 2, end);
      at = end;
    }
    return at;
  }

  return {
    push(bytes, from, to) {
      if (rest.length > 0) {
        const joined = Buffer.concat([rest, bytes.subarray(from, to)]);
        rest = joined.subarray(readWhole(joined, 0, joined.length));
        return;
      }
      const at = readWhole(bytes, from, to);
      if (at < to) rest = Buffer.from(bytes.subarray(at, to));
    },
  };
}

/** Where so many columns that begin at `start` end; -1 where they are not whole before `to`. */
export function endOfColumns(bytes: Buffer, start: number, to: number, columns: number): number {
  let next = start;
  for (let i = 0; i < columns; i++) {
    if (next + 4 > to) return -1;
    next += 4 + Math.max(0, int32At(bytes, next));
  }
  return next > to ? -1 : next;
}
