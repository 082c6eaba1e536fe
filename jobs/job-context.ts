import type { Logger } from "pino";
import type { Db } from "../src/read/database.ts";

/** What every task of a worker uses. */
export interface JobContext {
  readonly db: Db;
  readonly log: Logger;
  /** Told that runs were queued, so that nobody waits for the next look. */
  readonly wake: () => void;
  /** Ends the nights of which no run is left, and sends their reports. */
  readonly endNights: () => Promise<void>;
}
