import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { formatInstant } from "../events/instant.ts";
import type { SealedEvent, StreamMove } from "./seal.ts";

/**
 * The one statement that writes events.
 *
 * It locks the head first, so commits are taken one after another, positions are dense and in the order of
 * commits. Everything that could be wrong by then is decided by a key: a stream that has moved on collides in
 * log.event, an event that is known already in log.source_event; either fails the whole statement. A stream that
 * lacks the end to be chained to (the database was put back to an earlier state under us) collides with nothing: it
 * is looked for, and then no head comes out and nothing is written.
 */
const commitStatement = (staged: string, before = "") => `
with ${before}head as (
  update log.head
  set position = position + $1, recorded_at = greatest(recorded_at, clock_timestamp())
  where not exists (
    select from unnest($2::text[], $3::text[], $6::int[], $7::bytea[]) as m (home, stream, version, hash)
    where m.version > 0 and not exists (
      select from log.stream s
      where s.home = m.home and s.stream = m.stream
        and (s.version > m.version or s.version = m.version and s.hash = m.hash)))
  returning position - $1 as base, recorded_at
),
known as (
  insert into log.source_event (lab, source, source_event_id, home, stream, position, content_hash)
  select s.lab, s.source, s.source_event_id, s.home, s.stream, head.base + s.ordinal, s.content_hash
  from head, ${staged} s
),
moved as (
  insert into log.stream (home, stream, version, hash)
  select m.home, m.stream, m.version, m.hash
  from head, unnest($2::text[], $3::text[], $4::int[], $5::bytea[]) as m (home, stream, version, hash)
  on conflict (home, stream) do update set version = excluded.version, hash = excluded.hash
),
written as (
  insert into log.event (home, position, event_id, lab, stream, stream_version, type, schema_version, occurred_at,
                         recorded_at, actor, source, source_event_id, payload, samples, previous_hash, hash)
  select s.home, head.base + s.ordinal, s.event_id, s.lab, s.stream, s.stream_version, s.type, s.schema_version,
         s.occurred_at, head.recorded_at, s.actor, s.source, s.source_event_id, s.payload, s.samples,
         s.previous_hash, s.hash
  from head, ${staged} s
)
select head.base, pg_notify('saddlepoint_log', (head.base + $1)::text) from head`;

const COLUMNS =
  "event_id, lab, home, stream, stream_version, type, schema_version, occurred_at, actor, source, source_event_id, payload, samples, content_hash, previous_hash, hash";

const TYPES =
  "uuid, text, text, text, int4, text, int2, timestamptz, text, text, text, jsonb, bytea, bytea, bytea, bytea";

const fromArrays = `select * from unnest(${TYPES.split(", ")
  .map((type, i) => `$${i + 8}::${type}[]`)
  .join(", ")}) with ordinality as a (${COLUMNS}, ordinal)`;

const COMMIT_ARRAYS = commitStatement("staged", `staged as (${fromArrays}),\n`);
const COMMIT_STAGED = commitStatement("pg_temp.staged_event");

/** Creates the staging table of this connection: a temporary one, so a killed writer leaves nothing behind. */
export const CREATE_STAGING = `create temp table if not exists staged_event (ordinal int4 not null, ${COLUMNS.split(
  ", ",
)
  .map((column, i) => `${column} ${TYPES.split(", ")[i]}`)
  .join(", ")})`;

export const STAGED_COLUMNS = COLUMNS.split(", ").length + 1;

/** The position before the first of the committed events. */
type Base = number;

/** Commits a few events in one round trip. */
export async function commitArrays(
  client: pg.Pool | pg.PoolClient,
  events: readonly SealedEvent[],
  moved: ReadonlyMap<string, StreamMove>,
): Promise<Base> {
  const values = [
    events.length,
    ...movedArrays(moved),
    events.map((e) => e.eventId),
    events.map((e) => e.event.lab),
    events.map((e) => e.home),
    events.map((e) => e.stream),
    events.map((e) => e.streamVersion),
    events.map((e) => e.event.type),
    events.map((e) => e.event.schemaVersion),
    events.map((e) => (e.occurredAt === null ? null : formatInstant(e.occurredAt))),
    events.map((e) => e.actor),
    events.map((e) => e.event.source),
    events.map((e) => e.event.sourceEventId),
    events.map((e) => e.payloadText),
    events.map((e) => e.samples),
    events.map((e) => e.contentHash),
    events.map((e) => e.previousHash),
    events.map((e) => e.hash),
  ];
  // Named, so that a connection plans it once: planning takes longer than the few rows do.
  const result = await client.query<{ base: Base }>({ name: "log-commit", text: COMMIT_ARRAYS, values });
  return baseOf(result);
}

/** Commits what this connection has staged. */
export async function commitStaged(
  client: pg.PoolClient,
  count: number,
  moved: ReadonlyMap<string, StreamMove>,
): Promise<Base> {
  const result = await client.query<{ base: Base }>(COMMIT_STAGED, [count, ...movedArrays(moved)]);
  return baseOf(result);
}

function movedArrays(moved: ReadonlyMap<string, StreamMove>): unknown[] {
  const moves = [...moved.values()];
  return [
    moves.map((m) => m.home),
    [...moved.keys()],
    moves.map((m) => m.version),
    moves.map((m) => m.hash),
    moves.map((m) => m.versionBefore),
    moves.map((m) => m.hashBefore),
  ];
}

/** The log lacks the ends that a batch was chained to. */
class LostEndsError extends Error {}

function baseOf(result: pg.QueryResult<{ base: Base }>): Base {
  if (result.rows.length === 0) throw new LostEndsError("the streams do not stand where they were left");
  return result.rows[0].base;
}

/** Whether the streams do not stand where they were thought to, or an event is known by now. */
export function isLostRace(error: unknown): boolean {
  if (error instanceof LostEndsError) return true;
  return typeof error === "object" && error !== null && "code" in error && error.code === "23505";
}

/** The error for an append that others kept out of its streams. */
export function lostRace(cause: unknown): SaddlepointError {
  return new SaddlepointError(
    "LOST_RACE",
    "another writer appended to the same streams meanwhile",
    "Nothing of the batch was kept. Send it again, or let the other writer finish first.",
    {},
    { cause },
  );
}
