import { seededRandom } from "../science/random.ts";
import { correctedSd } from "../science/random-walk/corrected-sd.ts";
import { fitRandomWalk, type RandomWalkFit } from "../science/random-walk/fit.ts";
import type { FitOptions } from "../science/random-walk/fit-options.ts";
import { hyperUncertainty } from "../science/random-walk/hyper-uncertainty.ts";
import type { TrialTable } from "../science/trial-table.ts";

/** The decision model of one subject's trials. */
export interface FitTask {
  readonly task: "fit-trials";
  readonly trials: TrialTable;
  readonly options: FitOptions;
  /** Whether to count the uncertainty of optimised hyperparameters too. Default false: it takes several fits' time. */
  readonly countsHyper?: boolean;
}

/** A fit without its covariances: what is worth handing from one thread to another. */
export interface TrialsFit extends Omit<RandomWalkFit, "covariance" | "backwardGain" | "backwardNoise"> {
  /** How long the fit took, reading not counted. */
  readonly durationS: number;
  /** Null unless it was asked for: then `sd` counts it too (see `correctedSd`). */
  readonly hyperErrors: readonly HyperError[] | null;
}

/** How sure the evidence is of a hyperparameter. */
export interface HyperError {
  /** Such as "sigma.bias". */
  readonly name: string;
  readonly log2: number;
  /** Null on a bound, and where the evidence does not tell it. */
  readonly standardError: number | null;
}

/** Draws of corrected SDs begin from this seed, so that the same trials give the same SDs. */
const SEED = 1;

/** @throws SaddlepointError where the trials cannot be fitted */
export function fitTrials({ trials, options, countsHyper = false }: FitTask): TrialsFit {
  const startedMs = performance.now();
  const whole = fitRandomWalk(trials, options);
  const { covariance: _, backwardGain: _gain, backwardNoise: _noise, ...fit } = whole;
  const durationS = (performance.now() - startedMs) / 1000;
  if (!countsHyper) return { ...fit, durationS, hyperErrors: null };
  const { names, log2, standardError } = hyperUncertainty(trials, options, whole);
  return {
    ...fit,
    sd: correctedSd(trials, options, whole, seededRandom(SEED)),
    durationS,
    hyperErrors: names.map((name, i) => ({ name, log2: log2[i], standardError: standardError[i] })),
  };
}
