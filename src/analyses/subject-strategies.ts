/** Trials → decision model → labels → segments → early and late → class: one subject's strategies, without a database. */
import type { StoredFit } from "../read/fits.ts";
import type { PsychometricOptions, PsychometricResult } from "../science/psychometric/fit-psychometric.ts";
import {
  defaultSessionMeasureParameters,
  type SessionMeasure,
  type SessionMeasureParameters,
  sessionMeasures,
} from "../science/session-measures.ts";
import type { TrialPlace } from "../science/strategies/segments.ts";
import {
  defaultStrategyParameters,
  type StrategyParameters,
  type SubjectStrategies,
  subjectStrategies,
} from "../science/strategies/subject-strategies.ts";
import { sessionStarts, type TrialTable } from "../science/trial-table.ts";
import { psychometricRules, segmentPsychometrics } from "./psychometric-fits.ts";
import { type SessionAssociation, sessionAssociations } from "./session-associations.ts";
import { storedPosterior } from "./stored-posterior.ts";

/** Every rule that a subject's strategies depend on, beside those of the decision model. */
export interface StrategyRules {
  readonly sessionMeasures: SessionMeasureParameters;
  readonly strategies: StrategyParameters;
  readonly psychometric: PsychometricOptions;
}

export const defaultStrategyRules: StrategyRules = {
  sessionMeasures: defaultSessionMeasureParameters,
  strategies: defaultStrategyParameters,
  psychometric: psychometricRules,
};

/** One subject's strategies, with what belongs to its sessions and segments. */
export interface DerivedStrategies extends SubjectStrategies {
  readonly measures: readonly SessionMeasure[];
  /** Earliest and latest trial at which each segment may begin; null for the first. */
  readonly startPlaces: readonly (readonly [TrialPlace, TrialPlace] | null)[];
  readonly segmentPsychometrics: readonly PsychometricResult[];
  readonly associations: readonly SessionAssociation[];
  /** Rows of the trial table. */
  readonly nTrials: number;
  /** Row of each session's first trial; null where the source does not say where sessions begin. */
  readonly sessionStarts: Int32Array | null;
}

/** @param fit of the decision model to these trials */
export function derivedStrategies(
  trials: TrialTable,
  fit: StoredFit,
  rules: StrategyRules,
): DerivedStrategies {
  const measures = sessionMeasures(trials, rules.sessionMeasures);
  const weights = storedPosterior(trials, fit);
  const strategies = subjectStrategies(trials, weights, rules.strategies, measures);
  const place = (row: number): TrialPlace => ({ session: trials.session[row], trial: trials.trial[row] });
  return {
    ...strategies,
    measures,
    startPlaces: strategies.segments.map(
      ({ start }) => start && [place(start.interval[0]), place(start.interval[1])],
    ),
    segmentPsychometrics: segmentPsychometrics(trials, strategies.segments, rules.psychometric),
    associations: sessionAssociations(trials, weights, strategies.maxContrast),
    nTrials: trials.nTrials,
    sessionStarts: trials.sessionBoundariesKnown ? sessionStarts(trials) : null,
  };
}
