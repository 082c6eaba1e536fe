/** What runs in a slot's thread: one task at a time, with what it took. */
import { parentPort } from "node:worker_threads";
import type { ThreadAnswer } from "./compute-slot.ts";
import type { ComputeTask } from "./compute-tasks.ts";
import compute from "./compute-worker.ts";

parentPort?.on("message", async (task: ComputeTask) => {
  // Node 22 cannot tell the time of one thread.
  const before = process.threadCpuUsage?.();
  let answer: ThreadAnswer;
  try {
    const outcome = await compute(task);
    const used = before === undefined ? null : process.threadCpuUsage(before);
    const { heapUsed, external } = process.memoryUsage();
    answer = {
      outcome,
      cpuS: used === null ? null : (used.user + used.system) / 1e6,
      memoryBytes: heapUsed + external,
    };
  } catch (thrown) {
    answer = { thrown };
  }
  parentPort?.postMessage(answer);
});
