/** A thread of a compute slot that breaks on the subjects that it is told of, by their number of trials. */
import { parentPort } from "node:worker_threads";
import type { ThreadAnswer } from "../../src/analyses/compute-slot.ts";
import type { ComputeTask } from "../../src/analyses/compute-tasks.ts";
import compute from "../../src/analyses/compute-worker.ts";

export const THROWS = 41;
export const HANGS = 42;
export const EATS_HEAP = 43;
export const EATS_BUFFERS = 44;
export const EXITS = 45;

parentPort?.on("message", async (task: ComputeTask) => {
  const trials = task.task === "analysis" && "trials" in task.input ? task.input.trials.nTrials : 0;
  const eaten: unknown[] = [];
  let answer: ThreadAnswer;
  try {
    if (trials === THROWS) throw new TypeError("a bug that only this subject finds");
    if (trials === HANGS) for (;;);
    if (trials === EATS_HEAP) for (;;) eaten.push(Array.from({ length: 1_000 }, (_, k) => ({ k })));
    if (trials === EATS_BUFFERS) {
      for (;;) {
        eaten.push(new Float64Array(500_000).fill(1));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    if (trials === EXITS) process.exit(3);
    answer = { outcome: await compute(task), cpuS: null, memoryBytes: 0 };
  } catch (thrown) {
    answer = { thrown };
  }
  parentPort?.postMessage(answer);
});
