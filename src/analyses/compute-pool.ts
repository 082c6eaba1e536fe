import { availableParallelism } from "node:os";
import { extname, resolve } from "node:path";
import { Piscina } from "piscina";
import type { ComputeOutcome, ComputeTask } from "./compute-worker.ts";

/** Threads in which analyses compute, so that the loop that talks to the database never blocks. */
export interface ComputePool {
  readonly threads: number;
  run(task: ComputeTask): Promise<ComputeOutcome>;
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
    run: (task) => pool.run(task),
    close: () => pool.destroy(),
  };
}
