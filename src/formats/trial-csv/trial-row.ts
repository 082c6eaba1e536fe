/** One trial as a trial table states it. What a file does not say is null, never a guess. */
export interface TrialRecord {
  readonly subject: string;
  /** 1-based; null on every trial of a subject whose session boundaries are unknown. */
  readonly session: number | null;
  /** 1-based within the session; gaps are possible. */
  readonly trial: number;
  /** Fraction, 0 to 1, never −0; at most one side is above 0. */
  readonly contrastLeft: number;
  /** Fraction, 0 to 1, never −0; at most one side is above 0. */
  readonly contrastRight: number;
  readonly choice: TrialChoice;
  /** Choice complete minus stimulus onset. */
  readonly responseTimeS: number | null;
  readonly outcome: TrialOutcome | null;
  readonly rewardVolumeUl: number | null;
  /** How many times this trial had been repeated already; 0 on its first presentation. */
  readonly repeatNumber: number | null;
  /** The source's own label of the block of trials. */
  readonly block: string | null;
  /** Event times, in seconds on the session's clock. */
  readonly stimulusOnS: number | null;
  readonly goCueS: number | null;
  readonly choiceS: number | null;
  readonly outcomeS: number | null;
}

/** A trial and the line of the file (1-based) on which it begins. */
export interface TrialRow extends TrialRecord {
  readonly line: number;
}

export const trialChoices = ["left", "right", "no-go"] as const;
export type TrialChoice = (typeof trialChoices)[number];

export const trialOutcomes = ["correct", "incorrect"] as const;
export type TrialOutcome = (typeof trialOutcomes)[number];
