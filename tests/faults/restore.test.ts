import { generateKeyPairSync } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { signCheckpoint } from "../../src/log/checkpoint.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { trial, trials } from "../events/given-events.ts";
import { headOf } from "../log/given-log.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";
import { databaseUrl, type TestServer } from "../setup/provided.ts";
import { copyLog, type DumpableServer, startDumpableServer } from "../support/dumps.ts";
import { expectSoundLog } from "../support/sound-log.ts";
import { startProxy, throughPort } from "../support/tcp-proxy.ts";

const tidying: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const tidy of tidying.reverse()) await tidy();
});
function poolOf(url: string, role: "ingest" | "migrator", max = 8): pg.Pool {
  const pool = createPool(url, role, { max });
  tidying.push(() => pool.end());
  return pool;
}

async function rowsOf(pool: pg.Pool, upto: number) {
  const { rows } = await pool.query(
    "select position, stream, stream_version, payload, samples, hash, recorded_at from log.event where position <= $1 order by position",
    [upto],
  );
  return rows;
}

/** Writes to `from` from many sides, copies it to `to` in the middle of that, and looks at both. */
async function tryCopy(from: string, to: string, copy: () => void | Promise<void>): Promise<void> {
  const [ingest, admin] = [poolOf(from, "ingest"), poolOf(from, "migrator")];
  await append(ingest, trials("before", 1, 1, 50));
  const { head: signedTo, root, trace } = await verifyLog(admin, from, { keepTrace: true });
  const checkpoint = signCheckpoint(signedTo, root, trace, generateKeyPairSync("ed25519").privateKey);
  let isWriting = true;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let number = 1; isWriting; number++) {
      if (number % 10 !== 0)
        await append(ingest, [trial(`w${writer}`, 1, number), trial("shared", writer + 1, number)]);
      else {
        await appendBulk(ingest, async function* () {
          yield { events: trials(`w${writer}`, 2 + number, 1, 200) };
        });
      }
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await catchUp(admin);
  try {
    await copy();
  } finally {
    isWriting = false;
    await Promise.all(writers);
  }

  const [restored, restoredIngest] = [poolOf(to, "migrator"), poolOf(to, "ingest")];
  const head = await headOf(restored);
  expect(head).toBeGreaterThan(50);
  expect(head).toBeLessThanOrEqual(await headOf(admin));
  await expectSoundLog(restored);
  expect(await verifyLog(restored, to, { checkpoints: [checkpoint] })).toMatchObject({ findings: [], head });
  // A prefix of the original, to the last byte: whoever had read up to some position goes on from it in the copy.
  expect(await rowsOf(restored, head)).toEqual(await rowsOf(admin, head));
  // What the copy has, it knows; what it lacks, it takes, right behind.
  expect(await append(restoredIngest, trials("before", 1, 1, 50))).toEqual(
    Array.from({ length: 50 }, (_, i) => ({ position: i + 1, alreadyThere: true })),
  );
  const more = await append(restoredIngest, [trial("before", 1, 51), trial("after", 1, 1)]);
  expect(more.map((result) => result.position)).toEqual([head + 1, head + 2]);
  const { rows } = await restored.query<{ position: number }>(
    "select position from log.event where position > $1 order by position",
    [head - 5],
  );
  expect(rows.map((row) => row.position)).toEqual(Array.from({ length: 7 }, (_, i) => head - 4 + i));
  await expectSoundLog(restored);
  expect(await catchUp(restored)).toBe(head + 2);
  expect((await rebuildProjections(restored)).same).toBe(true);
}

test("a copy of one snapshot, made while many write, is a gap-free prefix that goes on by itself", async () => {
  const [from, to] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  tidying.push(() => Promise.all([from.drop(), to.drop()]));
  await tryCopy(from.url, to.url, () => copyLog(from.url, to.url));
}, 60_000);

describe("by pg_dump and psql", () => {
  let server: DumpableServer | null = null;
  beforeAll(async () => {
    const response = await fetch(inject("testServerAddress"));
    server = await startDumpableServer(((await response.json()) as TestServer).url);
    tidying.push(async () => server?.stop());
  });

  test("a dump, made while many write, restores to a gap-free prefix that goes on by itself", async ({
    skip,
  }) => {
    if (server === null) {
      // In CI the run on a container does it.
      return skip(
        "no server here has a pg_dump of its own version: install postgresql-15, or run on a container",
      );
    }
    const admin = new pg.Client(server.url);
    await admin.connect();
    const names = ["dump_from", "dump_to"].map((name) => `${name}_${process.pid}`);
    for (const name of names) await admin.query(`create database ${name}`);
    tidying.push(async () => {
      for (const name of names) await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    });
    const [from, to] = names.map((name) => databaseUrl(server?.url ?? "", name));
    await migrate(from);
    const { dumpAndRestore } = server;
    await tryCopy(from, to, () => dumpAndRestore(names[0], names[1]));
  }, 120_000);
});

describe("a database that is put back to an earlier state under a running writer", () => {
  let now: TestDatabase;
  let earlier: TestDatabase;
  beforeAll(async () => {
    [now, earlier] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    tidying.push(() => Promise.all([now.drop(), earlier.drop()]));
  });

  test("what the writer remembers of streams is not believed over what the database says", async () => {
    const target = { port: Number(new URL(now.url).port), host: new URL(now.url).hostname };
    const wire = await startProxy(target);
    tidying.push(() => wire.close());
    const names = [now, earlier].map(({ url }) => new URL(url).pathname);
    const admin = new pg.Client(databaseUrl(now.url, "postgres"));
    await admin.connect();
    tidying.push(() => admin.end());
    const ingest = poolOf(throughPort(now.url, wire.port), "ingest", 2);
    await append(ingest, trials("A", 1, 1, 5));
    await copyLog(now.url, earlier.url);
    // Acknowledged after the copy was made, and so lost with the machine that the copy replaces.
    await append(ingest, trials("A", 1, 6, 9));
    await append(ingest, trials("B", 1, 1, 3));
    for (const [from, to] of [
      [names[0].slice(1), "gone"],
      [names[1].slice(1), names[0].slice(1)],
    ]) {
      await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [from]);
      await admin.query(`alter database "${from}" rename to "${to}${to === "gone" ? process.pid : ""}"`);
    }
    tidying.push(() => admin.query(`drop database if exists "gone${process.pid}" with (force)`));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const again = () => append(ingest, [trial("A", 1, 10), trial("B", 1, 4)]);
    const results = await again().catch(again);
    expect(results.map((result) => result.position)).toEqual([6, 7]);
    await expectSoundLog(poolOf(now.url, "migrator", 1));
  });
});
