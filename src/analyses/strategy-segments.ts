import {
  type FitSummary,
  insertFit,
  insertSegments,
  insertSubjectStrategy,
  type SubjectStrategy,
} from "../read/results.ts";
import { fitRandomWalk } from "../science/random-walk/fit.ts";
import { defaultSessionMeasureParameters, sessionMeasures } from "../science/session-measures.ts";
import { defaultLabelThresholds } from "../science/strategies/label.ts";
import { defaultSegmentationParameters } from "../science/strategies/label-sequence.ts";
import { labelProbabilities, type WeightPosterior } from "../science/strategies/labels.ts";
import { prevailingLabel, type StrategySegment, strategySegments } from "../science/strategies/segments.ts";
import { defaultWindowParameters, earlyLate } from "../science/strategies/windows.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { defineAnalysis } from "./analysis.ts";

const parameters = {
  model: "logistic",
  regressors: ["bias", "contrastLeft", "contrastRight"],
  thresholds: defaultLabelThresholds,
  segmentation: defaultSegmentationParameters,
  windows: defaultWindowParameters,
  sessionMeasures: defaultSessionMeasureParameters,
} as const;

interface StrategyResult {
  readonly fit: FitSummary;
  readonly segments: readonly StrategySegment[];
  readonly strategy: SubjectStrategy;
}

/** Strategy segments and early and late strategy, from a logistic random walk (SCIENCE §3, §4). */
export const strategySegmentsAnalysis = defineAnalysis({
  name: "strategy-segments",
  version: 1,
  parameters,
  compute(trials, rules: typeof parameters): StrategyResult {
    const fit = fitRandomWalk(trials, { model: rules.model, regressors: rules.regressors });
    const posterior: WeightPosterior = {
      nTrials: fit.nTrials,
      mean: fit.mode,
      covariance: fit.covariance,
      maxContrast: largest(trials.contrastLeft, trials.contrastRight),
    };
    const segments = strategySegments(
      trials,
      fit.trialRows,
      posterior,
      labelProbabilities(posterior, rules.thresholds),
      rules.segmentation,
    );
    return {
      fit: {
        model: fit.model,
        paramNames: fit.paramNames,
        nTrials: fit.nTrials,
        sigma: fit.hyper.sigma,
        sigmaDay: fit.hyper.sigmaDay,
        logLikelihood: fit.logLikelihood,
        logEvidence: fit.logEvidence,
        converged: fit.converged,
      },
      segments,
      strategy: earlyAndLate(trials, fit.trialRows, segments, rules),
    };
  },
  async insert(db, runId, home, result) {
    await insertFit(db, runId, home, result.fit);
    await insertSegments(db, runId, home, result.segments);
    await insertSubjectStrategy(db, runId, home, result.strategy);
  },
});

function earlyAndLate(
  trials: TrialTable,
  trialRows: Int32Array,
  segments: readonly StrategySegment[],
  rules: typeof parameters,
): SubjectStrategy {
  const windows = earlyLate(
    sessionMeasures(trials, rules.sessionMeasures),
    rules.windows,
    trials.sessionBoundariesKnown,
  );
  if (windows.excluded !== null) {
    return { earlyStrategy: null, lateStrategy: null, excluded: windows.excluded };
  }
  const early = prevailingLabel(segments, trials, trialRows, windows.early.sessions);
  const late = prevailingLabel(segments, trials, trialRows, windows.late.sessions);
  const missing = early === null ? "early" : late === null ? "late" : null;
  return {
    earlyStrategy: early,
    lateStrategy: late,
    excluded:
      missing === null
        ? null
        : { code: "NO_TRIALS_IN_WINDOW", reason: `no trial with a choice in the ${missing} window` },
  };
}

function largest(...columns: readonly Float64Array[]): number {
  let max = 0;
  for (const column of columns) for (const value of column) if (value > max) max = value;
  return max;
}
