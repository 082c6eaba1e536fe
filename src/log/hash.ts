import { createHash, hash as oneShotHash } from "node:crypto";
import type { NewEvent } from "../events/new-event.ts";
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

/** @param payloadText the payload in canonical form */
export function contentHash(
  event: Pick<NewEvent, "type" | "schemaVersion" | "occurredAt">,
  address: { home: string; stream: string },
  payloadText: string,
  samples: Buffer | null,
): Buffer {
  // Written out because it runs for every event; members are in canonical order.
  const text = `{"home":${JSON.stringify(address.home)},"occurredAt":${JSON.stringify(event.occurredAt)},"payload":${payloadText},"schemaVersion":${event.schemaVersion},"stream":${JSON.stringify(address.stream)},"type":"${event.type}"}`;
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
