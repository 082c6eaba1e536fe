import type { StoredFit } from "../read/fits.ts";
import { insertSegments, insertSubjectStrategy, type SubjectStrategy } from "../read/results.ts";
import { defaultSessionMeasureParameters, sessionMeasures } from "../science/session-measures.ts";
import { defaultLabelThresholds } from "../science/strategies/label.ts";
import { defaultSegmentationParameters } from "../science/strategies/label-sequence.ts";
import { labelProbabilities, type WeightPosterior } from "../science/strategies/labels.ts";
import { prevailingLabel, type StrategySegment, strategySegments } from "../science/strategies/segments.ts";
import { defaultWindowParameters, earlyLate } from "../science/strategies/windows.ts";
import { CHOICE_NO_GO, type TrialTable } from "../science/trial-table.ts";
import { defineAnalysis } from "./analysis.ts";
import { decisionModelAnalysis } from "./decision-model.ts";

const parameters = {
  thresholds: defaultLabelThresholds,
  segmentation: defaultSegmentationParameters,
  windows: defaultWindowParameters,
  sessionMeasures: defaultSessionMeasureParameters,
} as const;

interface StrategyResult {
  readonly segments: readonly StrategySegment[];
  readonly strategy: SubjectStrategy;
}

/** Strategy segments and early and late strategy, from the decision model's weights (SCIENCE §4). */
export const strategySegmentsAnalysis = defineAnalysis({
  name: "strategy-segments",
  task: "derive-strategy-segments",
  version: 1,
  parameters,
  needs: [decisionModelAnalysis.name],
  compute({ trials, results }, rules: typeof parameters): StrategyResult {
    const posterior = posteriorOf(results[decisionModelAnalysis.name] as StoredFit);
    const trialRows = rowsWithChoice(trials);
    const segments = strategySegments(
      trials,
      trialRows,
      posterior,
      labelProbabilities(posterior, rules.thresholds),
      rules.segmentation,
    );
    return { segments, strategy: earlyAndLate(trials, trialRows, segments, rules) };
  },
  async insert(db, runId, home, result) {
    await insertSegments(db, runId, home, result.segments);
    await insertSubjectStrategy(db, runId, home, result.strategy);
  },
});

/** Rows of the table that a decision model fits. */
function rowsWithChoice(trials: TrialTable): Int32Array {
  const rows: number[] = [];
  for (let t = 0; t < trials.nTrials; t++) if (trials.choice[t] !== CHOICE_NO_GO) rows.push(t);
  return Int32Array.from(rows);
}

/** The marginal posterior of each trial from what was stored of it, in single precision. */
function posteriorOf(fit: StoredFit): WeightPosterior {
  const k = fit.paramNames.length;
  const covariance = new Float64Array(fit.nTrials * k * k);
  let at = 0;
  for (let t = 0; t < fit.nTrials; t++) {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) {
        const value = fit.weightCovariance[at++];
        covariance[(t * k + i) * k + j] = value;
        covariance[(t * k + j) * k + i] = value;
      }
    }
  }
  return {
    nTrials: fit.nTrials,
    mean: Float64Array.from(fit.weight),
    covariance,
    maxContrast: fit.maxContrast,
  };
}

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
