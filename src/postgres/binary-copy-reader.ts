/**
 * Rows of `COPY … TO STDOUT (FORMAT binary)`, read from pieces as they come. A row's fields are views of the piece,
 * null for NULL: what is to be kept must be copied. Layout: PostgreSQL manual, COPY, "Binary Format".
 */
export interface BinaryCopyReader {
  /** Reads all rows that are whole with this piece. */
  push(piece: Buffer): void;
}

const HEADER_BYTES = 19;
const END = -1;

export function binaryCopyReader(onRow: (fields: readonly (Buffer | null)[]) => void): BinaryCopyReader {
  let rest: Buffer = Buffer.alloc(0);
  let isBegun = false;
  const fields: (Buffer | null)[] = [];

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
      if (length < 0) {
        fields[k] = null;
        continue;
      }
      if (at + length > bytes.length) return -1;
      fields[k] = bytes.subarray(at, at + length);
      at += length;
    }
    onRow(fields);
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
