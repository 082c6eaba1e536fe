/** What runs in a worker thread: one task at a time. */
import { SaddlepointError } from "../errors.ts";
import { type ComputeTask, runTask } from "./compute-tasks.ts";

/** Errors lose their class between threads, so expected failures come back as values. */
export type ComputeOutcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: { code: string; message: string; remedy: string } };

export default async function compute(task: ComputeTask): Promise<ComputeOutcome> {
  try {
    return { ok: true, result: await runTask(task) };
  } catch (error) {
    if (!(error instanceof SaddlepointError)) throw error;
    return { ok: false, error: { code: error.code, message: error.message, remedy: error.remedy } };
  }
}
