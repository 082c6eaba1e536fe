import type { Task } from "graphile-worker";
import type { JobContext } from "./job-context.ts";
import { subjectTask } from "./subject-task.ts";

/** The psychometric function of each of a subject's sessions. */
export const fitSessionPsychometrics = (context: JobContext): Task =>
  subjectTask(context, "session-psychometrics");
