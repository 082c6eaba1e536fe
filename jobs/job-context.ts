import type { Db } from "../src/read/database.ts";

/** What every task of a worker uses. */
export interface JobContext {
  readonly db: Db;
  /** Told that runs were queued, so that nobody waits for the next look. */
  readonly wake: () => void;
}
