import { describe, expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk, type EventChunk } from "../../src/log/append-bulk.ts";
import { failureOf } from "../events/failure-of.ts";
import { sessionStarted, subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf, loggedRows } from "./given-log.ts";

const log = givenLog();
const ingest = () => log.pool("ingest");

/** Material of these chunks; event i of chunk k stands at line 1000 k + i. */
function material(...chunks: readonly (readonly NewEvent[])[]): () => AsyncGenerator<EventChunk> {
  return async function* () {
    for (const [k, events] of chunks.entries()) {
      yield { events, placeOf: (i) => ({ file: "day.csv", line: 1_000 * k + i }) };
    }
  };
}

/** Staging tables of any connection that is open or was. */
async function stagingTables(): Promise<number> {
  const { rows } = await log
    .pool("migrator")
    .query<{ n: number }>("select count(*) as n from pg_class where relname like 'staged%'");
  return rows[0].n;
}

test("chunks are one batch: dense positions and versions across them", async () => {
  const head = await headOf(ingest());
  const result = await appendBulk(
    ingest(),
    material(
      [subjectRegistered("A"), sessionStarted("A", 1), ...trials("A", 1, 1, 3)],
      [],
      trials("A", 1, 4, 6),
    ),
  );
  expect(result).toEqual({ appended: 8, alreadyThere: 0, lastPosition: head + 8 });
  const rows = await loggedRows(ingest(), "lab/study/A");
  expect(rows.map((row) => row.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => head + n));
  expect(rows.slice(1).map((row) => row.stream_version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await stagingTables()).toBe(0);
});

test("nothing to append is no error", async () => {
  expect(await appendBulk(ingest(), material())).toEqual({
    appended: 0,
    alreadyThere: 0,
    lastPosition: null,
  });
  expect(await appendBulk(ingest(), material([]))).toMatchObject({ appended: 0 });
});

test("what one way of appending took in, the other knows", async () => {
  await append(ingest(), trials("B", 1, 1, 5));
  const head = await headOf(ingest());
  expect(await appendBulk(ingest(), material(trials("B", 1, 1, 5)))).toEqual({
    appended: 0,
    alreadyThere: 5,
    lastPosition: null,
  });
  expect(await appendBulk(ingest(), material(trials("B", 1, 1, 3), trials("B", 1, 4, 8)))).toEqual({
    appended: 3,
    alreadyThere: 5,
    lastPosition: head + 3,
  });
  const again = await append(ingest(), trials("B", 1, 6, 8));
  expect(again).toEqual([1, 2, 3].map((n) => ({ position: head + n, alreadyThere: true })));
});

describe("all or nothing", () => {
  test.each<[string, NewEvent, string, Readonly<Record<string, unknown>>]>([
    [
      "a wrong value",
      trial("C", 1, 9_999, { contrastRight: 50 }),
      "INVALID_EVENT",
      { file: "day.csv", line: 3_001, field: "payload.contrastRight", value: 50 },
    ],
    [
      "a known id with another content",
      trial("known", 1, 1, { choice: "left" }),
      "EVENT_CONTENT_CONFLICT",
      { file: "day.csv", line: 3_001, field: "payload.choice", value: "left" },
    ],
  ])("%s in the last chunk keeps nothing of the others", async (_what, wrong, code, place) => {
    await append(ingest(), [trial("known", 1, 1)]);
    const head = await headOf(ingest());
    // Enough to have been copied to the server by then.
    const chunks = [1, 2, 3].map((k) => trials("C", k, 1, 800));
    const error = await failureOf(appendBulk(ingest(), material(...chunks, [trial("C", 4, 1), wrong])));
    expect(error.code).toBe(code);
    expect(error.place).toEqual(place);
    expect(await headOf(ingest())).toBe(head);
    expect(await loggedRows(ingest(), "lab/study/C")).toEqual([]);
    expect(await stagingTables()).toBe(0);
  });

  test("an id that stands twice in the material, or is known from another session, is refused", async () => {
    const head = await headOf(ingest());
    const twice = await failureOf(appendBulk(ingest(), material(trials("D", 1, 1, 3), trials("D", 1, 3, 5))));
    expect(twice.code).toBe("DUPLICATE_IN_BATCH");
    expect(await headOf(ingest())).toBe(head);
    await append(ingest(), [trial("D", 1, 1)]);
    const moved = trial("D", 2, 1, {}, { sourceEventId: "trial:D/1/1" });
    const error = await failureOf(appendBulk(ingest(), material([moved])));
    expect(error).toMatchObject({ code: "EVENT_CONTENT_CONFLICT", place: { line: 0, field: "stream" } });
  });

  test("material that cannot be read to its end keeps nothing, and its error comes through", async () => {
    const head = await headOf(ingest());
    const broken = appendBulk(ingest(), async function* () {
      for (let k = 0; k < 3; k++) yield { events: trials("E", k + 1, 1, 800) };
      throw new Error("the disk is gone");
    });
    await expect(broken).rejects.toThrow("the disk is gone");
    expect(await headOf(ingest())).toBe(head);
    expect(await stagingTables()).toBe(0);
  });

  test("the connection that failed serves the next", async () => {
    const pool = log.pool("ingest", 2);
    for (let k = 0; k < 5; k++) {
      await failureOf(appendBulk(pool, material([trial("F", 1, 1, { contrastLeft: 2 })])));
    }
    expect(await appendBulk(pool, material([trial("F", 1, 1)]))).toMatchObject({ appended: 1 });
  });

  test("a connection that is cut off in the middle keeps nothing, and a second run completes", async () => {
    const head = await headOf(ingest());
    const cut = appendBulk(ingest(), async function* () {
      yield { events: trials("G", 1, 1, 2_000) };
      await log
        .pool("migrator")
        .query(
          "select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy pg_temp.staged%' and datname = current_database()",
        );
      await new Promise((resolve) => setTimeout(resolve, 100));
      for (let k = 2; k < 6; k++) yield { events: trials("G", k, 1, 2_000) };
    });
    await expect(cut).rejects.toThrow();
    expect(await headOf(ingest())).toBe(head);
    expect(await loggedRows(ingest(), "lab/study/G")).toEqual([]);
    expect(await appendBulk(ingest(), material(trials("G", 1, 1, 2_000)))).toMatchObject({ appended: 2_000 });
  });
});

test("two who import the same material at once: one appends it, the other finds it there", async () => {
  const chunks = [1, 2, 3].map((k) => trials("H", k, 1, 300));
  const results = await Promise.all([
    appendBulk(ingest(), material(...chunks)),
    appendBulk(ingest(), material(...chunks)),
  ]);
  expect(results.map((r) => r.appended).sort((a, b) => a - b)).toEqual([0, 900]);
  expect(results.map((r) => r.alreadyThere).sort((a, b) => a - b)).toEqual([0, 900]);
});

test("an import that others keep out of its stream reads its material anew and completes", async () => {
  let readings = 0;
  const result = await appendBulk(ingest(), async function* () {
    readings++;
    yield { events: trials("I", 1, 1, 5) };
    if (readings === 1) await append(ingest(), [trial("I", 1, 100), trial("I", 1, 2)]);
    yield { events: trials("I", 1, 6, 9) };
  });
  expect(readings).toBe(2);
  expect(result).toMatchObject({ appended: 8, alreadyThere: 1 });
  const rows = await loggedRows(ingest(), "lab/study/I");
  expect(rows.map((row) => row.payload.trial)).toEqual([100, 2, 1, 3, 4, 5, 6, 7, 8, 9]);
});
