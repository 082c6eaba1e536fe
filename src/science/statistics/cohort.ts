/**
 * What a cohort says together (SCIENCE §2): does the way a mouse begins foretell the way it ends?
 */
import type { LearningPoint } from "../session-measures.ts";
import { type StrategyLabel, strategyLabels } from "../strategies/label.ts";
import type { EarlyLate, WindowMeasures } from "../strategies/windows.ts";
import { type AssociationTable, associationTable } from "./association.ts";
import { type Correlation, type CorrelationOptions, correlationsWithInterval } from "./correlation.ts";
import { type StrategyFlow, strategyFlow } from "./strategy-flow.ts";
import { type TrajectoryPoint, trajectoryBySession } from "./trajectory.ts";

export interface CohortSubject {
  readonly subject: string;
  readonly measures: readonly LearningPoint[];
  readonly earlyLate: EarlyLate;
  /** Early and late strategy, each null where the mouse has none; null before the decision model was fitted. */
  readonly labels: { readonly early: StrategyLabel | null; readonly late: StrategyLabel | null } | null;
  /** Its strategy segments, in order; absent before the decision model was fitted. */
  readonly segments?: readonly { readonly label: StrategyLabel; readonly nTrials: number }[];
}

export interface CohortStatistics {
  readonly nSubjects: number;
  /** Subjects with early and late coordinates. */
  readonly n: number;
  /** The others, with the reason. */
  readonly excluded: readonly { readonly subject: string; readonly code: string; readonly reason: string }[];
  /** Early bias against late right − left slope. */
  readonly earlyBiasLateSlope: Correlation;
  /** Early bias against late bias. */
  readonly earlyLateBias: Correlation;
  /** Early (rows) against late strategy (columns), of the subjects that have both. */
  readonly earlyLateTable: AssociationTable<StrategyLabel>;
  /** Changes between strategies and time in each, of every subject that has segments, excluded or not. */
  readonly strategies: StrategyFlow;
  /** Mean measures of all subjects by session number. */
  readonly trajectory: readonly TrajectoryPoint[];
}

/** The coordinates that the correlations need, none of them undefined. */
interface Coordinates {
  readonly earlyBias: number;
  readonly lateBias: number;
  readonly lateSlopeDifference: number;
}

/**
 * @param options seed and numbers of resamples; every statistic starts its own streams from this seed
 */
export function cohortStatistics(
  subjects: readonly CohortSubject[],
  options: CorrelationOptions,
): CohortStatistics {
  const excluded: { subject: string; code: string; reason: string }[] = [];
  const coordinates: Coordinates[] = [];
  const pairs: (readonly [StrategyLabel, StrategyLabel])[] = [];
  for (const { subject, earlyLate, labels } of subjects) {
    if (earlyLate.excluded) {
      excluded.push({ subject, ...earlyLate.excluded });
      continue;
    }
    const found = coordinatesOf(earlyLate.early, earlyLate.late);
    if (!found) {
      const reason = "its early bias, late bias or late slopes are undefined: a contrast was never shown";
      excluded.push({ subject, code: "UNDEFINED_MEASURES", reason });
      continue;
    }
    coordinates.push(found);
    if (labels?.early && labels.late) pairs.push([labels.early, labels.late]);
  }
  const earlyBias = coordinates.map((mouse) => mouse.earlyBias);
  const slopes = coordinates.map((mouse) => mouse.lateSlopeDifference);
  const lateBias = coordinates.map((mouse) => mouse.lateBias);
  const [earlyBiasLateSlope, earlyLateBias] = correlationsWithInterval(
    earlyBias,
    [slopes, lateBias],
    options,
  );
  return {
    nSubjects: subjects.length,
    n: coordinates.length,
    excluded,
    earlyBiasLateSlope,
    earlyLateBias,
    earlyLateTable: associationTable(pairs, strategyLabels, options),
    strategies: strategyFlow(subjects.map(({ segments }) => segments ?? [])),
    trajectory: trajectoryBySession(subjects.map(({ measures }) => measures)),
  };
}

function coordinatesOf(early: WindowMeasures, late: WindowMeasures): Coordinates | null {
  if (early.bias === null || late.bias === null || late.leftSlope === null || late.rightSlope === null) {
    return null;
  }
  return {
    earlyBias: early.bias,
    lateBias: late.bias,
    lateSlopeDifference: late.rightSlope - late.leftSlope,
  };
}
