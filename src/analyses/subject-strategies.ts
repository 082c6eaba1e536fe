/** Trials → decision model → labels → segments → early and late → class: one subject's strategies, without a database. */
import type { StoredFit } from "../read/fits.ts";
import type { PsychometricOptions, PsychometricResult } from "../science/psychometric/fit-psychometric.ts";
import {
  defaultSessionMeasureParameters,
  type SessionMeasure,
  type SessionMeasureParameters,
  sessionMeasures,
} from "../science/session-measures.ts";
import { strategyCoordinates } from "../science/strategies/labels.ts";
import type { TrialPlace } from "../science/strategies/segments.ts";
import {
  defaultStrategyParameters,
  type FittedWeights,
  type StrategyParameters,
  type SubjectStrategies,
  subjectStrategies,
} from "../science/strategies/subject-strategies.ts";
import { sessionStarts, type TrialTable } from "../science/trial-table.ts";
import { psychometricRules, segmentPsychometrics } from "./psychometric-fits.ts";
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

/** Mean association of a session's trials at the posterior mean of the weights (SCIENCE §4: A_L, A_R). */
export interface SessionAssociation {
  readonly session: number;
  readonly left: number;
  readonly right: number;
}

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

function sessionAssociations(
  trials: TrialTable,
  { trialRows, mode: mean, covariance }: FittedWeights,
  maxContrast: number,
): readonly SessionAssociation[] {
  const { associationLeft, associationRight } = strategyCoordinates({
    nTrials: trialRows.length,
    mean,
    covariance,
    maxContrast,
  });
  const sums = new Map<number, { n: number; left: number; right: number }>();
  for (const [t, row] of trialRows.entries()) {
    const session = trials.session[row];
    const sum = sums.get(session) ?? { n: 0, left: 0, right: 0 };
    sums.set(session, sum);
    sum.n += 1;
    sum.left += associationLeft[t];
    sum.right += associationRight[t];
  }
  return [...sums].map(([session, { n, left, right }]) => ({ session, left: left / n, right: right / n }));
}
