import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { digestProjections } from "../../src/projections/digest.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { trials } from "../events/given-events.ts";
import { type OwnServer, startOwnServer } from "../support/own-server.ts";

/*
 * A rebuild waits for no flush before its last one: whenever PostgreSQL is killed, what readers see is whole, the old
 * tables or the new ones, and another rebuild begins anew.
 */

let server: OwnServer;
let pool: pg.Pool;

beforeAll(async () => {
  server = await startOwnServer();
  pool = createPool(server.url, "migrator");
  for (let subject = 1; subject <= 24; subject++) await append(pool, trials(`M${subject}`, 1, 1, 40));
  await catchUp(pool);
});
afterAll(async () => {
  await pool?.end();
  await server?.stop();
});

test.each([
  ["when its first batch is there", 1],
  ["when some of its lanes have ended", 4],
  ["when all of them have", 8],
])(
  "PostgreSQL killed under a rebuild %s takes nothing from readers, nor from the next one",
  async (_, batch) => {
    const { digest } = await digestProjections(pool);
    let batches = 0;
    const rebuilding = rebuildProjections(pool, () => {
      if (++batches === batch) server.kill();
    });
    await expect(rebuilding).rejects.toThrow();
    await server.restart();
    expect((await digestProjections(pool)).digest).toBe(digest);
    expect(await rebuildProjections(pool)).toEqual({
      position: 960,
      digestBefore: digest,
      digestAfter: digest,
      same: true,
    });
  },
);

test("PostgreSQL killed as soon as a rebuild is done keeps what it made", async () => {
  await pool.query("update projection.trial set choice = -choice where trial = 3");
  const { same, digestAfter } = await rebuildProjections(pool);
  server.kill();
  expect(same).toBe(false);
  await server.restart();
  expect((await digestProjections(pool)).digest).toBe(digestAfter);
  expect(await rebuildProjections(pool)).toMatchObject({ digestBefore: digestAfter, same: true });
});
