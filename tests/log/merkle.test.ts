import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  climb,
  EMPTY_ROOT,
  LEAF_EVENTS,
  leafHash,
  merkleTree,
  pathOf,
  rootOf,
} from "../../src/log/merkle.ts";

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const eventHash = (position: number): Buffer => sha256(`event ${position}`);
const leavesOf = (n: number): Buffer[] =>
  Array.from({ length: Math.ceil(n / LEAF_EVENTS) }, (_, i) => {
    const first = i * LEAF_EVENTS + 1;
    const count = Math.min(LEAF_EVENTS, n - first + 1);
    return leafHash(first, Buffer.concat(Array.from({ length: count }, (__, k) => eventHash(first + k))));
  });

test("a tree of three leaves is the one that is written out by hand", () => {
  const place = (n: number) => Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, n]);
  const block = (first: number, last: number) =>
    Buffer.concat(Array.from({ length: last - first + 1 }, (_, i) => eventHash(first + i)));
  const [a, b, c] = [
    sha256(place(1), block(1, 16)),
    sha256(place(17), block(17, 32)),
    sha256(place(33), block(33, 34)),
  ];
  const one = Buffer.from([1]);
  const tree = merkleTree();
  expect(tree.root()).toEqual(sha256(""));
  for (let position = 1; position <= 34; position++) tree.push(eventHash(position));
  expect(tree.root()).toEqual(sha256(one, sha256(one, a, b), c));
});

test("what grows event by event has the root of the recursive definition, at every size", () => {
  const tree = merkleTree();
  for (let n = 0; n <= 300; n++) {
    if (n > 0) tree.push(eventHash(n));
    expect(tree.root()).toEqual(n === 0 ? EMPTY_ROOT : rootOf(leavesOf(n)));
  }
});

test("events that are pushed by the dozen or the hundred make the same tree as one by one", () => {
  for (const step of [1, 3, 16, 17, 100, 300]) {
    const tree = merkleTree();
    for (let before = 0; before < 300; before += step) {
      const n = Math.min(step, 300 - before);
      tree.push(Buffer.concat(Array.from({ length: n }, (_, i) => eventHash(before + i + 1))));
      expect(tree.size).toBe(before + n);
      expect(tree.root()).toEqual(rootOf(leavesOf(before + n)));
    }
  }
});

test("the way from every leaf leads to the root, and from another leaf to another", () => {
  for (const n of [1, 16, 17, 200, 33 * LEAF_EVENTS]) {
    const leaves = leavesOf(n);
    const root = rootOf(leaves);
    for (const [i, leaf] of leaves.entries()) {
      expect(climb(leaf, pathOf(leaves, i))).toEqual(root);
      expect(climb(eventHash(0), pathOf(leaves, i))).not.toEqual(root);
    }
  }
});
