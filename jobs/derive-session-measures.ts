import type { Task } from "graphile-worker";
import type { JobContext } from "./job-context.ts";
import { subjectTask } from "./subject-task.ts";

/** Slopes, bias and accuracy of each of a subject's sessions. */
export const deriveSessionMeasures = (context: JobContext): Task => subjectTask(context, "session-measures");
