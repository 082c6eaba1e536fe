import type { Task } from "graphile-worker";
import { planRuns } from "../src/analyses/plan.ts";
import { enqueueRuns } from "./enqueue.ts";
import type { JobContext } from "./job-context.ts";

/** Puts everything that is not derived from the present data into the queue. Idempotent: jobs are keyed. */
export const reanalyse =
  (context: JobContext): Task =>
  async (_payload, helpers) => {
    await enqueueRuns(helpers.addJob, await planRuns(context.db));
  };
