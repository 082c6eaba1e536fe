import { afterAll, beforeAll, expect, test } from "vitest";
import { SaddlepointError } from "../../src/errors.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { seededRandom } from "../../src/science/random.ts";
import { trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { expectSoundLog } from "../support/sound-log.ts";
import { startProxy, type TcpProxy, throughPort } from "../support/tcp-proxy.ts";

/*
 * The wire between a writer and its server is cut in the middle of batches: after so many bytes on their way there,
 * or before the answer comes back. Which batches and which bytes is fixed by the seed.
 */
const CUTS = process.env.TEST_FULL === "1" ? 300 : 30;
const SEED = 20_261_124;

const log = givenLog();
let proxy: TcpProxy;
beforeAll(async () => {
  proxy = await startProxy({ port: Number(new URL(log.url).port) });
});
afterAll(() => proxy.close());

const writers = {
  append: async (pool: ReturnType<typeof log.pool>, events: readonly NewEvent[]) =>
    void (await append(pool, events)),
  appendBulk: async (pool: ReturnType<typeof log.pool>, events: readonly NewEvent[]) =>
    void (await appendBulk(pool, async function* () {
      for (let i = 0; i < events.length; i += 500) yield { events: events.slice(i, i + 500) };
    })),
} as const;

test(`a wire that is cut ${CUTS} times in the middle of a batch: SERVER_UNREACHABLE, all of the batch or nothing, and the next append works`, async () => {
  const random = seededRandom(SEED);
  const ends = { refused: 0, kept: 0, through: 0 };
  for (let cut = 0; cut < CUTS; cut++) {
    const kind = cut % 2 === 0 ? "append" : "appendBulk";
    const n = kind === "append" ? 2 + random.integer(300) : 500 + random.integer(3_000);
    const events = trials("A", cut + 1, 1, n);
    const countKept = async () => {
      const { rows } = await log
        .pool("migrator")
        .query<{ n: number }>("select count(*) as n from log.event where stream = $1", [
          `lab/study/A/${cut + 1}`,
        ]);
      return rows[0].n;
    };
    const pool = createPool(throughPort(log.url, proxy.port), "ingest", { max: 2 });
    let before = 0;
    try {
      if (cut % 5 === 0) {
        // Once the writer knows where the stream stands, a small batch is one question: its answer is lost.
        await append(pool, events.slice(0, 1));
        before = 1;
        proxy.cutBeforeAnswer();
      } else proxy.cutAfter(random.integer(n * 300));
      const end = await writers[kind](pool, events.slice(before)).then(
        () => null,
        (error: unknown) => error,
      );
      if (end !== null) {
        expect(end, String(end)).toBeInstanceOf(SaddlepointError);
        expect(end).toMatchObject({ code: "SERVER_UNREACHABLE", remedy: expect.stringContaining("again") });
      }
      // A batch that got through on another connection leaves one behind that would be cut later.
      proxy.spare();
      // The server may still be at work on a batch that came whole, though its answer finds nobody.
      const kept = await countKept();
      expect([before, n]).toContain(kept);
      ends[end === null ? "through" : kept === before ? "refused" : "kept"]++;
      await writers[kind](pool, events);
      expect(await countKept()).toBe(n);
    } finally {
      await pool.end();
    }
  }
  await expectSoundLog(log.pool("migrator"));
  console.log(
    `cut wires: ${ends.refused} batches refused, ${ends.kept} kept unheard, ${ends.through} got through`,
  );
  expect(ends.refused).toBeGreaterThan(CUTS / 3);
  expect(ends.kept).toBeGreaterThan(0);
}, 600_000);
