import fc from "fast-check";
import { expect, test } from "vitest";
import { formatInstant } from "../../src/events/instant.ts";
import { instantWriter } from "../../src/log/canonical-instant.ts";
import { canonicalJson } from "../../src/log/canonical-json.ts";
import { copiedRows } from "../../src/log/copied-rows.ts";
import { copyOut } from "../../src/log/copy-out.ts";
import { chainHash, contentHash } from "../../src/log/hash.ts";
import { eventReader, VERIFIED_COLUMNS } from "../../src/log/verify-rows.ts";
import { givenLog } from "./given-log.ts";

const log = givenLog();

interface Said {
  readonly home: string;
  readonly session: string | null;
  readonly type: string;
  readonly schemaVersion: number;
  readonly occurredAt: string | null;
  readonly actor: string;
  readonly source: string;
  readonly sourceEventId: string;
  readonly payload: Record<string, unknown>;
  readonly samples: Buffer | null;
  readonly previousHash: Buffer;
  readonly version: number;
}

/** PostgreSQL has no NUL in its texts, and no half of a pair. */
const anyText = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed());
const plainText = fc.string({ unit: fc.constantFrom(..."abc/_:-1") });
const text = fc.oneof(plainText, anyText);
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.integer().map((n) => n / 1000),
  fc.boolean(),
  fc.constant(null),
  text,
  fc.array(fc.oneof(fc.integer(), text), { maxLength: 3 }),
);
const instant = fc.integer({ min: -2.2e15, max: 7.2e15 }).map(formatInstant);
const said: fc.Arbitrary<Said> = fc.record({
  // Few of them, so that events have their envelopes in common with some before.
  home: fc.constantFrom("lab/study/M1", "lab/study/Mäuschen", "lab"),
  session: fc.option(fc.constantFrom("1", '2 "b"')),
  type: fc.constantFrom("TrialRecorded", "TrialVoided"),
  schemaVersion: fc.constantFrom(1, 2),
  occurredAt: fc.option(instant),
  actor: fc.constantFrom("rig", 'Zoë "Z"'),
  source: fc.constantFrom("csv", "a\\b"),
  sourceEventId: text,
  payload: fc.dictionary(text, value, { maxKeys: 6 }).map((each) => ({ ...each })),
  samples: fc.option(fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes))),
  previousHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
  version: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
});

/** As many as are asked for, stored with the hashes that the parser and the plain functions of hash.ts give. */
async function store(events: readonly Said[]): Promise<void> {
  const pool = log.pool("migrator");
  for (const [i, event] of events.entries()) {
    const stream = event.session === null ? event.home : `${event.home}/${event.session}`;
    const eventId = `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
    const content = contentHash({ ...event, stream }, canonicalJson(event.payload), event.samples);
    const hash = chainHash(event.previousHash, content, { ...event, eventId, streamVersion: event.version });
    await pool.query(
      `insert into log.event (position, home, stream, stream_version, lab, type, schema_version, occurred_at, recorded_at,
                              event_id, actor, source, source_event_id, payload, samples, previous_hash, hash)
       values ($1, $2, $3, $4, 'lab', $5, $6, $7, now(), $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        i + 1,
        event.home,
        stream,
        event.version,
        event.type,
        event.schemaVersion,
        event.occurredAt,
        eventId,
        event.actor,
        event.source,
        event.sourceEventId,
        JSON.stringify(event.payload),
        event.samples,
        event.previousHash,
        hash,
      ],
    );
  }
}

interface Seen {
  readonly position: number;
  readonly stream: string;
  readonly streamVersion: number;
  readonly isSound: boolean;
  readonly hash: string;
}

/** All of the log, in pieces as the socket gives them, or as small as is asked for. */
async function readAll(pieceBytes: number | null): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  const readEvent = eventReader();
  const rows = copiedRows((bytes, start, end) => {
    const { position, stream, streamVersion, isSound, hash } = readEvent(bytes, start, end);
    seen.push({ position, stream, streamVersion, isSound, hash: Buffer.from(hash).toString("hex") });
  });
  const client = await log.pool("reader").connect();
  try {
    await copyOut(
      client,
      `copy (select ${VERIFIED_COLUMNS} from log.event order by position) to stdout (format binary)`,
      (bytes, from, to) => {
        const step = pieceBytes ?? to - from;
        for (let at = from; at < to; at += step) {
          // What was given may be written to again.
          const piece = Buffer.from(bytes.subarray(at, Math.min(to, at + step)));
          rows.push(piece, 0, piece.length);
          piece.fill(0);
        }
      },
    );
  } finally {
    client.release();
  }
  return seen;
}

test("whatever an event says, it is sound as it was stored, and its hash is read", async () => {
  const events = fc.sample(said, { seed: 13, numRuns: 600 });
  const unique = new Map(events.map((event) => [`${event.home} ${event.session} ${event.version}`, event]));
  await store([...unique.values()]);
  const { rows } = await log.pool("reader").query<Seen>(
    `select position, stream, stream_version as "streamVersion", true as "isSound", encode(hash, 'hex') as hash
       from log.event order by position`,
  );
  expect(rows.length).toBeGreaterThan(500);
  expect(await readAll(null)).toEqual(rows);
  expect(await readAll(100)).toEqual(rows);
  expect(await readAll(7)).toEqual(rows);
});

test("a row whose stored hash is of another length is not sound", async () => {
  const admin = log.pool("migrator", 1);
  const changes = ["hash = substr(hash, 1, 31)", "hash = hash || '\\x00'", "previous_hash = ''"];
  const client = await admin.connect();
  await client.query("set session_replication_role = replica");
  for (const [i, change] of changes.entries()) {
    await client.query(`update log.event set ${change} where position = $1`, [10 + i]);
  }
  client.release();
  const unsound = (await readAll(null)).filter(({ isSound }) => !isSound);
  expect(unsound.map(({ position }) => position)).toEqual([10, 11, 12]);
});

test("an error of the server in the midst of a COPY is told, and the connection goes on", async () => {
  const client = await log.pool("reader").connect();
  const copied = copyOut(
    client,
    "copy (select 1 / (1000 - n) from generate_series(1, 2000) n) to stdout (format binary)",
    () => {},
  );
  await expect(copied).rejects.toThrow("division by zero");
  expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  client.release();
});

test("an error of who looks at the bytes is told", async () => {
  const client = await log.pool("reader").connect();
  const copied = copyOut(client, "copy (select 1) to stdout (format binary)", () => {
    throw new Error("cannot look");
  });
  await expect(copied).rejects.toThrow("cannot look");
  client.release(true);
});

test("instants are written as formatInstant writes them", () => {
  const write = instantWriter();
  const out = Buffer.alloc(64);
  const epoch = Date.UTC(2000, 0, 1) * 1000;
  const day = 86_400_000_000;
  const anyUs = fc.integer({ min: -2.2e15, max: 7.2e15 });
  const sameDay = fc.integer({ min: 0, max: day - 1 });
  for (const us of [
    ...fc.sample(fc.oneof(anyUs, sameDay), { seed: 14, numRuns: 5_000 }),
    0,
    -1,
    day - 1,
    day,
  ]) {
    expect(out.toString("latin1", 1, write(us - epoch, out, 1))).toBe(`"${formatInstant(us)}"`);
  }
  expect(out.toString("latin1", 0, write(Number(2n ** 63n - 1n), out, 0))).toBe("null");
});
