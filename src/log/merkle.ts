import { hash as oneShotHash } from "node:crypto";

/*
 * The tree over (position, hash) of a log's first n events.
 *
 *   leaf  = H( 0x00 ‖ position of its first event, 8 bytes big-endian ‖ hashes of up to 16 events )
 *   node  = H( 0x01 ‖ left ‖ right )
 *
 * H is SHA-256. Nodes are put together as in RFC 6962 §2.1 (the left side is the largest full tree). A leaf covers
 * 16 events because positions are dense, so that the first one says all, and because a hash an event would double
 * the work of verifying.
 */

export const LEAF_EVENTS = 16;
export const HASH_BYTES = 32;

/** By way of a string, which takes half as long as to be handed a buffer. */
function sha256(bytes: Uint8Array | string): Buffer {
  return Buffer.from(oneShotHash("sha256", bytes, "binary"), "latin1");
}

/** @param hashes of 1 to 16 events that follow one another, 32 bytes each */
export function leafHash(firstPosition: number, hashes: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(9 + hashes.length);
  bytes[0] = 0;
  bytes.writeBigUInt64BE(BigInt(firstPosition), 1);
  bytes.set(hashes, 9);
  return sha256(bytes);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** The root over no events. */
export const EMPTY_ROOT: Buffer = sha256("");

/** Takes events' hashes in the order of positions, from 1; memory grows with the logarithm of their number. */
export interface MerkleTree {
  readonly size: number;
  /** @param hashes of any number of events that follow, 32 bytes each */
  push(hashes: Uint8Array): void;
  root(): Buffer;
}

export function merkleTree(): MerkleTree {
  const full: { readonly height: number; readonly hash: Buffer }[] = [];
  const block = Buffer.alloc(LEAF_EVENTS * HASH_BYTES);
  let size = 0;

  function pushLeaf(leaf: Buffer): void {
    let top = { height: 0, hash: leaf };
    for (let last = full.at(-1); last !== undefined && last.height === top.height; last = full.at(-1)) {
      full.pop();
      top = { height: top.height + 1, hash: nodeHash(last.hash, top.hash) };
    }
    full.push(top);
  }

  return {
    get size() {
      return size;
    },
    push(hashes) {
      for (let at = 0; at < hashes.length; ) {
        const filled = (size % LEAF_EVENTS) * HASH_BYTES;
        const part = hashes.subarray(at, at + block.length - filled);
        block.set(part, filled);
        at += part.length;
        size += part.length / HASH_BYTES;
        if (size % LEAF_EVENTS === 0) pushLeaf(leafHash(size - LEAF_EVENTS + 1, block));
      }
    },
    root() {
      const rest = size % LEAF_EVENTS;
      const peaks = full.map((peak) => peak.hash);
      if (rest > 0) peaks.push(leafHash(size - rest + 1, block.subarray(0, rest * HASH_BYTES)));
      return (
        peaks.reduceRight<Buffer | null>(
          (right, left) => (right === null ? left : nodeHash(left, right)),
          null,
        ) ?? EMPTY_ROOT
      );
    },
  };
}

/** A hash beside the way from a leaf to the root. */
export interface PathStep {
  readonly side: "left" | "right";
  readonly hash: Buffer;
}

/** The hashes beside the way from leaf `index` up to the root over `leaves`. */
export function pathOf(leaves: readonly Buffer[], index: number): readonly PathStep[] {
  if (leaves.length <= 1) return [];
  const split = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...pathOf(left, index), { side: "right", hash: rootOf(right) }]
    : [...pathOf(right, index - split), { side: "left", hash: rootOf(left) }];
}

/** The root that a leaf and what stands beside its way lead to. */
export function climb(leaf: Buffer, path: readonly PathStep[]): Buffer {
  return path.reduce(
    (below, { side, hash }) => (side === "left" ? nodeHash(hash, below) : nodeHash(below, hash)),
    leaf,
  );
}

/** The root over leaves, by the recursive definition. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0];
  const split = largestPowerBelow(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
