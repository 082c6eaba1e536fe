import { createHash, hash as oneShotHash } from "node:crypto";
import { formatInstant } from "../events/instant.ts";
import { canonicalJson, jsonString } from "./canonical-json.ts";
import { jsonbCanonicaliser } from "./canonical-jsonb.ts";
import { contentText, linkText } from "./hash.ts";
import { HASH_BYTES } from "./merkle.ts";

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
/** The columns up to the payload, all that is text. */
const TEXT_COLUMNS = 14;
const NULL = -1;
const TRAILER = -1;

/** Reads rows of `VERIFIED_COLUMNS` out of a binary COPY that comes in pieces; holds no more than a piece and a row. */
export function rowReader(onRow: (row: VerifiedRow) => void): { push(piece: Buffer): void } {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  const readRow = eventReader();
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
  return columns === TRAILER ? at + 2 : endOfColumns(bytes, at + 2, columns);
}

/** Where so many columns that begin at `start` end; -1 where they are not whole yet. */
function endOfColumns(bytes: Buffer, start: number, columns: number): number {
  let next = start;
  for (let i = 0; i < columns; i++) {
    if (next + 4 > bytes.length) return -1;
    const length = bytes.readInt32BE(next);
    next += 4 + (length === NULL ? 0 : length);
  }
  return next > bytes.length ? -1 : next;
}

/** A text of a row, as a string of its bytes and in canonical form. */
interface Word {
  readonly bytes: string;
  readonly text: string;
  readonly json: string;
}

/** Printable ASCII without the quote and the backslash stands for itself in JSON, and its bytes for themselves. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * Reads rows one by one. It runs for every event of the log: a row's text becomes one string, of which all else is a
 * part, and what is mostly the same from row to row is put into its canonical form once.
 */
function eventReader(): (bytes: Buffer, start: number) => VerifiedRow {
  const canonicalJsonb = jsonbCanonicaliser();
  let [home, stream, lab, type, actor, source]: Word[] = Array.from({ length: 6 }, () => ({
    bytes: "",
    text: "",
    json: '""',
  }));
  let scratch = Buffer.allocUnsafe(4096);

  return (bytes, start) => {
    let at = start;
    const int8 = (): number => {
      at += 12;
      return bytes.readInt32BE(at - 8) * 2 ** 32 + bytes.readUInt32BE(at - 4);
    };
    /** Steps over a value and gives its length; NULL where there is none. */
    const step = (): number => {
      const length = bytes.readInt32BE(at);
      at += 4 + Math.max(0, length);
      return length;
    };
    const text = bytes.toString("latin1", start, endOfColumns(bytes, start, TEXT_COLUMNS));
    const word = (last: Word | null): Word => {
      const length = step();
      const own = text.slice(at - length - start, at - start);
      if (last !== null && own === last.bytes) return last;
      if (PLAIN.test(own)) return { bytes: own, text: own, json: `"${own}"` };
      const decoded = bytes.toString("utf8", at - length, at);
      return { bytes: own, text: decoded, json: jsonString(decoded) };
    };
    const position = int8();
    home = word(home);
    stream = word(stream);
    at += 8;
    const streamVersion = bytes.readInt32BE(at - 4);
    lab = word(lab);
    type = word(type);
    at += 6;
    const schemaVersion = bytes.readInt16BE(at - 2);
    const occurredAt = step() === NULL ? "null" : canonicalInstant(bytes, at - 8);
    const recordedAt = int8();
    step();
    const eventId = uuid(bytes.toString("hex", at - 16, at));
    actor = word(actor);
    source = word(source);
    const sourceEventId = word(null);
    const payloadBytes = step();
    // A jsonb begins with its version, one byte.
    const payloadAt = at - payloadBytes + 1;
    const payload =
      canonicalJsonb(text, payloadAt - start, at - start) ??
      canonicalText(bytes.toString("utf8", payloadAt, at));
    const nSamples = step();
    const samples = nSamples === NULL ? null : bytes.subarray(at - nSamples, at);
    const nPrevious = step();
    const previousHash = bytes.subarray(at - Math.max(0, nPrevious), at);
    const nHash = step();
    const hash = bytes.subarray(at - Math.max(0, nHash), at);

    const said = contentText(home.json, occurredAt, payload, schemaVersion, stream.json, type.json);
    const content =
      samples === null
        ? oneShotHash("sha256", said, "binary")
        : createHash("sha256").update(said).update(samples).digest("binary");
    const link = linkText(actor.json, `"${eventId}"`, source.json, sourceEventId.json, streamVersion);
    if (scratch.length < 2 * HASH_BYTES + 3 * link.length)
      scratch = Buffer.allocUnsafe(2 * HASH_BYTES + 3 * link.length);
    previousHash.copy(scratch, 0, 0, HASH_BYTES);
    scratch.write(content, HASH_BYTES, "latin1");
    const end = 2 * HASH_BYTES + scratch.write(link, 2 * HASH_BYTES, "utf8");
    const isSound =
      previousHash.length === HASH_BYTES &&
      oneShotHash("sha256", scratch.subarray(0, end), "binary") === hash.toString("latin1") &&
      // The only column that is not hashed itself; and a home that is not the stream's own would hide it.
      (home.text === lab.text || home.text.startsWith(`${lab.text}/`)) &&
      (stream.text === home.text || stream.text.startsWith(`${home.text}/`));
    return { position, stream: stream.text, streamVersion, recordedAt, previousHash, hash, isSound };
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

function canonicalInstant(bytes: Buffer, at: number): string {
  const unixMicroseconds =
    bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4) + UNIX_TO_POSTGRES_EPOCH_US;
  // A time that the program could not have written: infinity, or far outside 1900 to 2199.
  return Math.abs(unixMicroseconds) > 8.64e18 / 1000 ? "null" : `"${formatInstant(unixMicroseconds)}"`;
}

function uuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
