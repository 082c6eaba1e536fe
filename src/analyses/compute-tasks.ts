/** What worker threads can be asked to do: pure work, by name. A task's code is loaded when it is first asked for. */
import type { AnalysisTask } from "./compute-analysis.ts";
import type { FitTask } from "./fit-trials.ts";
import type { NetworkTask } from "./network-task.ts";
import type { StrategiesTask } from "./strategies-of-trials.ts";

/** Must survive structured cloning, as the results must. */
export type ComputeTask = AnalysisTask | FitTask | StrategiesTask | NetworkTask;

export async function runTask(task: ComputeTask): Promise<unknown> {
  switch (task.task) {
    case "analysis":
      return (await import("./compute-analysis.ts")).computeAnalysis(task);
    case "fit-trials":
      return (await import("./fit-trials.ts")).fitTrials(task);
    case "strategies":
      return (await import("./strategies-of-trials.ts")).strategiesOfTrials(task);
    case "network":
      return (await import("./network-task.ts")).computeNetwork(task);
  }
}
