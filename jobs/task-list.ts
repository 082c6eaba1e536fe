import type { TaskList } from "graphile-worker";
import type { JobContext } from "./job-context.ts";
import { nights } from "./nights.ts";

/** Every task by the name under which the queue knows it. */
export function taskList(context: JobContext): TaskList {
  return { nights: nights(context) };
}
