/**
 * The strategies of one subject from its logistic random-walk fit: everything of SCIENCE §4 at once.
 */
import { type SessionMeasure, sessionMeasures } from "../session-measures.ts";
import type { TrialTable } from "../trial-table.ts";
import { defaultLabelThresholds, type LabelThresholds, type StrategyLabel } from "./label.ts";
import { labelProbabilities } from "./labels.ts";
import {
  defaultSegmentParameters,
  prevailingLabel,
  type SegmentParameters,
  type StrategySegment,
  strategySegments,
} from "./segments.ts";
import {
  defaultTrajectoryClassParameters,
  type TrajectoryClass,
  trajectoryClass,
} from "./trajectory-class.ts";
import {
  type StrategyTime,
  type StrategyTransition,
  strategyTransitions,
  timeInStrategies,
} from "./transitions.ts";
import { defaultWindowParameters, type EarlyLate, earlyLate, type WindowParameters } from "./windows.ts";

export interface StrategyParameters extends SegmentParameters, WindowParameters {
  readonly thresholds: LabelThresholds;
  /** Slope difference from which a learning curve is of the left or right class. */
  readonly trajectoryThreshold: number;
}

export const defaultStrategyParameters: StrategyParameters = {
  ...defaultSegmentParameters,
  ...defaultWindowParameters,
  thresholds: defaultLabelThresholds,
  trajectoryThreshold: defaultTrajectoryClassParameters.threshold,
};

/** What this needs of a fit of bias, left and right contrast, in that order, to N trials with a choice. */
export interface FittedWeights {
  /** Row of the trial table of each fitted trial, ascending, N. */
  readonly trialRows: Int32Array;
  /** Posterior mean, N×3. */
  readonly mode: Float64Array;
  /** Posterior covariance, N×3×3. */
  readonly covariance: Float64Array;
}

export interface SubjectStrategies {
  /** The largest contrast of the fitted trials, m. */
  readonly maxContrast: number;
  readonly segments: readonly StrategySegment[];
  readonly transitions: readonly StrategyTransition[];
  readonly timeInStrategies: readonly StrategyTime[];
  /** Continuous coordinates of the early and the late window, or why there are none. */
  readonly earlyLate: EarlyLate;
  /** Labels that cover most of the early and the late window; null where earlyLate is excluded. */
  readonly earlyStrategy: StrategyLabel | null;
  readonly lateStrategy: StrategyLabel | null;
  /** Of the whole learning curve. */
  readonly trajectoryClass: TrajectoryClass;
}

/**
 * @param measures of the subject's sessions; computed by default rules if not given
 * @throws RangeError where the fit is not one of three weights
 */
export function subjectStrategies(
  trials: TrialTable,
  fit: FittedWeights,
  parameters: Partial<StrategyParameters> = {},
  measures: readonly SessionMeasure[] = sessionMeasures(trials),
): SubjectStrategies {
  const rules = { ...defaultStrategyParameters, ...parameters };
  const { trialRows, mode: mean, covariance } = fit;
  const nTrials = trialRows.length;
  if (mean.length !== 3 * nTrials || covariance.length !== 9 * nTrials) {
    throw new RangeError("strategies need a fit of exactly bias, left contrast and right contrast");
  }
  const maxContrast = trialRows.reduce(
    (largest, row) => Math.max(largest, trials.contrastLeft[row], trials.contrastRight[row]),
    0,
  );
  const posterior = { nTrials, mean, covariance, maxContrast };
  const probabilities = labelProbabilities(posterior, rules.thresholds);
  const segments = strategySegments(trials, trialRows, posterior, probabilities, rules);
  const windows = earlyLate(measures, rules, trials.sessionBoundariesKnown);
  const prevailing = (sessions: readonly [number, number]) =>
    prevailingLabel(segments, trials, trialRows, sessions);
  return {
    maxContrast,
    segments,
    transitions: strategyTransitions(segments),
    timeInStrategies: timeInStrategies(segments),
    earlyLate: windows,
    earlyStrategy: windows.early && prevailing(windows.early.sessions),
    lateStrategy: windows.late && prevailing(windows.late.sessions),
    trajectoryClass: trajectoryClass(measures, {
      threshold: rules.trajectoryThreshold,
      minSessions: rules.minSessions,
    }),
  };
}
