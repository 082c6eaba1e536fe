import type { AddJobsFunction } from "graphile-worker";
import { dueFirst, type PlannedRun } from "../src/analyses/plan.ts";
import { analysisNamed, depthOf } from "../src/analyses/registry.ts";

/** A job that throws is tried so often, with growing pauses, before the queue gives it up. */
const MAX_ATTEMPTS = 8;

/**
 * Queues the first of these runs, those that wait for others are queued when the others end. Each is queued once: a job that waits for the same analysis and subject already is kept, and its time
 * with it, so a stream of new trials does not put it off for ever.
 */
export async function enqueueRuns(
  addJobs: AddJobsFunction,
  plan: readonly PlannedRun[],
  delayMs = 0,
): Promise<void> {
  const runs = dueFirst(plan);
  if (runs.length === 0) return;
  const runAt = new Date(Date.now() + delayMs);
  await addJobs(
    runs.map(({ analysis, home }) => {
      const { task } = analysisNamed(analysis);
      return {
        identifier: task,
        payload: { home },
        jobKey: `${task}:${home}`,
        priority: depthOf(analysis),
        maxAttempts: MAX_ATTEMPTS,
        runAt,
      };
    }),
    true,
  );
}
