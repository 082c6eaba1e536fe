import { generateKeyPairSync } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatInstant } from "../../src/events/instant.ts";
import { append } from "../../src/log/append.ts";
import { canonicalJson } from "../../src/log/canonical-json.ts";
import { type Checkpoint, signCheckpoint } from "../../src/log/checkpoint.ts";
import { chainHash, contentHash, FIRST_PREVIOUS_HASH } from "../../src/log/hash.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { type StretchThreads, stretchThreads } from "../../src/log/verify-threads.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { seededRandom } from "../../src/science/random.ts";
import { labRegistered, projectRegistered, subjectRegistered, trial } from "../events/given-events.ts";
import { givenLog, type LoggedRow, loggedRows } from "../log/given-log.ts";

/** A tampering a kind and round; every round tries each kind once, at another place. */
const ROUNDS = process.env.TEST_FULL === "1" ? 1_000 : 100;
const TABLES = ["event", "source_event", "stream", "head"] as const;

const log = givenLog();
const random = seededRandom(11);
const below = (n: number): number => random.integer(n);
let admin: pg.Pool;
let threads: StretchThreads;
let checkpoint: Checkpoint;
let rows: readonly LoggedRow[];

beforeAll(async () => {
  // A superuser whose every connection is set so that no trigger fires.
  const target = new URL(log.url);
  target.searchParams.set("options", "-c session_replication_role=replica");
  admin = createPool(target.href, "migrator", { max: 1 });
  const ingest = log.pool("ingest");
  await append(ingest, [labRegistered({ name: "Lab" }), projectRegistered({ title: "Study" })]);
  for (let i = 1; i <= 90; i++) {
    const subject = `M${below(4)}`;
    if (i <= 4) await append(ingest, [subjectRegistered(`M${i - 1}`, { sex: "female" })]);
    await append(ingest, [
      trial(subject, 1 + below(3), i, {}, { occurredAt: formatInstant(1.7e15 + i) }),
      trial(subject, 4, i, { contrastRight: 0.25 }),
    ]);
  }
  rows = await loggedRows(admin);
  threads = stretchThreads(log.url, 1);
  const sound = await verifyLog(admin, log.url, { threads, keepTrace: true });
  expect(sound.findings).toEqual([]);
  expect(sound.head).toBe(rows.length);
  checkpoint = signCheckpoint(sound.head, sound.root, sound.trace, generateKeyPairSync("ed25519").privateKey);
  for (const table of TABLES) await admin.query(`create table public.kept_${table} as table log.${table}`);
}, 60_000);
afterAll(async () => {
  await threads?.close();
  await admin?.end();
});

let tampered = 0;

/** Deleting so few rows takes a tenth of what truncating all partitions does; now and then they are swept up. */
async function putBack(): Promise<void> {
  await admin.query(
    TABLES.map(
      (table) => `delete from log.${table}; insert into log.${table} table public.kept_${table};`,
    ).join(""),
  );
  if (++tampered % 50 === 0) await admin.query(`vacuum ${TABLES.map((table) => `log.${table}`).join(", ")}`);
}

const anyRow = (): LoggedRow => rows[below(rows.length)];
const streamOf = (row: LoggedRow): readonly LoggedRow[] => rows.filter(({ stream }) => stream === row.stream);
const at = "where home = $1 and stream = $2 and stream_version = $3";
const key = (row: LoggedRow) => [row.home, row.stream, row.stream_version];

