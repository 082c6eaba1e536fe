import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { followLog } from "../../src/log/follow.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { trial } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";
import { expectSoundLog } from "../support/sound-log.ts";

/*
 * Sixteen writers of every kind against one log, while readers follow it by position: one who polls, one who is
 * notified, and the projector. Between them a transaction that stays open the whole time, as a forgotten psql does.
 */
const WRITERS = 16;
const RUNS = process.env.TEST_FULL === "1" ? 60 : 6;
const log = givenLog();
let pool: pg.Pool;

beforeAll(() => {
  pool = createPool(log.url, "ingest", { max: 20 });
});
afterAll(() => pool.end());

type Step =
  | {
      readonly kind: "single" | "conflict" | "invalid" | "stale";
      readonly size: number;
      readonly shared: boolean;
    }
  | {
      readonly kind: "bulk" | "bulk that fails";
      readonly size: number;
      readonly pauseMs: number;
      readonly shared: boolean;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("single" as const),
      size: fc.integer({ min: 1, max: 5 }),
      shared: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("conflict" as const, "invalid" as const, "stale" as const),
      size: fc.integer({ min: 1, max: 5 }),
      shared: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("bulk" as const, "bulk" as const, "bulk that fails" as const),
      size: fc.integer({ min: 1, max: 400 }),
      pauseMs: fc.integer({ min: 0, max: 30 }),
      shared: fc.boolean(),
    }),
  },
);

/** What a writer was told is in the log. */
interface Told {
  readonly ids: readonly string[];
  /** Null for bulk, which tells its last position alone. */
  readonly positions: readonly number[] | null;
  readonly last: number | null;
}

let made = 0;

async function perform(step: Step, subject: string): Promise<Told | null> {
  const session = step.shared ? 1 : 2;
  const home = step.shared ? "everyone" : subject;
  const events: NewEvent[] = Array.from({ length: step.size }, () =>
    trial(home, session, ++made % 1_000_000, {}, { sourceEventId: `e${made}` }),
  );
  const ids = events.map((event) => event.sourceEventId);
  switch (step.kind) {
    case "single": {
      const positions = (await append(pool, events)).map((result) => result.position);
      return { ids, positions, last: positions[positions.length - 1] };
    }
    case "conflict": {
      const known = { ...trial(home, session, 1_000_000, { choice: "left" }), sourceEventId: "known" };
      await expect(append(pool, [...events, known])).rejects.toMatchObject({
        code: "EVENT_CONTENT_CONFLICT",
      });
      return null;
    }
    case "invalid":
      await expect(append(pool, [...events, trial(home, session, 0)])).rejects.toMatchObject({
        code: "INVALID_EVENT",
      });
      return null;
    case "stale": {
      const expectedVersions = { [`lab/study/${home}/${session}`]: 2_000_000 };
      await expect(append(pool, events, { expectedVersions })).rejects.toMatchObject({
        code: "STREAM_VERSION_CONFLICT",
      });
      return null;
    }
    case "bulk": {
      // Others write to the shared stream all the time: bulk goes to the writer's own.
      const own = events.map((event) => ({ ...event, subject, session: 2 }));
      const { lastPosition, appended } = await appendBulk(pool, () => slowly(own, step.pauseMs));
      expect(appended).toBe(own.length);
      return { ids, positions: null, last: lastPosition };
    }
    case "bulk that fails":
      await expect(
        appendBulk(pool, async function* () {
          yield* slowly(events, step.pauseMs);
          throw new Error("the material is gone");
        }),
      ).rejects.toThrow("the material is gone");
      return null;
  }
}

async function* slowly(events: readonly NewEvent[], pauseMs: number) {
  for (let i = 0; i < events.length; i += 100) {
    yield { events: events.slice(i, i + 100) };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Reads by position from `from` on until `isDone`, as any consumer with a checkpoint does. */
function reader(db: pg.Pool, from: number) {
  const seen: { position: number; id: string }[] = [];
  let at = from;
  return {
    seen,
    async step() {
      const { rows } = await db.query<{ position: number; id: string }>(
        "select position, source_event_id as id from log.event where position > $1 order by position limit 500",
        [at],
      );
      seen.push(...rows);
      at = rows.at(-1)?.position ?? at;
      return rows.length;
    },
  };
}

test("any interleaving of 16 writers: dense positions in the order of commits, and no reader skips or repeats", async () => {
  await append(pool, [trial("everyone", 1, 1_000_000, { choice: "right" }, { sourceEventId: "known" })]);
  const api = log.pool("reader");
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: WRITERS, maxLength: WRITERS }),
      async (plans) => {
        round++;
        const start = await headOf(api);
        // It has a transaction id, so that whoever waits for all older transactions would wait for it.
        const forgotten = await log.pool("migrator").connect();
        await forgotten.query("begin");
        await forgotten.query("create temporary table forgotten (n int) on commit drop");
        const polling = reader(api, start);
        const notified = reader(api, start);
        let isWriting = true;
        const follower = followLog(
          api,
          async () => {
            while ((await notified.step()) > 0);
          },
          (error) => {
            throw error;
          },
        );
        const poll = (async () => {
          while (isWriting) await polling.step();
        })();
        const project = (async () => {
          while (isWriting) await catchUp(log.pool("worker"));
        })();
        const told: Told[] = [];
        await Promise.all(
          plans.map(async (steps, writer) => {
            let before = 0;
            for (const each of steps) {
              const result = await perform(each, `w${round}-${writer}`);
              if (result === null) continue;
              told.push(result);
              // What a writer commits later stands later; a batch stays together.
              const first = result.positions?.[0] ?? (result.last ?? 0) - result.ids.length + 1;
              expect(first).toBeGreaterThan(before);
              before = result.last ?? before;
              expect(before - first).toBe(result.ids.length - 1);
            }
          }),
        );
        // An acknowledged event can be read at once: one more look must complete every reader.
        isWriting = false;
        await Promise.all([poll, project]);
        while ((await polling.step()) > 0);
        await follower.stop();
        while ((await notified.step()) > 0);
        await forgotten.query("rollback");
        forgotten.release();

        const total = told.reduce((sum, { ids }) => sum + ids.length, 0);
        const expected = Array.from({ length: total }, (_, i) => start + 1 + i);
        expect(polling.seen.map((row) => row.position)).toEqual(expected);
        expect(notified.seen).toEqual(polling.seen);
        const ids = new Map(polling.seen.map((row) => [row.id, row.position]));
        expect(ids.size).toBe(total);
        for (const { ids: mine, positions, last } of told) {
          expect(mine.map((id) => ids.get(id))).toEqual(
            positions ?? mine.map((_, i) => (last ?? 0) - mine.length + 1 + i),
          );
        }
      },
    ),
    { numRuns: RUNS, seed: 20_260_303, endOnFailure: true },
  );
  await expectSoundLog(log.pool("migrator"));
  await catchUp(log.pool("worker"));
  expect((await rebuildProjections(log.pool("migrator"))).same).toBe(true);
}, 600_000);
