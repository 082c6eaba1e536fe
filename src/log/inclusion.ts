import type { KeyObject } from "node:crypto";
import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type Checkpoint, isSignedCheckpoint, requireSigned, type SignedCheckpoint } from "./checkpoint.ts";
import { chainHash, contentHash } from "./hash.ts";
import { climb, HASH_BYTES, LEAF_EVENTS, leafHash, pathOf } from "./merkle.ts";
import { homeOfStream } from "./read.ts";

/** One event with what shows that a signed log holds it, for a look without the database. */
export interface InclusionProof {
  readonly kind: "saddlepoint-inclusion";
  readonly format: 1;
  readonly event: ProvenEvent;
  /** Hashes of the events of its leaf (merkle.ts), in hex. */
  readonly leaf: readonly string[];
  readonly path: readonly { readonly side: "left" | "right"; readonly hash: string }[];
  /** Without its trace. */
  readonly checkpoint: SignedCheckpoint;
}

/** All that is hashed of an event, with its position. */
export interface ProvenEvent {
  readonly position: number;
  readonly home: string;
  readonly stream: string;
  readonly streamVersion: number;
  readonly type: string;
  readonly schemaVersion: number;
  /** UTC with six decimals. */
  readonly occurredAt: string | null;
  readonly eventId: string;
  readonly actor: string;
  readonly source: string;
  readonly sourceEventId: string;
  readonly payload: unknown;
  /** Little-endian float32, base64. */
  readonly samples: string | null;
  /** Hex. */
  readonly previousHash: string;
}

/**
 * The proof that a checkpoint covers an event. Reads the hashes of all the events that it covers.
 *
 * @throws SaddlepointError NO_SUCH_EVENTS, NOT_COVERED, and NOT_AS_SIGNED where the log is not what was signed
 */
export async function proveInclusion(
  pool: pg.Pool,
  stream: string,
  streamVersion: number,
  checkpoint: Checkpoint,
): Promise<InclusionProof> {
  const event = await fetchEvent(pool, stream, streamVersion);
  if (event.position > checkpoint.position) {
    throw new SaddlepointError(
      "NOT_COVERED",
      `the event has position ${event.position}; the checkpoint goes to ${checkpoint.position}`,
      "Make a newer checkpoint: npx saddlepoint log checkpoint --out FILE",
      { field: "checkpoint", value: checkpoint.position },
    );
  }
  const index = Math.floor((event.position - 1) / LEAF_EVENTS);
  const leaves: Buffer[] = [];
  let own: Buffer = Buffer.alloc(0);
  const PAGE = LEAF_EVENTS * 4096;
  for (let first = 1; first <= checkpoint.position; first += PAGE) {
    const last = Math.min(checkpoint.position, first + PAGE - 1);
    const { rows } = await pool.query<{ hash: Buffer }>(
      "select hash from log.event where position between $1 and $2 order by position",
      [first, last],
    );
    for (let i = 0; i < rows.length; i += LEAF_EVENTS) {
      const block = Buffer.concat(rows.slice(i, i + LEAF_EVENTS).map((row) => row.hash));
      if (leaves.length === index) own = block;
      leaves.push(leafHash(first + i, block));
    }
  }
  const { trace: _, ...signed } = checkpoint;
  const proof: InclusionProof = {
    kind: "saddlepoint-inclusion",
    format: 1,
    event,
    leaf: Array.from({ length: own.length / HASH_BYTES }, (__, i) =>
      own.toString("hex", i * HASH_BYTES, (i + 1) * HASH_BYTES),
    ),
    path: pathOf(leaves, index).map(({ side, hash }) => ({ side, hash: hash.toString("hex") })),
    checkpoint: signed,
  };
  requireIncluded(proof);
  return proof;
}

/**
 * Looks at a proof, without a database.
 *
 * @param trusted the public key that the reader believes
 * @throws SaddlepointError BAD_PROOF, NOT_AS_SIGNED, CHECKPOINT_NOT_SIGNED
 */
