import type { AddJobsFunction } from "graphile-worker";
import type { PlannedRun } from "../src/analyses/plan.ts";

/** A job that throws is tried so often, with growing pauses, before the queue gives it up. */
const MAX_ATTEMPTS = 8;

/** The task that runs an analysis. */
export function taskOf(analysis: string): string {
  return `derive-${analysis}`;
}

/**
 * Queues these runs, each once: a job that waits for the same analysis and subject already is kept, and its time
 * with it, so a stream of new trials does not put it off for ever.
 */
export async function enqueueRuns(
  addJobs: AddJobsFunction,
  runs: readonly PlannedRun[],
  delayMs = 0,
): Promise<void> {
  if (runs.length === 0) return;
  const runAt = new Date(Date.now() + delayMs);
  await addJobs(
    runs.map(({ analysis, home }) => ({
      identifier: taskOf(analysis),
      payload: { home },
      jobKey: `${taskOf(analysis)}:${home}`,
      maxAttempts: MAX_ATTEMPTS,
      runAt,
    })),
    true,
  );
}
