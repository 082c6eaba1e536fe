/**
 * A row as it lies in the bytes that came: `bytes` and where each field begins, with its length, -1 for NULL. The next
 * row takes its place.
 */
export interface CopiedRow {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
}

/**
 * Rows of `COPY … TO STDOUT (FORMAT binary)`, read from pieces as they come, without an object for each field: there
 * are tens of millions of them. Layout: PostgreSQL manual, COPY, "Binary Format".
 */
export interface BinaryCopyReader {
  /** Reads all rows that are whole with this piece. */
  push(piece: Buffer): void;
}

const HEADER_BYTES = 19;
const END = -1;

export function binaryCopyReader(onRow: (row: CopiedRow) => void): BinaryCopyReader {
  let rest: Buffer = Buffer.alloc(0);
  let isBegun = false;
  const starts: number[] = [];
  const lengths: number[] = [];
  const row = { bytes: rest, starts, lengths };

  /** Reads the row at this place; the place behind it, or −1 where it is not whole yet. */
  const readRow = (bytes: Buffer, from: number): number => {
    if (from + 2 > bytes.length) return -1;
    const count = bytes.readInt16BE(from);
    let at = from + 2;
    if (count === END) return at;
    for (let k = 0; k < count; k++) {
      if (at + 4 > bytes.length) return -1;
      const length = bytes.readInt32BE(at);
      at += 4;
      starts[k] = at;
      lengths[k] = length;
      if (length < 0) continue;
      at += length;
      if (at > bytes.length) return -1;
    }
    row.bytes = bytes;
    onRow(row);
    return at;
  };

  return {
    push(piece) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      let at = 0;
      if (!isBegun) {
        if (bytes.length < HEADER_BYTES) {
          rest = bytes;
          return;
        }
        at = HEADER_BYTES;
        isBegun = true;
      }
      for (let next = readRow(bytes, at); next >= 0; next = readRow(bytes, at)) at = next;
      rest = bytes.subarray(at);
    },
  };
}