export function checkInclusion(proof: unknown, trusted: KeyObject, file?: string): InclusionProof {
  if (!isProof(proof)) {
    throw new SaddlepointError(
      "BAD_PROOF",
      "the file holds no inclusion proof",
      "Make one with: npx saddlepoint log prove --stream S --event N --checkpoint FILE --out FILE",
      file === undefined ? {} : { file },
    );
  }
  requireIncluded(proof, file);
  requireSigned(proof.checkpoint, trusted, file);
  return proof;
}

function requireIncluded({ event, leaf, path, checkpoint }: InclusionProof, file?: string): void {
  const content = contentHash(event, canonicalJson(event.payload), samplesOf(event));
  const hash = chainHash(Buffer.from(event.previousHash, "hex"), content, event);
  const place = (event.position - 1) % LEAF_EVENTS;
  const block = Buffer.from(leaf.join(""), "hex");
  const top = climb(
    leafHash(event.position - place, block),
    path.map(({ side, hash: beside }) => ({ side, hash: Buffer.from(beside, "hex") })),
  );
  const isIncluded =
    leaf[place] === hash.toString("hex") &&
    block.length === leaf.length * HASH_BYTES &&
    leaf.length <= LEAF_EVENTS &&
    event.position <= checkpoint.position &&
    top.toString("hex") === checkpoint.root;
  if (isIncluded) return;
  throw new SaddlepointError(
    "NOT_AS_SIGNED",
    `the event at position ${event.position} is not the one that was signed there`,
    "Something was changed since. npx saddlepoint verify --checkpoint FILE says what, where the log is at hand.",
    file === undefined ? {} : { file },
  );
}

function samplesOf(event: ProvenEvent): Buffer | null {
  return event.samples === null ? null : Buffer.from(event.samples, "base64");
}

function isProof(value: unknown): value is InclusionProof {
  if (typeof value !== "object" || value === null) return false;
  const { kind, format, event, leaf, path, checkpoint } = value as Partial<Record<string, unknown>>;
  if (kind !== "saddlepoint-inclusion" || format !== 1 || !isSignedCheckpoint(checkpoint)) return false;
  if (typeof event !== "object" || event === null || !Array.isArray(leaf) || !Array.isArray(path))
    return false;
  const members = event as Record<string, unknown>;
  return (
    Number.isSafeInteger(members.position) &&
    Number(members.position) >= 1 &&
    [members.streamVersion, members.schemaVersion].every(Number.isSafeInteger) &&
    ["home", "stream", "type", "eventId", "actor", "source", "sourceEventId", "previousHash"].every(
      (name) => typeof members[name] === "string",
    ) &&
    [members.occurredAt, members.samples].every((text) => text === null || typeof text === "string") &&
    members.payload !== undefined &&
    leaf.every((hash) => typeof hash === "string") &&
    path.every((step) => typeof step?.hash === "string" && (step.side === "left" || step.side === "right"))
  );
}

/** @throws SaddlepointError NO_SUCH_EVENTS */
async function fetchEvent(pool: pg.Pool, stream: string, version: number): Promise<ProvenEvent> {
  const { rows } = await pool.query<ProvenEvent>(
    `select position, home, stream, stream_version as "streamVersion", type, schema_version as "schemaVersion",
            to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt",
            event_id as "eventId", actor, source, source_event_id as "sourceEventId", payload,
            replace(encode(samples, 'base64'), E'\\n', '') as samples, encode(previous_hash, 'hex') as "previousHash"
     from log.event where home = $1 and stream = $2 and stream_version = $3`,
    [homeOfStream(stream), stream, version],
  );
  if (rows.length === 1) return rows[0];
  throw new SaddlepointError(
    "NO_SUCH_EVENTS",
    `stream ${stream} has no event of version ${version}`,
    "npx saddlepoint log show --stream S lists a stream's events by version.",
    { field: "event", value: version },
  );
}
