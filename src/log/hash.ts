import { createHash, hash as oneShotHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";

/*
 * Two hashes an event, both SHA-256:
 *
 *   content = H( canonical {home, occurredAt, payload, schemaVersion, stream, type} ‖ samples )
 *   hash    = H( previous hash of the stream ‖ content ‖ canonical {actor, eventId, source, sourceEventId, streamVersion} )
 *
 * The content hash says whether a resent event is the same one. The chain leaves out position and recorded at,
 * which belong to one instance, so another instance can verify what it pulled.
 */

/** What stands before the first event of a stream. */
export const FIRST_PREVIOUS_HASH: Buffer = Buffer.alloc(32);

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
  // Written out because it runs for every event; members are in canonical order.
  const text = `{"home":${JSON.stringify(content.home)},"occurredAt":${JSON.stringify(content.occurredAt)},"payload":${payloadText},"schemaVersion":${content.schemaVersion},"stream":${JSON.stringify(content.stream)},"type":${JSON.stringify(content.type)}}`;
  if (samples === null) return oneShotHash("sha256", text, "buffer");
  return createHash("sha256").update(text).update(samples).digest();
}

export interface ChainLink {
  readonly actor: string;
  readonly eventId: string;
  readonly source: string;
  readonly sourceEventId: string;
  readonly streamVersion: number;
}

export function chainHash(previousHash: Buffer, content: Buffer, link: ChainLink): Buffer {
  return createHash("sha256")
    .update(previousHash)
    .update(content)
    .update(
      canonicalJson({
        actor: link.actor,
        eventId: link.eventId,
        source: link.source,
        sourceEventId: link.sourceEventId,
        streamVersion: link.streamVersion,
      }),
    )
    .digest();
}
