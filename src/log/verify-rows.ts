import { hash as oneShotHash } from "node:crypto";
import { copyRange, headsOf, int32At, PLAIN, put, putInteger, putLatin1 } from "./bytes.ts";
import { instantWriter } from "./canonical-instant.ts";
import { canonicalJson, jsonString } from "./canonical-json.ts";
import { jsonbCanonicaliser, NOT_PLAIN } from "./canonical-jsonb.ts";
import { ENVELOPE_COLUMNS, type Envelope, envelopeReader } from "./event-envelope.ts";
import { HASH_BYTES } from "./merkle.ts";

/** The columns of log.event that are verified, in the order in which they are copied out. */
export const VERIFIED_COLUMNS = `${ENVELOPE_COLUMNS}, position, stream_version, recorded_at, event_id, occurred_at, source_event_id, payload, samples, previous_hash, hash`;

/** An event of the log with what its content says about its own hash; until the next one is read. */
export interface VerifiedRow {
  readonly position: number;
  readonly stream: string;
  readonly streamVersion: number;
  /** Microseconds since PostgreSQL's epoch. */
  readonly recordedAt: number;
  /** 32 bytes, also where another number of them is stored, which is not sound. */
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
  /** Whether the stored hash is that of what is stored. */
  readonly isSound: boolean;
}

// Where the values of a fixed length stand behind the envelope, each behind its own length of four bytes.
const POSITION_AT = 4;
const STREAM_VERSION_AT = 16;
const RECORDED_AT = 24;
const EVENT_ID_AT = 36;
const REST_AT = 52;

/** Where the link's own text begins. */
const LINK_TEXT_AT = 2 * HASH_BYTES;
/** Of a UUID with its quotes. */
const UUID_TEXT_BYTES = 38;

const NULL = -1;
const JSON_NULL = Buffer.from("null");
const QUOTE = 0x22;
const MINUS = 0x2d;
/** A byte that is none in JSON's plain ASCII may take six there: \u0001. */
const MOST_BYTES_A_BYTE = 6;

/**
 * Reads events one by one, each from where its row stands in a binary COPY of `VERIFIED_COLUMNS`. It runs for every
 * event of the log, so it makes no strings of what is plain: what is hashed is put together from the row's own bytes,
 * and of what events have in common it is still there from the last one.
 */
