import type { Task } from "graphile-worker";
import { planRuns, toQueue } from "../src/analyses/plan.ts";
import { enqueueRuns } from "../src/read/run-queue.ts";
import { projectedPosition } from "../src/read/run-states.ts";
import type { JobContext } from "./job-context.ts";
import { PRIORITIES } from "./settings.ts";

/** Queues everything that is not of the present data. Idempotent: what waits already is kept. */
export const nightly =
  ({ db, wake }: JobContext): Task =>
  async () => {
    const inputPosition = await projectedPosition(db);
    const plan = await planRuns(db);
    await enqueueRuns(db, plan.map(toQueue), { cause: "night", priority: PRIORITIES.night, inputPosition });
    wake();
  };
