/**
 * Rows for `COPY … FROM STDIN (FORMAT binary)`, written into one growing buffer that is handed out in pieces.
 *
 * Values must come in the order of the columns; the caller answers for types. Layout: PostgreSQL manual, COPY,
 * "Binary Format".
 */
export interface BinaryCopyWriter {
  /** Begins a row of so many columns. */
  row(columns: number): void;
  int2(value: number): void;
  int4(value: number): void;
  text(value: string): void;
  /** A jsonb value from its JSON text. */
  jsonb(json: string): void;
  bytes(value: Buffer): void;
  uuid(value: string): void;
  /** Microseconds since the Unix epoch. */
  timestamp(unixMicroseconds: number): void;
  null(): void;
  /** Bytes that wait to be taken. */
  readonly pending: number;
  /** What was written since the last call; the first piece begins with the header. */
  take(): Buffer;
  /** The last piece, with the trailer. */
  end(): Buffer;
}

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const HEADER_BYTES = 19;
const UNIX_TO_POSTGRES_EPOCH_US = 946_684_800_000_000;
const JSONB_VERSION = 1;

export function binaryCopyWriter(initialBytes = 1 << 18): BinaryCopyWriter {
  let buffer = Buffer.allocUnsafe(initialBytes);
  let length = 0;

  const reserve = (bytes: number) => {
    if (length + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + bytes));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  const putInt4 = (value: number) => {
    length = buffer.writeInt32BE(value, length);
  };
  const putText = (value: string, prefixBytes: number) => {
    // Every UTF-16 unit takes at most three bytes of UTF-8.
    reserve(4 + prefixBytes + value.length * 3);
    const lengthAt = length;
    length += 4;
    if (prefixBytes === 1) buffer[length++] = JSONB_VERSION;
    const written = buffer.write(value, length, "utf8");
    length += written;
    buffer.writeInt32BE(written + prefixBytes, lengthAt);
  };
  const take = () => {
    const piece = Buffer.from(buffer.subarray(0, length));
    length = 0;
    return piece;
  };

  SIGNATURE.copy(buffer, 0);
  buffer.fill(0, SIGNATURE.length, HEADER_BYTES);
  length = HEADER_BYTES;

  return {
    row(columns) {
      reserve(2);
      length = buffer.writeInt16BE(columns, length);
    },
    int2(value) {
      reserve(6);
      putInt4(2);
      length = buffer.writeInt16BE(value, length);
    },
    int4(value) {
      reserve(8);
      putInt4(4);
      putInt4(value);
    },
    text: (value) => putText(value, 0),
    jsonb: (json) => putText(json, 1),
    bytes(value) {
      reserve(4 + value.length);
      putInt4(value.length);
      length += value.copy(buffer, length);
    },
    uuid(value) {
      reserve(20);
      putInt4(16);
      length += buffer.write(value.replaceAll("-", ""), length, "hex");
    },
    timestamp(unixMicroseconds) {
      reserve(12);
      putInt4(8);
      length = buffer.writeBigInt64BE(BigInt(unixMicroseconds - UNIX_TO_POSTGRES_EPOCH_US), length);
    },
    null() {
      reserve(4);
      putInt4(-1);
    },
    get pending() {
      return length;
    },
    take,
    end() {
      reserve(2);
      length = buffer.writeInt16BE(-1, length);
      return take();
    },
  };
}
