import type pg from "pg";
import { type Place, SaddlepointError } from "../errors.ts";
import { formatInstant } from "../events/instant.ts";
import { newestVersion, type Payload, upcastPayload } from "../events/upcast.ts";
import { canonicalJson } from "./canonical-json.ts";
import { contentHash, type HashedContent } from "./hash.ts";
import type { PreparedEvent, StreamHead, StreamHeads } from "./seal.ts";

/** Where an event that is being appended stands in the log already. */
export interface KnownEvent {
  readonly position: number;
  readonly home: string;
  readonly contentHash: Buffer;
}

/** Which of `events` the log knows, by index. One query. */
export async function findKnown(
  db: pg.Pool,
  events: readonly PreparedEvent[],
): Promise<ReadonlyMap<number, KnownEvent>> {
  const result = await db.query<{ i: number; position: number; home: string; content_hash: Buffer }>({
    name: "log-known",
    text: `select (asked.ordinal - 1) as i, known.position, known.home, known.content_hash
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (lab, source, id, ordinal)
     join log.source_event known
       on known.lab = asked.lab and known.source = asked.source and known.source_event_id = asked.id`,
    values: [
      events.map((e) => e.event.lab),
      events.map((e) => e.event.source),
      events.map((e) => e.event.sourceEventId),
    ],
  });
  return new Map(
    result.rows.map((row) => [
      row.i,
      { position: row.position, home: row.home, contentHash: row.content_hash },
    ]),
  );
}

/** Adds to `heads` the ends of those `events`' streams that it lacks. One query, or none. */
export async function fetchHeads(
  db: pg.Pool,
  events: readonly PreparedEvent[],
  heads: StreamHeads,
): Promise<void> {
  const missing = new Map<string, string>();
  for (const event of events) if (!heads.has(event.stream)) missing.set(event.stream, event.home);
  if (missing.size === 0) return;
  const result = await db.query<{ stream: string } & StreamHead>({
    name: "log-heads",
    text: `select s.home, s.stream, s.version, s.hash
     from unnest($1::text[], $2::text[]) as asked (home, stream)
     join log.stream s on s.home = asked.home and s.stream = asked.stream`,
    values: [[...missing.values()], [...missing.keys()]],
  });
  for (const { stream, home, version, hash } of result.rows) heads.set(stream, { home, version, hash });
}

/**
 * Holds an event to the one that the log knows under its id. An event that was logged under an old version of its type
 * is the same as one that says so under a newer, and the other way round.
 *
 * @throws SaddlepointError EVENT_CONTENT_CONFLICT, which says what differs
 */
export async function requireSameContent(
  db: pg.Pool,
  event: PreparedEvent,
  known: KnownEvent,
  place: Place = {},
): Promise<void> {
  if (known.contentHash.equals(event.contentHash)) return;
  const result = await db.query<LoggedContent>(
    `select home, stream, type, schema_version as "schemaVersion", payload, samples,
            to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt"
     from log.event where home = $1 and position = $2`,
    [known.home, known.position],
  );
  const logged = result.rows[0];
  const given: LoggedContent = {
    home: event.home,
    stream: event.stream,
    type: event.event.type,
    schemaVersion: event.event.schemaVersion,
    payload: event.event.payload as Payload,
    samples: event.samples,
    occurredAt: event.occurredAt === null ? null : formatInstant(event.occurredAt),
  };
  if (logged.schemaVersion !== given.schemaVersion && newestHash(logged).equals(newestHash(given))) return;
  const error = contentConflict(event, known, logged);
  throw new SaddlepointError(error.code, error.message, error.remedy, { ...error.place, ...place });
}

interface LoggedContent extends HashedContent {
  readonly payload: Payload;
  readonly samples: Buffer | null;
}

/** The content hash of what an event says under the newest version of its type. */
function newestHash(event: LoggedContent): Buffer {
  const payload = upcastPayload(event.type, event.schemaVersion, event.payload);
  return contentHash(
    { ...event, schemaVersion: newestVersion(event.type) },
    canonicalJson(payload),
    event.samples,
  );
}

function contentConflict(event: PreparedEvent, known: KnownEvent, logged: LoggedContent): SaddlepointError {
  const { type, schemaVersion, payload } = event.event;
  const differences = [
    ...differ({ stream: logged.stream, type: logged.type }, { stream: event.stream, type }, ""),
    ...differ(
      upcastPayload(logged.type, logged.schemaVersion, logged.payload),
      upcastPayload(type, schemaVersion, payload as Payload),
      "payload.",
    ),
  ];
  const list = differences.map((d) => `${d.field}: ${text(d.logged)} in the log, ${text(d.given)} given`);
  return new SaddlepointError(
    "EVENT_CONTENT_CONFLICT",
    `event ${event.event.sourceEventId} of source ${event.event.source} is in the log already, at position ${known.position}, with another content: ${list.join("; ") || "occurredAt or samples differ"}`,
    "If the log is right, send the event as it was; if it is wrong, append an amendment with a reason.",
    { field: differences[0]?.field ?? "occurredAt", value: differences[0]?.given },
  );
}

interface Difference {
  readonly field: string;
  readonly logged: unknown;
  readonly given: unknown;
}

function differ(
  logged: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
  prefix: string,
): Difference[] {
  const fields = new Set([...Object.keys(logged), ...Object.keys(given)]);
  return [...fields]
    .filter((field) => text(logged[field]) !== text(given[field]))
    .map((field) => ({ field: prefix + field, logged: logged[field], given: given[field] }));
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : canonicalJson(value);
}
