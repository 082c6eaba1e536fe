import { createHash, hash as oneShotHash } from "node:crypto";
import { jsonString } from "./canonical-json.ts";

/*
 * Two hashes an event, both SHA-256:
 *
 *   content = H( canonical {home, occurredAt, payload, schemaVersion, stream, type} ‖ samples )
 *   hash    = H( previous hash of the stream ‖ content ‖ canonical {actor, eventId, source, sourceEventId, streamVersion} )
 *
 * The content hash says whether a resent event is the same one. The chain leaves out position and recorded at,
 * which belong to one instance, so another instance can verify what it pulled.
 */

const HASH_BYTES = 32;

/** What stands before the first event of a stream. */
export const FIRST_PREVIOUS_HASH: Buffer = Buffer.alloc(HASH_BYTES);

/** What an event says, apart from its payload and samples. */
export interface HashedContent {
  readonly home: string;
  /** As formatInstant writes it. */
  readonly occurredAt: string | null;
  readonly schemaVersion: number;
  readonly stream: string;
  readonly type: string;
}

/** @param payloadText the payload in canonical form */
export function contentHash(content: HashedContent, payloadText: string, samples: Buffer | null): Buffer {
  const text = contentText(
    jsonString(content.home),
    content.occurredAt === null ? "null" : jsonString(content.occurredAt),
    payloadText,
    content.schemaVersion,
    jsonString(content.stream),
    jsonString(content.type),
  );
  if (samples === null) return oneShotHash("sha256", text, "buffer");
  return createHash("sha256").update(text).update(samples).digest();
}

/** What is hashed of an event's content, of its parts in canonical form. */
export function contentText(
  home: string,
  occurredAt: string,
  payload: string,
  schemaVersion: number | string,
  stream: string,
  type: string,
): string {
  // Written out because it runs for every event; members are in canonical order.
  return `{"home":${home},"occurredAt":${occurredAt},"payload":${payload},"schemaVersion":${schemaVersion},"stream":${stream},"type":${type}}`;
}

export interface ChainLink {
  readonly actor: string;
  readonly eventId: string;
  readonly source: string;
  readonly sourceEventId: string;
  readonly streamVersion: number;
}

export function chainHash(previousHash: Buffer, content: Buffer, link: ChainLink): Buffer {
  const text = linkText(
    jsonString(link.actor),
    jsonString(link.eventId),
    jsonString(link.source),
    jsonString(link.sourceEventId),
    link.streamVersion,
  );
  const bytes = Buffer.allocUnsafe(HASH_BYTES * 2 + Buffer.byteLength(text));
  previousHash.copy(bytes, 0);
  content.copy(bytes, HASH_BYTES);
  bytes.write(text, HASH_BYTES * 2);
  return oneShotHash("sha256", bytes, "buffer");
}

/** What is hashed of an event's place in its stream, of its parts in canonical form. */
export function linkText(
  actor: string,
  eventId: string,
  source: string,
  sourceEventId: string,
  streamVersion: number | string,
): string {
  return `{"actor":${actor},"eventId":${eventId},"source":${source},"sourceEventId":${sourceEventId},"streamVersion":${streamVersion}}`;
}
