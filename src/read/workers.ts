import { sql } from "kysely";
import type { Db } from "./database.ts";

/** A worker that has been silent for so long is taken for dead. */
export const WORKER_SILENCE_S = 60;

export async function beatHeart(db: Db, worker: string, version: string): Promise<void> {
  await db
    .insertInto("derived.worker")
    .values({ worker, version })
    .onConflict((conflict) => conflict.column("worker").doUpdateSet({ seen_at: sql`clock_timestamp()` }))
    .execute();
}

/** A worker that stops in an orderly way leaves no heart to beat. */
export async function endHeart(db: Db, worker: string): Promise<void> {
  await db.deleteFrom("derived.worker").where("worker", "=", worker).execute();
}

export interface WorkerSeen {
  readonly worker: string;
  readonly version: string;
  readonly silentS: number;
}

export async function seenWorkers(db: Db): Promise<readonly WorkerSeen[]> {
  return await db
    .selectFrom("derived.worker")
    .select([
      "worker",
      "version",
      sql<number>`extract(epoch from clock_timestamp() - seen_at)::float8`.as("silentS"),
    ])
    .orderBy("seen_at", "desc")
    .execute();
}
