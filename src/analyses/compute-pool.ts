import { availableParallelism } from "node:os";
import { extname, resolve } from "node:path";
import { Piscina } from "piscina";
import type { ComputeTask } from "./compute-tasks.ts";
import type { ComputeOutcome } from "./compute-worker.ts";

/** Threads in which pure work is done, so that the loop that talks to the outside never blocks. */
export interface ComputePool {
  readonly threads: number;
  /** @param signal aborted, it ends the task's thread and rejects with an AbortError */
  run(task: ComputeTask, signal?: AbortSignal): Promise<ComputeOutcome>;
  close(): Promise<void>;
}

export function createComputePool(threads: number = availableParallelism()): ComputePool {
  const pool = new Piscina<ComputeTask, ComputeOutcome>({
    filename: resolve(import.meta.dirname, `compute-worker${extname(import.meta.filename)}`),
    maxThreads: threads,
    minThreads: 0,
    idleTimeout: 30_000,
  });
  return {
    threads,
    run: (task, signal) => pool.run(task, signal === undefined ? {} : { signal }),
    close: () => pool.destroy(),
  };
}
