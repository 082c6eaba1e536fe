import type { SessionMeasure } from "../science/session-measures.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { StrategySegment, TrialPlace } from "../science/strategies/segments.ts";
import type { TrajectoryClass } from "../science/strategies/trajectory-class.ts";
import type { EarlyLate, WindowMeasures } from "../science/strategies/windows.ts";
import type { Db } from "./database.ts";

/** Inserting what an analysis found; each call belongs to one run and is made once, in one transaction. */

export async function insertSessionMeasures(
  db: Db,
  runId: number,
  home: string,
  measures: readonly SessionMeasure[],
): Promise<void> {
  if (measures.length === 0) return;
  await db
    .insertInto("derived.session_measure")
    .values(
      measures.map((m) => ({
        run_id: runId,
        home,
        session: m.session,
        n_trials: m.nTrials,
        n_used: m.nUsed,
        n_zero_contrast: m.nZeroContrast,
        left_slope: m.leftSlope,
        right_slope: m.rightSlope,
        bias: m.bias,
        accuracy: m.accuracy,
        carried: m.carried,
        psychometric_counts: JSON.stringify(m.counts),
      })),
    )
    .execute();
}

/** A segment with the earliest and the latest trial at which it may begin; null for the first one. */
export interface PlacedSegment extends StrategySegment {
  readonly startPlaces: readonly [TrialPlace, TrialPlace] | null;
}

export async function insertSegments(
  db: Db,
  runId: number,
  home: string,
  segments: readonly PlacedSegment[],
): Promise<void> {
  if (segments.length === 0) return;
  await db
    .insertInto("derived.strategy_segment")
    .values(
      segments.map((s, ordinal) => ({
        run_id: runId,
        home,
        ordinal,
        label: s.label,
        probability: s.probability,
        first_row: s.firstTrial,
        last_row: s.lastTrial,
        first_session: s.first.session,
        first_trial: s.first.trial,
        last_session: s.last.session,
        last_trial: s.last.trial,
        n_trials: s.nTrials,
        association_left: s.associationLeft,
        association_right: s.associationRight,
        bias: s.bias,
        start_kind: s.start?.kind ?? null,
        earliest_session: s.startPlaces?.[0].session ?? null,
        earliest_trial: s.startPlaces?.[0].trial ?? null,
        latest_session: s.startPlaces?.[1].session ?? null,
        latest_trial: s.startPlaces?.[1].trial ?? null,
      })),
    )
    .execute();
}

/** How a subject began, how it ended, and the whole of its learning curve. */
export interface SubjectStrategy {
  readonly nTrials: number;
  readonly nSessions: number;
  readonly nTransitions: number;
  readonly earlyLate: EarlyLate;
  readonly earlyStrategy: StrategyLabel | null;
  readonly lateStrategy: StrategyLabel | null;
  readonly trajectoryClass: TrajectoryClass;
}

export async function insertSubjectStrategy(
  db: Db,
  runId: number,
  home: string,
  subject: SubjectStrategy,
): Promise<void> {
  const { earlyLate, trajectoryClass } = subject;
  const excluded = earlyLate.excluded ?? missingLabel(subject);
  const early = windowColumns(earlyLate.early);
  const late = windowColumns(earlyLate.late);
  await db
    .insertInto("derived.subject_strategy")
    .values({
      run_id: runId,
      home,
      n_trials: subject.nTrials,
      n_sessions: subject.nSessions,
      n_transitions: subject.nTransitions,
      early_strategy: subject.earlyStrategy,
      late_strategy: subject.lateStrategy,
      excluded_code: excluded?.code ?? null,
      excluded_reason: excluded?.reason ?? null,
      early_first_session: early.first,
      early_last_session: early.last,
      early_n_sessions: early.n,
      early_bias: early.bias,
      early_left_slope: early.leftSlope,
      early_right_slope: early.rightSlope,
      early_accuracy: early.accuracy,
      late_first_session: late.first,
      late_last_session: late.last,
      late_n_sessions: late.n,
      late_bias: late.bias,
      late_left_slope: late.leftSlope,
      late_right_slope: late.rightSlope,
      late_accuracy: late.accuracy,
      trajectory_class: trajectoryClass.name,
      slope_difference: trajectoryClass.slopeDifference,
      class_excluded_code: trajectoryClass.excluded?.code ?? null,
      class_excluded_reason: trajectoryClass.excluded?.reason ?? null,
    })
    .execute();
}

/** A window may have sessions but no trial with a choice. */
function missingLabel({ earlyStrategy, lateStrategy }: SubjectStrategy) {
  const missing = earlyStrategy === null ? "early" : lateStrategy === null ? "late" : null;
  return missing === null
    ? null
    : { code: "NO_TRIALS_IN_WINDOW", reason: `no trial with a choice in the ${missing} window` };
}

function windowColumns(window: WindowMeasures | null) {
  return {
    first: window?.sessions[0] ?? null,
    last: window?.sessions[1] ?? null,
    n: window?.nSessions ?? null,
    bias: window?.bias ?? null,
    leftSlope: window?.leftSlope ?? null,
    rightSlope: window?.rightSlope ?? null,
    accuracy: window?.accuracy ?? null,
  };
}
