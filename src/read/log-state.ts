import { sql } from "kysely";
import type { Db } from "./database.ts";

export interface LogPositions {
  /** Position of the log's last event; 0 when it is empty. */
  readonly position: number;
  /** Position that the projections have reached. */
  readonly projectedPosition: number;
}

export async function fetchLogState(db: Db): Promise<LogPositions> {
  return await db
    .selectFrom("log.head as h")
    .innerJoin("projection.checkpoint as c", (join) => join.on("c.name", "=", "projections"))
    .select(["h.position", "c.position as projectedPosition"])
    .executeTakeFirstOrThrow();
}

/** A stream that stands still because of an event that cannot be projected. */
export interface BlockedStream {
  readonly stream: string;
  /** Version, within the stream, of the event at fault. */
  readonly streamVersion: number;
  readonly position: number;
  /** What is wrong with it. */
  readonly message: string;
}

/** Streams that wait for somebody to look at an event; the oldest first, at most `limit`. */
export async function fetchBlockedStreams(db: Db, limit: number): Promise<readonly BlockedStream[]> {
  return await db
    .selectFrom("projection.blocked_stream")
    .select(["stream", "stream_version as streamVersion", "position", "message"])
    .orderBy("position")
    .limit(limit)
    .execute();
}

/** How many streams stand still, of all labs: a number for metrics. */
export async function countBlockedStreams(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select access.count_blocked_streams() as n`.execute(db);
  return rows[0].n;
}
