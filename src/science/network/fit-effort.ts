/**
 * How hard a fit searches. Random networks are first climbed a little way (scouts); the best are climbed on
 * (starts); the best ends of those are polished. On real mice this finds higher maxima than as many evaluations
 * spent on whole climbs.
 */
export interface FitEffort {
  readonly scouts: number;
  readonly scoutEvaluations: number;
  /** How many scouts are climbed on. */
  readonly starts: number;
  readonly startEvaluations: number;
  readonly polished: number;
  readonly polishIterations: number;
}

/** 20 starts by rule and mouse. */
export const FULL_EFFORT: FitEffort = {
  scouts: 160,
  scoutEvaluations: 40,
  starts: 20,
  startEvaluations: 220,
  polished: 3,
  polishIterations: 20,
};

/** Under a third of a second by rule and mouse: for a first look, and beside a warm start. */
export const QUICK_EFFORT: FitEffort = {
  scouts: 9,
  scoutEvaluations: 30,
  starts: 3,
  startEvaluations: 80,
  polished: 1,
  polishIterations: 8,
};
