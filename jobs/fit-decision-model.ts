import type { Task } from "graphile-worker";
import type { JobContext } from "./job-context.ts";
import { subjectTask } from "./subject-task.ts";

/** The random-walk decision model of a subject's choices. */
export const fitDecisionModel = (context: JobContext): Task => subjectTask(context, "decision-model");
