import { sql } from "kysely";
import type { Db } from "./database.ts";

/** Numbers of the whole instance, for metrics; the API's role may have them though it sees no run. */

export interface OpenRuns {
  readonly state: "pending" | "running";
  readonly cause: string;
  readonly n: number;
  /** How long the oldest that waits has been due; 0 where none is. */
  readonly waitingS: number;
  /** The longest silence of one at work. */
  readonly silentS: number;
}

export async function countOpen(db: Db): Promise<readonly OpenRuns[]> {
  const { rows } = await sql<OpenRuns>`
    select state, cause, n, greatest(waiting_s, 0) as "waitingS", greatest(silent_s, 0) as "silentS"
    from access.open_runs()`.execute(db);
  return rows;
}

/** Runs of one analysis that came to an answer in the last day. */
export interface EndedRuns {
  readonly analysis: string;
  readonly state: "succeeded" | "failed";
  readonly n: number;
  readonly medianS: number | null;
  readonly p95S: number | null;
  readonly maxS: number | null;
}

export async function summariseEnded(db: Db): Promise<readonly EndedRuns[]> {
  const { rows } = await sql<EndedRuns>`
    select analysis, state, n, median_s as "medianS", p95_s as "p95S", max_s as "maxS"
    from access.ended_runs()`.execute(db);
  return rows;
}

export interface LastNight {
  readonly finishedAt: Date;
  readonly durationS: number | null;
  readonly nRuns: number | null;
  readonly nFailed: number | null;
}

export async function fetchLastNight(db: Db): Promise<LastNight | null> {
  const { rows } = await sql<LastNight>`
    select finished_at as "finishedAt", duration_s as "durationS", n_runs as "nRuns", n_failed as "nFailed"
    from access.last_night()`.execute(db);
  return rows[0] ?? null;
}
