import { formatInstant } from "../events/instant.ts";
import { canonicalJson } from "./canonical-json.ts";
import { chainHash, contentHash } from "./hash.ts";

/** The columns of log.event that are verified, in the order in which they are copied out. */
export const VERIFIED_COLUMNS =
  "position, home, stream, stream_version, lab, type, schema_version, occurred_at, recorded_at, event_id, actor, source, source_event_id, payload, samples, previous_hash, hash";

/** An event of the log with what its content says about its own hash. */
export interface VerifiedRow {
  readonly position: number;
  readonly stream: string;
  readonly streamVersion: number;
  /** Microseconds since PostgreSQL's epoch. */
  readonly recordedAt: number;
  /** Views of what was copied out, which is kept as long as they are. */
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  /** Whether the stored hash is that of what is stored. */
  readonly isSound: boolean;
}

const HEADER_BYTES = 19;
const UNIX_TO_POSTGRES_EPOCH_US = 946_684_800_000_000;
const NULL = -1;
const TRAILER = -1;

/** Reads rows of `VERIFIED_COLUMNS` out of a binary COPY that comes in pieces; holds no more than a piece and a row. */
export function rowReader(onRow: (row: VerifiedRow) => void): { push(piece: Buffer): void } {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  return {
    push(piece) {
      let bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      if (!isStarted) {
        if (bytes.length < HEADER_BYTES) {
          rest = bytes;
          return;
        }
        isStarted = true;
        bytes = bytes.subarray(HEADER_BYTES);
      }
      let at = 0;
      for (;;) {
        const end = endOfRow(bytes, at);
        if (end < 0) break;
        if (end > at + 2) onRow(readRow(bytes, at + 2));
        at = end;
      }
      // Rows keep pieces of it, so it must not be written to again.
      rest = bytes.subarray(at);
    },
  };
}

/** Where the row at `at` ends; -1 where it is not whole yet. */
function endOfRow(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) return -1;
  const columns = bytes.readInt16BE(at);
  let next = at + 2;
  if (columns === TRAILER) return next;
  for (let i = 0; i < columns; i++) {
    if (next + 4 > bytes.length) return -1;
    const length = bytes.readInt32BE(next);
    next += 4 + (length === NULL ? 0 : length);
  }
  return next > bytes.length ? -1 : next;
}

function readRow(bytes: Buffer, start: number): VerifiedRow {
  let at = start;
  const value = (): Buffer | null => {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length === NULL) return null;
    at += length;
    return bytes.subarray(at - length, at);
  };
  /** Of a column that is never null. */
  const text = (): string => {
    const length = bytes.readInt32BE(at);
    at += 4 + length;
    return bytes.toString("utf8", at - length, at);
  };
  const int8 = (): number => {
    at += 12;
    return bytes.readInt32BE(at - 8) * 2 ** 32 + bytes.readUInt32BE(at - 4);
  };
  const position = int8();
  const home = text();
  const stream = text();
  at += 8;
  const streamVersion = bytes.readInt32BE(at - 4);
  const lab = text();
  const type = text();
  at += 6;
  const schemaVersion = bytes.readInt16BE(at - 2);
  const occurredAt = value();
  const recordedAt = int8();
  const eventId = uuid(value() ?? Buffer.alloc(16));
  const actor = text();
  const source = text();
  const sourceEventId = text();
  // A jsonb begins with its version, one byte.
  const payload = text().slice(1);
  const samples = value();
  const previousHash = value() ?? Buffer.alloc(0);
  const hash = value() ?? Buffer.alloc(0);
  const content = contentHash(
    {
      home,
      stream,
      occurredAt: occurredAt === null ? null : instant(occurredAt),
      schemaVersion,
      type,
    },
    canonicalText(payload),
    samples,
  );
  const link = { actor, eventId, source, sourceEventId, streamVersion };
  const isSound =
    previousHash.length === 32 &&
    chainHash(previousHash, content, link).equals(hash) &&
    // The only column that is not hashed itself; and a home that is not the stream's own would hide it.
    (home === lab || home.startsWith(`${lab}/`)) &&
    (stream === home || stream.startsWith(`${home}/`));
  return {
    position,
    stream,
    streamVersion,
    recordedAt,
    previousHash,
    hash,
    isSound,
  };
}

/** Of a payload with a number that is none in JSON (beyond a double), which nobody could have appended: itself. */
function canonicalText(payload: string): string {
  try {
    return canonicalJson(JSON.parse(payload));
  } catch {
    return payload;
  }
}

function instant(bytes: Buffer): string | null {
  const unixMicroseconds = bytes.readInt32BE(0) * 2 ** 32 + bytes.readUInt32BE(4) + UNIX_TO_POSTGRES_EPOCH_US;
  // A time that the program could not have written: infinity, or far outside 1900 to 2199.
  return Math.abs(unixMicroseconds) > 8.64e18 / 1000 ? null : formatInstant(unixMicroseconds);
}

function uuid(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
