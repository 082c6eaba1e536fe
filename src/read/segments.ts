import { sql } from "kysely";
import type { StrategyLabel } from "../science/strategies/label.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";

/** A strategy segment, with the run that derived it. */
export interface SegmentRow {
  readonly runId: number;
  readonly home: string;
  readonly strategy: StrategyLabel;
  readonly probability: number;
  readonly firstSession: number;
  readonly firstTrial: number;
  readonly lastSession: number;
  readonly lastTrial: number;
  readonly nTrials: number;
  readonly associationLeft: number;
  readonly associationRight: number;
  readonly bias: number;
}

/** Early and late strategy of a subject, or why it has none. */
export interface SubjectStrategies {
  readonly earlyStrategy: StrategyLabel | null;
  readonly lateStrategy: StrategyLabel | null;
  readonly exclusion: { readonly code: string; readonly reason: string } | null;
}

/** Current early and late strategy of these subjects, by subject; absent where they were not derived. */
export async function fetchStrategies(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, SubjectStrategies>> {
  const rows = await db
    .selectFrom(runsAsOf(asOf).as("r"))
    .innerJoin("derived.subject_strategy as g", "g.run_id", "r.run_id")
    .select(["g.home", "g.early_strategy", "g.late_strategy", "g.excluded_code", "g.excluded_reason"])
    .where("r.analysis", "=", "strategy-segments")
    .where(sql<boolean>`r.home = any (${[...homes]}::text[])`)
    .execute();
  return new Map(
    rows.map((row) => [
      row.home,
      {
        earlyStrategy: row.early_strategy as StrategyLabel | null,
        lateStrategy: row.late_strategy as StrategyLabel | null,
        exclusion:
          row.excluded_code === null ? null : { code: row.excluded_code, reason: row.excluded_reason ?? "" },
      },
    ]),
  );
}

/** Current segments of these subjects, by subject, in order; absent where there are none, or none yet. */
export async function fetchSegments(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly SegmentRow[]>> {
  const rows = await db
    .selectFrom(runsAsOf(asOf).as("r"))
    .innerJoin("derived.strategy_segment as g", "g.run_id", "r.run_id")
    .select([
      "g.home",
      "g.run_id as runId",
      sql<StrategyLabel>`g.label`.as("strategy"),
      "g.probability",
      "g.first_session as firstSession",
      "g.first_trial as firstTrial",
      "g.last_session as lastSession",
      "g.last_trial as lastTrial",
      "g.n_trials as nTrials",
      "g.association_left as associationLeft",
      "g.association_right as associationRight",
      "g.bias",
    ])
    .where("r.analysis", "=", "strategy-segments")
    .where(sql<boolean>`r.home = any (${[...homes]}::text[])`)
    .orderBy("g.home")
    .orderBy("g.ordinal")
    .execute();
  return groupBy(rows, (row) => row.home);
}
