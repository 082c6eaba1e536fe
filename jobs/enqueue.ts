import type { AddJobFunction } from "graphile-worker";
import { dueFirst, type PlannedRun } from "../src/analyses/plan.ts";
import { analysisNamed, depthOf } from "../src/analyses/registry.ts";

/** A job that throws is tried so often, with growing pauses, before the queue gives it up. */
const MAX_ATTEMPTS = 8;

/**
 * Queues the first of these runs, those that wait for others are queued when the others end. Each is queued once: a job that waits for the same analysis and subject already is kept, and its time
 * with it, so a stream of new trials does not put it off for ever.
 */
export async function enqueueRuns(
  addJob: AddJobFunction,
  plan: readonly PlannedRun[],
  delayMs = 0,
): Promise<void> {
  const runs = dueFirst(plan);
  if (runs.length === 0) return;
  const runAt = new Date(Date.now() + delayMs);
  // One by one: the queue's batch call passes over a key whose job is being run, or was when its worker died.
  for (const { analysis, home } of runs) {
    const { task } = analysisNamed(analysis);
    await addJob(
      task,
      { home },
      {
        jobKey: `${task}:${home}`,
        jobKeyMode: "preserve_run_at",
        priority: depthOf(analysis),
        maxAttempts: MAX_ATTEMPTS,
        runAt,
      },
    );
  }
}