/** A stream's hashes anew from what is stored, its end and its sources' ids with them, as the program makes them. */
async function recompute(stream: string, home: string): Promise<void> {
  let previous: Buffer = FIRST_PREVIOUS_HASH;
  let version = 0;
  // Out of the way first: versions are a key.
  await admin.query(
    "update log.event set stream_version = stream_version + 1000000 where home = $1 and stream = $2",
    [home, stream],
  );
  for (const row of (await loggedRows(admin, home)).filter((each) => each.stream === stream)) {
    version++;
    const content = contentHash(
      { home, stream, occurredAt: row.occurred, schemaVersion: row.schema_version, type: row.type },
      canonicalJson(row.payload),
      row.samples,
    );
    const hash = chainHash(previous, content, {
      actor: row.actor,
      eventId: row.event_id,
      source: row.source,
      sourceEventId: row.source_event_id,
      streamVersion: version,
    });
    await admin.query(
      "update log.event set previous_hash = $3, hash = $4, stream_version = $5 where home = $1 and position = $2",
      [home, row.position, previous, hash, version],
    );
    await admin.query("update log.source_event set content_hash = $2 where position = $1", [
      row.position,
      content,
    ]);
    previous = hash;
  }
  await admin.query("update log.stream set version = $3, hash = $4 where home = $1 and stream = $2", [
    home,
    stream,
    version,
    previous,
  ]);
}

interface Tampering {
  /** Positions of which at least one must be named. */
  readonly positions: readonly number[];
  /** Whether it shows without anything that lies outside of the database. */
  readonly showsByItself: boolean;
}