export function eventReader(): (bytes: Buffer, start: number, end: number) => VerifiedRow {
  const readEnvelope = envelopeReader();
  const canonicalJsonb = jsonbCanonicaliser();
  const writeInstant = instantWriter();
  const row = {
    position: 0,
    stream: "",
    streamVersion: 0,
    recordedAt: 0,
    previousHash: Buffer.alloc(HASH_BYTES),
    hash: Buffer.alloc(HASH_BYTES),
    isSound: false,
  };
  // What is hashed as content, and as link: the previous hash, the content's and the link's own text.
  let content = Buffer.alloc(0);
  let link = Buffer.alloc(0);
  let contentHead = headsOf(content);
  let linkHead = headsOf(link);
  /** Whose parts stand in both, where they stand in every event: in front of occurred at, event id and source's id. */
  let placed: Envelope | null = null;

  function makeRoom(rowBytes: number): void {
    if (content.length >= rowBytes * MOST_BYTES_A_BYTE) return;
    content = Buffer.alloc(2 * rowBytes * MOST_BYTES_A_BYTE);
    link = Buffer.alloc(content.length);
    contentHead = headsOf(content);
    linkHead = headsOf(link);
    row.previousHash = link.subarray(0, HASH_BYTES);
    placed = null;
  }

  function place(envelope: Envelope): void {
    put(content, 0, envelope.content[0]);
    const eventIdAt = put(link, LINK_TEXT_AT, envelope.link[0]);
    put(link, eventIdAt + UUID_TEXT_BYTES, envelope.link[1]);
    placed = envelope;
  }

  return (bytes, start, end) => {
    makeRoom(end - start + 1024);
    const envelope = readEnvelope(bytes, start);
    if (envelope !== placed) place(envelope);
    const fixed = start + envelope.bytes.length;
    let at = fixed + REST_AT;

    const occurredAt = int32At(bytes, at);
    at += 4;
    let to = envelope.content[0].length;
    if (occurredAt === NULL) to = put(content, to, JSON_NULL);
    else {
      to = writeInstant(int64At(bytes, at), content, to);
      at += occurredAt;
    }

    const sourceEventIdAt = at + 4;
    at = sourceEventIdAt + int32At(bytes, at);
    const sourceEventIdEnd = at;

    // A jsonb begins with its version, one byte.
    const payloadAt = at + 5;
    at += 4 + int32At(bytes, at);
    to = put(content, to, envelope.content[1]);
    const payloadEnd = canonicalJsonb(bytes, payloadAt, at, content, to);
    if (payloadEnd !== NOT_PLAIN) to = payloadEnd;
    else to += content.write(canonicalText(bytes.toString("utf8", payloadAt, at)), to);
    to = put(content, to, envelope.content[2]);

    const nSamples = int32At(bytes, at);
    at += 4;
    if (nSamples !== NULL) {
      to += bytes.copy(content, to, at, at + nSamples);
      at += nSamples;
    }

    const nPrevious = int32At(bytes, at);
    at += 4;
    takeHash(bytes, at, nPrevious, link);
    at += nPrevious;
    const nHash = int32At(bytes, at);
    at += 4;
    takeHash(bytes, at, nHash, row.hash);

    row.position = int64At(bytes, fixed + POSITION_AT);
    row.stream = envelope.stream;
    row.streamVersion = int32At(bytes, fixed + STREAM_VERSION_AT);
    row.recordedAt = int64At(bytes, fixed + RECORDED_AT);

    putLatin1(link, HASH_BYTES, sha256(contentHead(to)));
    let linkEnd = LINK_TEXT_AT + envelope.link[0].length;
    linkEnd = writeUuid(bytes, fixed + EVENT_ID_AT, link, linkEnd) + envelope.link[1].length;
    linkEnd = writeText(bytes, sourceEventIdAt, sourceEventIdEnd, link, linkEnd);
    linkEnd = put(link, linkEnd, envelope.link[2]);
    linkEnd = putInteger(link, linkEnd, row.streamVersion);
    linkEnd = put(link, linkEnd, envelope.link[3]);
    row.isSound =
      nPrevious === HASH_BYTES &&
      nHash === HASH_BYTES &&
      isDigest(sha256(linkHead(linkEnd)), row.hash) &&
      envelope.isNested;
    return row;
  };
}

/** As a string with a character a byte, which is made faster than a buffer. */
function sha256(bytes: Uint8Array): string {
  return oneShotHash("sha256", bytes, "binary");
}

function int64At(bytes: Buffer, at: number): number {
  return int32At(bytes, at) * 2 ** 32 + (int32At(bytes, at + 4) >>> 0);
}

/** Of a payload with a number that is none in JSON (beyond a double), which nobody could have appended: itself. */
function canonicalText(payload: string): string {
  try {
    return canonicalJson(JSON.parse(payload));
  } catch {
    return payload;
  }
}

/** Writes a hash to the beginning of `hash`; of one that has another length what there is. */
function takeHash(bytes: Buffer, at: number, length: number, hash: Uint8Array): void {
  if (length !== HASH_BYTES) hash.fill(0, 0, HASH_BYTES);
  copyRange(bytes, at, at + Math.min(HASH_BYTES, length), hash, 0);
}

function isDigest(digest: string, hash: Uint8Array): boolean {
  for (let i = 0; i < HASH_BYTES; i++) if (digest.charCodeAt(i) !== hash[i]) return false;
  return true;
}

/** Writes a text as a JSON string. */
function writeText(bytes: Buffer, from: number, to: number, out: Buffer, at: number): number {
  out[at] = QUOTE;
  let end = at + 1;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (PLAIN[byte] === 0) return at + out.write(jsonString(bytes.toString("utf8", from, to)), at);
    out[end++] = byte;
  }
  out[end] = QUOTE;
  return end + 1;
}

const HEX = Buffer.from("0123456789abcdef");

/** Writes a UUID as a JSON string. */
function writeUuid(bytes: Buffer, from: number, out: Buffer, at: number): number {
  let end = at;
  out[end++] = QUOTE;
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) out[end++] = MINUS;
    const byte = bytes[from + i];
    out[end++] = HEX[byte >> 4];
    out[end++] = HEX[byte & 15];
  }
  out[end++] = QUOTE;
  return end;
}
