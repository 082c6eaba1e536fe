import type { Task } from "graphile-worker";
import { beginDueNights } from "../src/analyses/nights.ts";
import type { JobContext } from "./job-context.ts";

/**
 * Looks whether a night is due, and whether one has ended; every minute, in whichever worker. Idempotent by the night's
 * calendar day: as many as look, one night begins, and after downtime the newest one is made up for.
 */
export const nights =
  ({ db, log, wake, endNights }: JobContext): Task =>
  async () => {
    for (const { nightId, night, nPlanned, planningS } of await beginDueNights(db)) {
      log.info({ nightId, night, nPlanned, planningS }, "night planned");
      wake();
    }
    await endNights();
  };
