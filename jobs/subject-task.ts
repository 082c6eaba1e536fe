import type { Task } from "graphile-worker";
import { runAnalysis } from "../src/analyses/run-analysis.ts";
import { isSubjectPayload, type JobContext } from "./job-context.ts";

/** A task that runs one analysis on the subject of its payload. Idempotent by the run's identity. */
export function subjectTask(context: JobContext, analysis: string): Task {
  return async (payload) => {
    if (!isSubjectPayload(payload)) throw new Error(`${analysis}: the payload names no subject`);
    const outcome = await runAnalysis(context.db, context.compute, analysis, payload.home);
    context.onRun(analysis, payload.home, outcome);
  };
}
