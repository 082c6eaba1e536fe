import { SaddlepointError } from "../errors.ts";
import type { StoredFit } from "../read/fits.ts";
import { type SessionMeasure, sessionMeasures } from "../science/session-measures.ts";
import { type TrajectoryClass, trajectoryClass } from "../science/strategies/trajectory-class.ts";
import { type EarlyLate, earlyLate } from "../science/strategies/windows.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { decisionModelAnalysis } from "./decision-model.ts";
import { type SessionPsychometric, sessionPsychometrics } from "./psychometric-fits.ts";
import { type DerivedStrategies, derivedStrategies, type StrategyRules } from "./subject-strategies.ts";

/** One subject's strategies straight from its trials: what the pipeline's analyses derive, at once. */
export interface StrategiesTask {
  readonly task: "strategies";
  readonly trials: TrialTable;
  readonly rules: StrategyRules;
}

export interface TrialsStrategies {
  readonly measures: readonly SessionMeasure[];
  readonly sessionPsychometrics: readonly SessionPsychometric[];
  readonly earlyLate: EarlyLate;
  readonly trajectoryClass: TrajectoryClass;
  /** Null where the decision model cannot be fitted. */
  readonly strategies: DerivedStrategies | null;
  /** Why it cannot. */
  readonly unfitted: { readonly code: string; readonly message: string; readonly remedy: string } | null;
}

export function strategiesOfTrials({ trials, rules }: StrategiesTask): TrialsStrategies {
  const measures = sessionMeasures(trials, rules.sessionMeasures);
  const curve = {
    measures,
    sessionPsychometrics: sessionPsychometrics(measures, rules.psychometric),
    earlyLate: earlyLate(measures, rules.strategies, trials.sessionBoundariesKnown),
    trajectoryClass: trajectoryClass(measures, {
      threshold: rules.strategies.trajectoryThreshold,
      minSessions: rules.strategies.minSessions,
    }),
  };
  try {
    const { compute, parameters } = decisionModelAnalysis;
    const fit = compute({ trials, results: {}, data: undefined }, parameters) as StoredFit;
    return { ...curve, strategies: derivedStrategies(trials, fit, rules), unfitted: null };
  } catch (error) {
    if (!(error instanceof SaddlepointError)) throw error;
    const { code, message, remedy } = error;
    return { ...curve, strategies: null, unfitted: { code, message, remedy } };
  }
}
