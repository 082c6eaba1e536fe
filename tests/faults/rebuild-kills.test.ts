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

test("PostgreSQL killed as soon as a rebuild has gone live keeps what it made", async () => {
  // Else what was not flushed would be, by whoever does that in the background.
  for (const setting of ["wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'"]) {
    await pool.query(`alter system set ${setting}`);
  }
  await pool.query("select pg_reload_conf(), pg_sleep(1)");
  await pool.query("update projection.trial set choice = -choice where trial = 3");
  // The old projection is brought up to the log by the transaction that takes it out of use.
  await append(pool, trials("M25", 1, 1, 40));
  const dying = new Proxy(pool, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name === "query") {
        return (...args: Parameters<typeof pool.query>) => {
          if (String(args[0]).startsWith("drop schema if exists projection_previous")) server.kill();
          return target.query(...args);
        };
      }
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await expect(rebuildProjections(dying)).rejects.toThrow();
  await server.restart();
  expect(await rebuildProjections(pool)).toMatchObject({ position: 1_000, same: true });
});
