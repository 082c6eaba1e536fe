import { extname, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { SaddlepointError } from "../errors.ts";
import type { RunUsage } from "../read/runs.ts";
import type { ComputeTask } from "./compute-tasks.ts";
import type { ComputeOutcome } from "./compute-worker.ts";

/** What one task may take. */
export interface ComputeLimits {
  readonly timeS: number;
  /** Heap and buffers of the thread together. */
  readonly memoryMb: number;
}

export interface MeasuredOutcome {
  readonly outcome: ComputeOutcome;
  readonly usage: RunUsage;
}

/** A thread that computes one task at a time, within limits. */
export interface ComputeSlot {
  /**
   * @param signal aborted, it ends the thread and rejects with the signal's reason
   * @throws SaddlepointError RUN_TIMED_OUT, RUN_OUT_OF_MEMORY; Error where the thread ended, or threw anything else
   */
  run(task: ComputeTask, limits: ComputeLimits, signal: AbortSignal): Promise<MeasuredOutcome>;
  close(): Promise<void>;
}

const THREAD = resolve(import.meta.dirname, `compute-slot-thread${extname(import.meta.filename)}`);
const WATCH_MS = 200;
const MB = 2 ** 20;

/**
 * A slot with a thread of its own. A pool of threads (piscina) does not tell which thread runs what, and limits have to
 * be held against the one that breaks them: a task that hangs, or eats memory, is ended with its thread, and nobody
 * else notices. Buffers are outside of V8's heap and its limit, so what the thread holds is looked at from here.
 *
 * @param script what runs in the thread
 */
export function createComputeSlot(script: string = THREAD): ComputeSlot {
  let thread: Worker | null = null;
  let heapMb = 0;

  async function end(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.terminate();
  }

  function threadFor(memoryMb: number): Worker {
    if (thread !== null && heapMb === memoryMb) return thread;
    void thread?.terminate();
    heapMb = memoryMb;
    const started = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    // An idle thread holds nobody up.
    started.unref();
    thread = started;
    return started;
  }

  return {
    async run(task, { timeS, memoryMb }, signal) {
      signal.throwIfAborted();
      const worker = threadFor(memoryMb);
      worker.ref();
      let peakMemoryBytes = 0;
      let watch: NodeJS.Timeout | undefined;
      const started = performance.now();
      try {
        return await new Promise<MeasuredOutcome>((done, fail) => {
          const look = async () => {
            const { used_heap_size, external_memory } = await worker.getHeapStatistics();
            peakMemoryBytes = Math.max(peakMemoryBytes, used_heap_size + external_memory);
            if (peakMemoryBytes > memoryMb * MB) fail(outOfMemory(memoryMb));
            if (performance.now() - started > timeS * 1000) fail(timedOut(timeS));
          };
          // A thread that has just ended has no statistics.
          watch = setInterval(() => void look().catch(() => {}), WATCH_MS);
          signal.addEventListener("abort", () => fail(signal.reason), { once: true });
          worker.once("message", (message: ThreadAnswer) => {
            if ("thrown" in message) fail(message.thrown);
            else {
              const { outcome, cpuS, memoryBytes } = message;
              done({ outcome, usage: { cpuS, peakMemoryBytes: Math.max(peakMemoryBytes, memoryBytes) } });
            }
          });
          worker.once("error", (error: Error & { code?: string }) =>
            fail(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? outOfMemory(memoryMb) : error),
          );
          worker.once("exit", (code) => fail(new Error(`the compute thread ended with ${code}`)));
          worker.postMessage(task);
        });
      } catch (error) {
        await end();
        throw error;
      } finally {
        clearInterval(watch);
        // Not all listeners: Node has some of its own.
        for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
        // Errors of a thread that is being ended interest nobody.
        worker.on("error", () => {});
        worker.unref();
      }
    },
    close: end,
  };
}

/** What the thread posts back. */
export type ThreadAnswer =
  | { readonly outcome: ComputeOutcome; readonly cpuS: number | null; readonly memoryBytes: number }
  | { readonly thrown: unknown };

function timedOut(timeS: number): SaddlepointError {
  return new SaddlepointError(
    "RUN_TIMED_OUT",
    `it computed for longer than its limit of ${timeS} s`,
    "Look at its data; raise timeLimitS of the analysis if they are in order; then `npx saddlepoint runs retry`.",
  );
}

function outOfMemory(memoryMb: number): SaddlepointError {
  return new SaddlepointError(
    "RUN_OUT_OF_MEMORY",
    `it took more memory than its limit of ${memoryMb} MB`,
    "Look at its data; raise memoryLimitMb of the analysis if they are in order; then `npx saddlepoint runs retry`.",
  );
}
