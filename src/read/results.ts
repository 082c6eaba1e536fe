import type { SessionMeasure } from "../science/session-measures.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import type { StrategySegment } from "../science/strategies/segments.ts";
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

export async function insertSegments(
  db: Db,
  runId: number,
  home: string,
  segments: readonly StrategySegment[],
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
        first_session: s.first.session,
        first_trial: s.first.trial,
        last_session: s.last.session,
        last_trial: s.last.trial,
        n_trials: s.nTrials,
        association_left: s.associationLeft,
        association_right: s.associationRight,
        bias: s.bias,
      })),
    )
    .execute();
}

/** Early and late strategy of a subject, or why it has none. */
export interface SubjectStrategy {
  readonly earlyStrategy: StrategyLabel | null;
  readonly lateStrategy: StrategyLabel | null;
  readonly excluded: { readonly code: string; readonly reason: string } | null;
}

export async function insertSubjectStrategy(
  db: Db,
  runId: number,
  home: string,
  strategy: SubjectStrategy,
): Promise<void> {
  await db
    .insertInto("derived.subject_strategy")
    .values({
      run_id: runId,
      home,
      early_strategy: strategy.earlyStrategy,
      late_strategy: strategy.lateStrategy,
      excluded_code: strategy.excluded?.code ?? null,
      excluded_reason: strategy.excluded?.reason ?? null,
    })
    .execute();
}
