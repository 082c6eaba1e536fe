import { fitRandomWalk, type RandomWalkFit } from "../science/random-walk/fit.ts";
import type { FitOptions } from "../science/random-walk/fit-options.ts";
import type { TrialTable } from "../science/trial-table.ts";

/** The decision model of one subject's trials. */
export interface FitTask {
  readonly task: "fit-trials";
  readonly trials: TrialTable;
  readonly options: FitOptions;
}

/** A fit without its covariances: what is worth handing from one thread to another. */
export interface TrialsFit extends Omit<RandomWalkFit, "covariance" | "backwardGain" | "backwardNoise"> {
  /** How long the fit took, reading not counted. */
  readonly durationS: number;
}

/** @throws SaddlepointError where the trials cannot be fitted */
export function fitTrials({ trials, options }: FitTask): TrialsFit {
  const startedMs = performance.now();
  const {
    covariance: _,
    backwardGain: _gain,
    backwardNoise: _noise,
    ...fit
  } = fitRandomWalk(trials, options);
  return { ...fit, durationS: (performance.now() - startedMs) / 1000 };
}
