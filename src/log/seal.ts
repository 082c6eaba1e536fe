import { endianness } from "node:os";
import { addressOf } from "../events/address.ts";
import { eventTypes } from "../events/event-types.ts";
import { formatInstant, parseInstant } from "../events/instant.ts";
import type { NewEvent } from "../events/new-event.ts";
import { canonicalJson } from "./canonical-json.ts";
import { newEventId } from "./event-id.ts";
import { chainHash, contentHash, FIRST_PREVIOUS_HASH } from "./hash.ts";

/** An event with its place and its content hash, before it has a version. */
export interface PreparedEvent {
  readonly event: NewEvent;
  /** Id of whom the event names as its actor (staff.ts). */
  readonly actor: string;
  readonly home: string;
  readonly stream: string;
  readonly payloadText: string;
  readonly samples: Buffer | null;
  /** Microseconds since the Unix epoch. */
  readonly occurredAt: number | null;
  readonly contentHash: Buffer;
}

/** A prepared event at the end of its stream: everything but its position. */
export interface SealedEvent extends PreparedEvent {
  readonly eventId: string;
  readonly streamVersion: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

export interface StreamHead {
  readonly home: string;
  readonly version: number;
  readonly hash: Buffer;
}

/** The ends of streams, by stream name. */
export type StreamHeads = Map<string, StreamHead>;

/** Where a batch found a stream's end, and where it leaves it. */
export interface StreamMove extends StreamHead {
  readonly versionBefore: number;
  readonly hashBefore: Buffer;
}

/** Notes in `moves`, by stream name, that this event is its stream's new end. */
export function noteMove(moves: Map<string, StreamMove>, sealed: SealedEvent): void {
  const { home, stream, streamVersion, previousHash, hash } = sealed;
  const { versionBefore, hashBefore } = moves.get(stream) ?? {
    versionBefore: streamVersion - 1,
    hashBefore: previousHash,
  };
  moves.set(stream, { home, version: streamVersion, hash, versionBefore, hashBefore });
}

/**
 * @param event a valid event (events/validate.ts)
 * @param actor the id of its actor
 */
export function prepare(event: NewEvent, actor: string): PreparedEvent {
  const { home, stream } = addressOf(eventTypes[event.type].stream, event);
  const payloadText = canonicalJson(event.payload);
  const samples = event.samples === undefined ? null : samplesToBytes(event.samples);
  const occurredAt = parseInstant(event.occurredAt);
  return {
    event,
    actor,
    home,
    stream,
    payloadText,
    samples,
    occurredAt,
    contentHash: contentHash(
      {
        home,
        stream,
        occurredAt: occurredAt === null ? null : formatInstant(occurredAt),
        schemaVersion: event.schemaVersion,
        type: event.type,
      },
      payloadText,
      samples,
    ),
  };
}

/** Chains `prepared` to the end of its stream and moves that end in `heads`. */
export function seal(prepared: PreparedEvent, heads: StreamHeads): SealedEvent {
  const head = heads.get(prepared.stream);
  const previousHash = head?.hash ?? FIRST_PREVIOUS_HASH;
  const streamVersion = (head?.version ?? 0) + 1;
  const eventId = newEventId();
  const { source, sourceEventId } = prepared.event;
  const hash = chainHash(previousHash, prepared.contentHash, {
    actor: prepared.actor,
    eventId,
    source,
    sourceEventId,
    streamVersion,
  });
  heads.set(prepared.stream, { home: prepared.home, version: streamVersion, hash });
  const { event, actor, home, stream, payloadText, samples, occurredAt, contentHash: content } = prepared;
  return {
    event,
    actor,
    home,
    stream,
    payloadText,
    samples,
    occurredAt,
    contentHash: content,
    eventId,
    streamVersion,
    previousHash,
    hash,
  };
}

const isLittleEndian = endianness() === "LE";

/** Little-endian float32, whatever the machine. Shares the samples' memory where it can. */
function samplesToBytes(samples: Float32Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return isLittleEndian ? bytes : Buffer.from(bytes).swap32();
}
