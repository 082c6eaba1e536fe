import type { LearningRule } from "../science/network/learning-rule.ts";
import { type MeasuredCohort, measureSimulatedCohort } from "../science/network/measure-simulated-cohort.ts";
import { type ModelRecovery, modelRecovery } from "../science/network/model-recovery.ts";
import type { NetworkParameters } from "../science/network/parameters.ts";
import { type RefitDocument, refitDocument } from "../science/network/refit-document.ts";
import { type RefitRules, refitMouse, type WarmStarts } from "../science/network/refit-mouse.ts";
import type { SimulateCohortOptions } from "../science/network/simulate-cohort.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { progressReport } from "./progress.ts";

/** What is asked of a subject's networks, or of simulated ones. */
export type NetworkTask = RefitTask | RecoveryTask | SimulationTask;

interface Tracked {
  readonly task: "network";
  /** Kept up by the thread (progress.ts). */
  readonly progress?: Int32Array;
}

export interface RefitTask extends Tracked {
  readonly what: "refit";
  readonly trials: TrialTable;
  readonly rules: RefitRules;
  readonly warmStarts?: WarmStarts;
}

export interface RecoveryTask extends Tracked {
  readonly what: "recovery";
  readonly trials: TrialTable;
  readonly rules: RefitRules;
  readonly fits: readonly { readonly rule: LearningRule; readonly parameters: NetworkParameters }[];
  readonly nReplicates: number;
}

export interface SimulationTask extends Tracked {
  readonly what: "simulation";
  readonly options: SimulateCohortOptions;
}

/** @throws SaddlepointError TOO_FEW_TRIALS, SIMULATION_OPTION_INVALID */
export function computeNetwork(task: NetworkTask): RefitDocument | ModelRecovery | MeasuredCohort {
  const report = progressReport(task.progress);
  switch (task.what) {
    case "refit": {
      const warm = task.warmStarts ? { warmStarts: task.warmStarts } : {};
      return refitDocument(refitMouse(task.trials, task.rules, { ...warm, onClimb: report }));
    }
    case "recovery":
      return modelRecovery(task.trials, task.fits, task.rules, task.nReplicates, report);
    case "simulation":
      return measureSimulatedCohort(task.options, (done) => report(done, task.options.mice));
  }
}
