import fc from "fast-check";
import { expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog, headOf, loggedRows } from "./given-log.ts";

const log = givenLog();
const writers = () => log.pool("ingest", 10);

test("eight writers on one stream: every event once, versions and positions dense", async () => {
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let batch = 0; batch < 5; batch++) {
        await append(
          writers(),
          trials("shared", 1, 1 + 3 * (5 * writer + batch), 3 + 3 * (5 * writer + batch)),
        );
      }
    }),
  );
  const rows = await loggedRows(writers(), "lab/study/shared");
  expect(rows).toHaveLength(120);
  expect(rows.map((row) => row.stream_version)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  expect(new Set(rows.map((row) => row.source_event_id)).size).toBe(120);
  // A batch stays together, in its order.
  for (let i = 0; i < rows.length; i += 3) {
    const numbers = rows.slice(i, i + 3).map((row) => Number(row.payload.trial));
    expect(numbers).toEqual([numbers[0], numbers[0] + 1, numbers[0] + 2]);
  }
});

test("eight writers who send the same events append them once, and all learn the same positions", async () => {
  const events = trials("same", 1, 1, 10);
  const results = await Promise.all(Array.from({ length: 8 }, () => append(writers(), events)));
  for (const result of results) {
    expect(result.map((r) => r.position)).toEqual(results[0].map((r) => r.position));
  }
  expect(results.filter((result) => result.every((r) => !r.alreadyThere))).toHaveLength(1);
  expect(await loggedRows(writers(), "lab/study/same")).toHaveLength(10);
});

test("bulk and single writers on the same session lose nothing and double nothing", async () => {
  const bulk = appendBulk(writers(), async function* () {
    for (let i = 0; i < 10; i++) yield { events: trials("mixed", 1, 1 + 50 * i, 50 + 50 * i) };
  });
  const rig = (async () => {
    for (let i = 0; i < 10; i++) await append(writers(), [trial("mixed", 1, 1_001 + i)]);
  })();
  const [result] = await Promise.all([bulk, rig]);
  expect(result).toMatchObject({ appended: 500, alreadyThere: 0 });
  const rows = await loggedRows(writers(), "lab/study/mixed");
  expect(rows.map((row) => row.stream_version)).toEqual(Array.from({ length: 510 }, (_, i) => i + 1));
});

test("any interleaving: positions dense, in the order of commits, and a reader who follows never skips", async () => {
  const reader = log.pool("reader");
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.array(fc.record({ subject: fc.constantFrom("x", "y"), size: fc.integer({ min: 1, max: 7 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        { minLength: 2, maxLength: 6 },
      ),
      async (plans) => {
        round++;
        const start = await headOf(reader);
        let number = 0;
        const batches = plans.map((plan) =>
          plan.map(({ subject, size }) =>
            Array.from({ length: size }, (): NewEvent => trial(`${subject}${round}`, 1, ++number)),
          ),
        );
        const total = number;
        const seen: number[] = [];
        const follow = async () => {
          let at = start;
          while (at < start + total) {
            const { rows } = await reader.query<{ position: number }>(
              "select position from log.event where position > $1 order by position",
              [at],
            );
            for (const row of rows) seen.push(row.position);
            at = rows.at(-1)?.position ?? at;
          }
        };
        const acknowledged: number[][] = [];
        await Promise.all([
          follow(),
          ...batches.map(async (mine) => {
            let last = 0;
            for (const events of mine) {
              const positions = (await append(writers(), events)).map((result) => result.position);
              // What a writer commits later stands later.
              expect(positions[0]).toBeGreaterThan(last);
              last = positions[positions.length - 1];
              expect(last - positions[0]).toBe(positions.length - 1);
              acknowledged.push(positions);
            }
          }),
        ]);
        const expected = Array.from({ length: total }, (_, i) => start + 1 + i);
        expect(seen).toEqual(expected);
        expect(acknowledged.flat().sort((a, b) => a - b)).toEqual(expected);
      },
    ),
    { numRuns: 12, seed: 20_260_301 },
  );
});

test("recorded-at is in the order of positions whoever wrote", async () => {
  const rows = await loggedRows(writers());
  for (let i = 1; i < rows.length; i++)
    expect(+rows[i].recorded_at).toBeGreaterThanOrEqual(+rows[i - 1].recorded_at);
});
