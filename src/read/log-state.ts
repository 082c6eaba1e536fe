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