const kinds: Readonly<Record<string, () => Promise<Tampering>>> = {
  async "a changed event"() {
    const row = anyRow();
    const changes = [
      `payload = payload || '{"note": 1}'`,
      "occurred_at = coalesce(occurred_at, now()) + interval '1 microsecond'",
      "actor = actor || 'x'",
      "type = 'TrialVoided'",
      "schema_version = 2",
      "source = 'another'",
      "source_event_id = source_event_id || 'x'",
      "event_id = gen_random_uuid()",
      "lab = 'other'",
      "samples = '\\x00000000'",
      "hash = sha256(hash)",
      "previous_hash = sha256(previous_hash)",
    ];
    await admin.query(`update log.event set ${changes[below(changes.length)]} ${at}`, key(row));
    return { positions: [row.position], showsByItself: true };
  },
  async "a removed event"() {
    const row = anyRow();
    await admin.query(`delete from log.event ${at}`, key(row));
    return { positions: [row.position], showsByItself: true };
  },
  async "a removed event, all behind it moved up and its chain made anew"() {
    const row = anyRow();
    await admin.query(`delete from log.event ${at}`, key(row));
    await admin.query("delete from log.source_event where position = $1", [row.position]);
    for (const table of ["event", "source_event"]) {
      await admin.query(`update log.${table} set position = position - 1 where position > $1`, [
        row.position,
      ]);
    }
    await admin.query("update log.head set position = position - 1");
    await recompute(row.stream, row.home);
    if (streamOf(row).length === 1)
      await admin.query("delete from log.stream where stream = $1", [row.stream]);
    // The last event of all leaves a log that only is too short.
    return { positions: [row.position], showsByItself: false };
  },
  async "an inserted event at the end of a stream, at a position of another"() {
    const row = anyRow();
    await admin.query(
      `insert into log.event select home, position, gen_random_uuid(), lab, stream,
         (select max(stream_version) + 1 from log.event where home = $1 and stream = $2), type, schema_version,
         occurred_at, recorded_at, actor, source, source_event_id || 'x', payload, samples, hash, sha256(hash)
       from log.event ${at}`,
      key(row),
    );
    return { positions: [row.position], showsByItself: true };
  },
  async "an inserted event behind the head"() {
    const row = anyRow();
    await admin.query(
      `insert into log.event select home, $4, gen_random_uuid(), lab, stream,
         (select max(stream_version) + 1 from log.event where home = $1 and stream = $2), type, schema_version,
         occurred_at, recorded_at, actor, source, source_event_id || 'x', payload, samples, hash, sha256(hash)
       from log.event ${at}`,
      [...key(row), rows.length + 1],
    );
    return { positions: [rows.length + 1], showsByItself: true };
  },
  async "an inserted event, all behind it moved and its chain made anew"() {
    const row = anyRow();
    for (const table of ["event", "source_event"]) {
      await admin.query(`update log.${table} set position = position + 1 where position > $1`, [
        row.position,
      ]);
    }
    await admin.query("update log.head set position = position + 1");
    await admin.query(
      `insert into log.event select home, position + 1, gen_random_uuid(), lab, stream, 100000, type, schema_version,
         occurred_at, recorded_at, actor, source, source_event_id || 'x', payload, samples, hash, hash
       from log.event ${at}`,
      key(row),
    );
    await admin.query(
      `insert into log.source_event select lab, source, source_event_id || 'x', home, stream, position + 1, content_hash
       from log.source_event where position = $1`,
      [row.position],
    );
    await recompute(row.stream, row.home);
    const isLast = row.position === rows.length;
    // Behind the last signed event anything may be appended: that is no tampering, so take the one before.
    if (isLast) {
      await putBack();
      return kinds["a changed event"]();
    }
    return { positions: [row.position + 1], showsByItself: false };
  },
  async "two events of one stream in each other's place"() {
    const candidates = rows.filter((row) => streamOf(row).length > 1);
    const one = candidates[below(candidates.length)];
    const others = streamOf(one).filter((row) => row !== one);
    const other = others[below(others.length)];
    await admin.query(
      "update log.event set position = $1::bigint + $2 - position where position in ($1, $2)",
      [one.position, other.position],
    );
    return { positions: [one.position, other.position], showsByItself: true };
  },
  async "two events of two streams in each other's place"() {
    const one = anyRow();
    const others = rows.filter((row) => row.stream !== one.stream);
    const other = others[below(others.length)];
    for (const table of ["event", "source_event"]) {
      await admin.query(
        `update log.${table} set position = $1::bigint + $2 - position where position in ($1, $2)`,
        [one.position, other.position],
      );
    }
    return { positions: [one.position, other.position], showsByItself: false };
  },
  async "a changed event with its chain recomputed"() {
    const row = anyRow();
    await admin.query(`update log.event set payload = payload || '{"note": 1}' ${at}`, key(row));
    await recompute(row.stream, row.home);
    return { positions: [row.position], showsByItself: false };
  },
  async "a truncated tail, all else made to fit"() {
    const last = below(rows.length);
    for (const table of ["event", "source_event"]) {
      await admin.query(`delete from log.${table} where position > $1`, [last]);
    }
    await admin.query("update log.head set position = $1", [last]);
    await admin.query(
      "delete from log.stream s where not exists (select from log.event e where e.stream = s.stream)",
    );
    await admin.query(
      `update log.stream s set version = e.stream_version, hash = e.hash
       from (select distinct on (stream) * from log.event order by stream, stream_version desc) e
       where e.stream = s.stream`,
    );
    return { positions: [last + 1], showsByItself: false };
  },
};

test.each(Object.keys(kinds))(
  "%s is found and named, wherever it is",
  async (kind) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { positions, showsByItself } = await kinds[kind]();
      const seen = await verifyLog(admin, log.url, { threads, checkpoints: [checkpoint] });
      expect(seen.isSound).toBe(false);
      const named = seen.findings.map((finding) => finding.position);
      expect(named, JSON.stringify(seen.findings)).toEqual(
        expect.arrayContaining([expect.toSatisfy((position) => positions.includes(position))]),
      );
      if (showsByItself) expect((await verifyLog(admin, log.url, { threads })).isSound).toBe(false);
      await putBack();
    }
  },
  process.env.TEST_FULL === "1" ? 600_000 : 60_000,
);

test("what was put back as it was is as it was signed", async () => {
  const seen = await verifyLog(admin, log.url, { threads, checkpoints: [checkpoint] });
  expect(seen).toMatchObject({ isSound: true, findings: [], nFindings: 0 });
  expect(seen.root.toString("hex")).toBe(checkpoint.root);
});
