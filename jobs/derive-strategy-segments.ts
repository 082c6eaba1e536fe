import type { Task } from "graphile-worker";
import type { JobContext } from "./job-context.ts";
import { subjectTask } from "./subject-task.ts";

/** A subject's strategy segments, and its early and late strategy. */
export const deriveStrategySegments = (context: JobContext): Task =>
  subjectTask(context, "strategy-segments");
