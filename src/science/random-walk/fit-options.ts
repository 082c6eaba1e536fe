export const MODELS = ["logistic", "side", "race"] as const;
export type ModelName = (typeof MODELS)[number];

/** Mean of a trial's step, learnt from the trial before it (SCIENCE §3). */
export const LEARNING_RULES = ["none", "reinforce", "tutor-executor", "total-rpe"] as const;
export type LearningRuleName = (typeof LEARNING_RULES)[number];

/** Regressors of the logistic model, by name. */
export const REGRESSORS = [
  "bias",
  "contrastLeft",
  "contrastRight",
  "previousChoice",
  "previousOutcome",
  "stimulation",
] as const;
export type RegressorName = (typeof REGRESSORS)[number];

/** SDs of the random walk's steps, one a parameter. */
export interface Hyperparameters {
  /** From one trial to the next within a session. */
  readonly sigma: readonly number[];
  /**
   * Into the first trial of each session but the first; null where sessions are unknown: then `sigma`
   * throughout.
   */
  readonly sigmaDay: readonly number[] | null;
  /** Of the parameters on trial 0. */
  readonly sigmaInit: readonly number[];
  /** Rate of the learning rule; null or absent without one. */
  readonly alpha?: number | null;
}

export interface FitOptions {
  /** Default "logistic". */
  readonly model?: ModelName;
  /** Default "none". */
  readonly rule?: LearningRuleName;
  /** Of the logistic model; default bias, contrastLeft, contrastRight. */
  readonly regressors?: readonly RegressorName[];
  /** Fixes the hyperparameters; without it they maximise the evidence. */
  readonly hyper?: Hyperparameters;
  /** One sigma and one sigmaDay for all parameters; default false: one each. */
  readonly sharedSigma?: boolean;
  /** Rows of the trial table: 1 where the trial was stimulated. Needed by the stimulation regressor. */
  readonly stimulated?: Uint8Array;
  /** Rows of the trial table: 0 where the trial's choice is held out. Default: all are observed. */
  readonly observed?: Uint8Array;
}
