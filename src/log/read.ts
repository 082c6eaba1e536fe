import type pg from "pg";
import { type Payload, upcastPayload } from "../events/upcast.ts";

/** Homes with events of these types at positions after `from`, up to and including `to`. */
export async function homesTouched(
  db: pg.Pool,
  from: number,
  to: number,
  types: readonly string[],
): Promise<readonly string[]> {
  const result = await db.query<{ home: string }>(
    `select distinct home from log.event
     where position > $1 and position <= $2 and type = any ($3::text[])
     order by home`,
    [from, to, types],
  );
  return result.rows.map((row) => row.home);
}

/** An event as it stands in the log. */
export interface LoggedEvent {
  readonly position: number;
  readonly eventId: string;
  readonly stream: string;
  readonly streamVersion: number;
  readonly type: string;
  /** As it was written. */
  readonly schemaVersion: number;
  readonly occurredAt: Date | null;
  readonly recordedAt: Date;
  /** Id of who appended it; staff.ts has the name. */
  readonly actor: string;
  readonly source: string;
  readonly sourceEventId: string;
  /** Of the newest version of its type, unless asked for as it was written. */
  readonly payload: Payload;
  /** Number of float32 samples; null for events without. */
  readonly nSamples: number | null;
  readonly hash: Buffer;
}

export interface StreamQuery {
  /** lab, lab/project, lab/project/subject or lab/project/subject/session */
  readonly stream: string;
  /** Only events whose payload names this trial. */
  readonly trial?: number;
  /** Only versions above this one. */
  readonly afterVersion?: number;
  readonly limit: number;
  /** Payloads of old versions as they were written, which is what is hashed. */
  readonly asWritten?: boolean;
}

/** Events of one stream, in order. */
export async function readStream(db: pg.Pool, query: StreamQuery): Promise<readonly LoggedEvent[]> {
  const result = await db.query<LoggedEvent>(
    `select position, event_id as "eventId", stream, stream_version as "streamVersion", type,
            schema_version as "schemaVersion", occurred_at as "occurredAt", recorded_at as "recordedAt", actor,
            source, source_event_id as "sourceEventId", payload, length(samples) / 4 as "nSamples", hash
     from log.event
     where home = $1 and stream = $2 and stream_version > $3
       and ($4::int is null or (payload->>'trial')::int = $4)
     order by stream_version
     limit $5`,
    [homeOfStream(query.stream), query.stream, query.afterVersion ?? 0, query.trial ?? null, query.limit],
  );
  if (query.asWritten === true) return result.rows;
  return result.rows.map((event) => ({
    ...event,
    payload: upcastPayload(event.type, event.schemaVersion, event.payload),
  }));
}

/** The partition key of a stream: its subject, or its lab. */
export function homeOfStream(stream: string): string {
  const parts = stream.split("/");
  return parts.length < 3 ? parts[0] : parts.slice(0, 3).join("/");
}

/**
 * The payload that the log holds under a source's own event id, of the newest version of its type; null where it does
 * not know the id.
 */
export async function loggedPayload(
  db: pg.Pool,
  lab: string,
  source: string,
  sourceEventId: string,
): Promise<Payload | null> {
  const { rows } = await db.query<{ type: string; version: number; payload: Payload }>(
    `select e.type, e.schema_version as version, e.payload
     from log.source_event known
     join log.event e on e.home = known.home and e.stream = known.stream and e.position = known.position
     where known.lab = $1 and known.source = $2 and known.source_event_id = $3`,
    [lab, source, sourceEventId],
  );
  return rows.length === 0 ? null : upcastPayload(rows[0].type, rows[0].version, rows[0].payload);
}
