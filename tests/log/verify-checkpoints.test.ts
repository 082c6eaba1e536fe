import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { type Checkpoint, signCheckpoint } from "../../src/log/checkpoint.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { labRegistered, projectRegistered, trials } from "../events/given-events.ts";
import { givenLog } from "./given-log.ts";

const log = givenLog();

test("checkpoints of any earlier moments hold in one look, whichever order they are given in", async () => {
  const pool = log.pool("migrator");
  const ingest = log.pool("ingest");
  const { privateKey } = generateKeyPairSync("ed25519");
  const checkpoints: Checkpoint[] = [];
  await append(ingest, [labRegistered({ name: "Lab" }), projectRegistered({ title: "Study" })]);
  // Positions 5, 16, 17 and 43: inside of leaves, and at the end of one.
  for (const [first, last] of [
    [1, 3],
    [4, 14],
    [15, 15],
    [16, 41],
  ] as const) {
    await append(ingest, trials("M1", 1, first, last));
    const { head, root, trace } = await verifyLog(pool, log.url, { keepTrace: true });
    checkpoints.push(signCheckpoint(head, root, trace, privateKey));
  }
  await append(ingest, trials("M1", 1, 42, 60));
  expect(checkpoints.map(({ position }) => position)).toEqual([5, 16, 17, 43]);
  const [five, sixteen, ...later] = checkpoints;
  const shuffled = [...later, sixteen, five, five];
  expect(await verifyLog(pool, log.url, { checkpoints: shuffled })).toMatchObject({
    isSound: true,
    head: 62,
  });

  const wrong = { ...sixteen, root: five.root };
  const seen = await verifyLog(pool, log.url, { checkpoints: [...later, wrong, five] });
  expect(seen.findings).toMatchObject([{ kind: "NOT_AS_SIGNED", position: null }]);
});
