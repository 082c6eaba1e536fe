import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { SaddlepointError } from "../errors.ts";
import { canonicalJson } from "./canonical-json.ts";
import { publicKeyText } from "./checkpoint-key.ts";

/** Bytes of each event's hash that a checkpoint keeps, so that the event that was changed can be named. */
export const TRACE_BYTES = 2;

/** What is signed: what the log was, up to a position. */
export interface CheckpointBody {
  readonly kind: "saddlepoint-checkpoint";
  readonly format: 1;
  /** The last position that is covered. */
  readonly position: number;
  /** Root of the tree over the events' positions and hashes (merkle.ts), in hex. */
  readonly root: string;
  /** SHA-256 of the trace, in hex. */
  readonly traceHash: string;
  readonly madeAt: string;
}

export interface SignedCheckpoint extends CheckpointBody {
  /** The public half of the key that signed, SPKI in base64: to know it by, not to believe it for. */
  readonly publicKey: string;
  /** Ed25519 over the canonical JSON of the body, in base64. */
  readonly signature: string;
}

/** A checkpoint as it is exported. */
export interface Checkpoint extends SignedCheckpoint {
  /** The first two bytes of each event's hash in the order of positions, base64. It names; the root proves. */
  readonly trace: string;
}

export function signCheckpoint(
  position: number,
  root: Buffer,
  trace: Buffer,
  key: KeyObject,
  madeAt: Date = new Date(),
): Checkpoint {
  const body: CheckpointBody = {
    kind: "saddlepoint-checkpoint",
    format: 1,
    position,
    root: root.toString("hex"),
    traceHash: createHash("sha256").update(trace).digest("hex"),
    madeAt: madeAt.toISOString(),
  };
  return {
    ...body,
    publicKey: publicKeyText(key),
    signature: sign(null, signedBytes(body), key).toString("base64"),
    trace: trace.toString("base64"),
  };
}

/**
 * Holds a checkpoint to a key that the caller trusts.
 *
 * @throws SaddlepointError CHECKPOINT_NOT_SIGNED where the key did not sign it
 */
export function requireSigned(checkpoint: SignedCheckpoint, trusted: KeyObject, file?: string): void {
  const key = trusted.type === "private" ? createPublicKey(trusted) : trusted;
  const isSigned = verify(null, signedBytes(checkpoint), key, Buffer.from(checkpoint.signature, "base64"));
  if (isSigned) return;
  const other = checkpoint.publicKey !== publicKeyText(key);
  throw new SaddlepointError(
    "CHECKPOINT_NOT_SIGNED",
    other
      ? `the checkpoint is signed by another key, ${checkpoint.publicKey}`
      : "the checkpoint is not what the key signed",
    other
      ? "Give the public half of the key that signed it with --public-key, from a source that you trust."
      : "It was changed after it was signed. Take the copy that lies outside this machine.",
    file === undefined ? {} : { file },
  );
}

/** @throws SaddlepointError BAD_CHECKPOINT */
export function parseCheckpoint(text: string, file?: string): Checkpoint {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (isCheckpoint(value)) {
    const trace = Buffer.from(value.trace, "base64");
    const isWhole =
      trace.length === value.position * TRACE_BYTES &&
      createHash("sha256").update(trace).digest("hex") === value.traceHash;
    if (isWhole) return value;
  }
  throw new SaddlepointError(
    "BAD_CHECKPOINT",
    "the file holds no checkpoint, or not a whole one",
    "Make one with: npx saddlepoint log checkpoint --out FILE",
    file === undefined ? {} : { file },
  );
}

export function isSignedCheckpoint(value: unknown): value is SignedCheckpoint {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Record<string, unknown>;
  return (
    members.kind === "saddlepoint-checkpoint" &&
    members.format === 1 &&
    Number.isSafeInteger(members.position) &&
    Number(members.position) >= 0 &&
    ["root", "traceHash", "madeAt", "publicKey", "signature"].every(
      (name) => typeof members[name] === "string",
    )
  );
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return isSignedCheckpoint(value) && "trace" in value && typeof value.trace === "string";
}

function signedBytes({ kind, format, position, root, traceHash, madeAt }: CheckpointBody): Buffer {
  return Buffer.from(canonicalJson({ kind, format, position, root, traceHash, madeAt }));
}
