import { choiceSequence } from "../science/network/choice-sequence.ts";
import type { LearningRule } from "../science/network/learning-rule.ts";
import { type MeasuredCohort, measureSimulatedCohort } from "../science/network/measure-simulated-cohort.ts";
import { type ModelRecovery, modelRecovery } from "../science/network/model-recovery.ts";
import { type NetworkIntervals, networkIntervals } from "../science/network/network-intervals.ts";
import type { NetworkParameters } from "../science/network/parameters.ts";
import { type RefitDocument, refitDocument } from "../science/network/refit-document.ts";
import { type RefitRules, refitMouse, type WarmStarts } from "../science/network/refit-mouse.ts";
import type { SimulateCohortOptions } from "../science/network/simulate-cohort.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { progressReport } from "./progress.ts";

/** What is asked of a subject's networks, or of simulated ones. */
export type NetworkTask = RefitTask | RecoveryTask | IntervalsTask | SimulationTask;

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

export interface IntervalsTask extends Tracked {
  readonly what: "intervals";
  readonly trials: TrialTable;
  readonly rules: RefitRules;
  /** Climbed from as well. */
  readonly fits: readonly { readonly rule: LearningRule; readonly parameters: NetworkParameters }[];
}

export interface SimulationTask extends Tracked {
  readonly what: "simulation";
  readonly options: SimulateCohortOptions;
}

/** @throws SaddlepointError TOO_FEW_TRIALS, SIMULATION_OPTION_INVALID */
export function computeNetwork(
  task: NetworkTask,
): RefitDocument | ModelRecovery | readonly NetworkIntervals[] | MeasuredCohort {
  const report = progressReport(task.progress);
  switch (task.what) {
    case "refit": {
      const warm = task.warmStarts ? { warmStarts: task.warmStarts } : {};
      return refitDocument(refitMouse(task.trials, task.rules, { ...warm, onClimb: report }));
    }
    case "recovery":
      return modelRecovery(task.trials, task.fits, task.rules, task.nReplicates, report);
    case "intervals": {
      const sequence = choiceSequence(task.trials, task.rules.input);
      const { rates, seed } = task.rules;
      return task.fits.map(({ rule, parameters }, k) => {
        report(k, task.fits.length);
        return networkIntervals(sequence, { rule, rates, seed, warmStart: parameters });
      });
    }
    case "simulation":
      return measureSimulatedCohort(task.options, (done) => report(done, task.options.mice));
  }
}
