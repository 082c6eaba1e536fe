import type { Task } from "graphile-worker";
import { dependentsOf } from "../src/analyses/registry.ts";
import { runAnalysis } from "../src/analyses/run-analysis.ts";
import { enqueueRuns } from "./enqueue.ts";
import { isSubjectPayload, type JobContext } from "./job-context.ts";

/** A task that runs one analysis on the subject of its payload. Idempotent by the run's identity. */
export function subjectTask(context: JobContext, analysis: string): Task {
  return async (payload, helpers) => {
    if (!isSubjectPayload(payload)) throw new Error(`${analysis}: the payload names no subject`);
    const outcome = await runAnalysis(context.db, context.compute, analysis, payload.home);
    context.onRun(analysis, payload.home, outcome);
    // What needs this result comes next, or first what this one needs; their jobs ask whether they are due.
    const { home } = payload;
    const next = outcome.state === "waiting" ? [outcome.for] : dependentsOf(analysis);
    await enqueueRuns(
      helpers.addJob,
      next.map((name) => ({ analysis: name, home })),
    );
  };
}
