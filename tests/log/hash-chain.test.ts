import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import {
  labRegistered,
  projectRegistered,
  sessionStarted,
  subjectRegistered,
  trial,
  trials,
} from "../events/given-events.ts";
import { givenLog, type LoggedRow, loggedRows } from "./given-log.ts";

const log = givenLog();

/** JSON with sorted members, written here anew; enough for payloads of short ASCII keys. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** The hashes of a stored event, from what is stored and the hash before it alone (DESIGN, Hashes). */
function hashesOf(row: LoggedRow, previous: Buffer): { readonly content: Buffer; readonly hash: Buffer } {
  const { home, stream, type, payload } = row;
  const said = sortedJson({
    home,
    stream,
    type,
    payload,
    occurredAt: row.occurred,
    schemaVersion: row.schema_version,
  });
  const content = sha256(said, row.samples ?? Buffer.alloc(0));
  const link = sortedJson({
    actor: row.actor,
    source: row.source,
    eventId: row.event_id,
    sourceEventId: row.source_event_id,
    streamVersion: row.stream_version,
  });
  return { content, hash: sha256(previous, content, link) };
}

async function verify(): Promise<number> {
  const pool = log.pool("reader");
  const ends = new Map<string, Buffer>();
  const rows = await loggedRows(pool);
  const contents = new Map<number, Buffer>();
  for (const row of rows) {
    const previous = ends.get(row.stream) ?? Buffer.alloc(32);
    expect(row.previous_hash).toEqual(previous);
    const { content, hash } = hashesOf(row, previous);
    expect(row.hash).toEqual(hash);
    ends.set(row.stream, hash);
    contents.set(row.position, content);
  }
  const known = await pool.query<{ position: number; content_hash: Buffer }>(
    "select position, content_hash from log.source_event",
  );
  expect(new Map(known.rows.map((row) => [row.position, row.content_hash]))).toEqual(contents);
  const heads = await pool.query<{ stream: string; hash: Buffer }>("select stream, hash from log.stream");
  expect(new Map(heads.rows.map((row) => [row.stream, row.hash]))).toEqual(ends);
  return rows.length;
}

test("each stream's chain can be recomputed from what is stored, whichever way the events came in", async () => {
  const pool = log.pool("ingest");
  const events: readonly NewEvent[] = [
    labRegistered({ name: 'Lab "Ω" \\ 🐭' }),
    projectRegistered({}),
    subjectRegistered("M1", { nonDecisionTimeS: 0.13975962312993034, genotype: "Drd1/\u2028 é é" }),
    sessionStarted("M1", 1, { startedAt: "2026-03-01T09:30:00+01:00", boundariesKnown: false }),
    trial(
      "M1",
      1,
      1,
      { responseTimeS: 1e-7, contrastLeft: -0 },
      { occurredAt: "2026-03-01T09:30:00.5+01:00" },
    ),
    trial(
      "M1",
      1,
      2,
      { responseTimeS: 5e-324, stimulusOnS: 1e7 },
      { occurredAt: "1969-12-31T23:59:59.999999Z" },
    ),
  ];
  await append(pool, events);
  await append(pool, trials("M1", 1, 3, 5));
  await appendBulk(pool, async function* () {
    yield { events: [...trials("M1", 1, 6, 8), ...trials("M2", 1, 1, 3)] };
    yield { events: trials("M2", 1, 4, 6) };
  });
  expect(await verify()).toBe(18);
});

test("events that came in by eight writers chain too", async () => {
  const pool = log.pool("ingest", 8);
  await Promise.all(Array.from({ length: 8 }, (_, k) => append(pool, trials("M3", 1, 1 + 5 * k, 5 + 5 * k))));
  expect(await verify()).toBe(58);
});

test("any change of what was said, of its order or of its source breaks the chain", async () => {
  const [row] = await loggedRows(log.pool("reader"), "lab/study/M2");
  const zeros = Buffer.alloc(32);
  const { hash } = hashesOf(row, zeros);
  const changes: readonly Partial<LoggedRow>[] = [
    { payload: { ...row.payload, choice: "left" } },
    { occurred: "2026-03-01T09:30:00.000000Z" },
    { stream_version: 2 },
    { actor: "another" },
    { source_event_id: "another" },
    { home: "lab/study/M4" },
    { samples: Buffer.from([0]) },
  ];
  for (const change of changes) expect(hashesOf({ ...row, ...change }, zeros).hash).not.toEqual(hash);
  expect(hashesOf({ ...row, position: 99, recorded_at: new Date(0) }, zeros).hash).toEqual(hash);
});
