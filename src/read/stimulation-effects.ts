import { sql } from "kysely";
import type {
  KindWeightEffect,
  NextChoiceEffect,
  SubjectEffects,
  TreatmentKind,
} from "../science/stimulation-effects/subject-effects.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import { insertRows } from "./insert-rows.ts";
import { isAmong } from "./keys.ts";

export async function insertEffects(
  db: Db,
  runId: number,
  home: string,
  { nextChoices, weights }: SubjectEffects,
): Promise<void> {
  await insertRows(
    db,
    "derived.next_choice_effect",
    nextChoices.map((effect, ordinal) => ({
      ...{ run_id: runId, home, ordinal },
      ...kindOf(effect),
      ...estimateOf(effect),
      taught: effect.taught,
      tested: effect.tested,
      p: effect.p,
      n_strata: effect.nStrata,
    })),
  );
  await insertRows(
    db,
    "derived.weight_effect",
    weights.map((effect, ordinal) => ({
      ...{ run_id: runId, home, ordinal },
      ...kindOf(effect),
      ...estimateOf(effect),
      weight: effect.weight,
    })),
  );
}

export function kindOf({ treatment, site, hemisphere, alignment, condition }: TreatmentKind): TreatmentKind {
  return { treatment, site, hemisphere, alignment, condition };
}

function estimateOf(
  effect: Pick<NextChoiceEffect, "difference" | "standardError" | "ci" | "nTreated" | "nUntreated">,
) {
  return {
    difference: effect.difference,
    standard_error: effect.standardError,
    low: effect.ci?.[0] ?? null,
    high: effect.ci?.[1] ?? null,
    n_treated: effect.nTreated,
    n_untreated: effect.nUntreated,
  };
}

type StoredEffect<Effect> = Omit<Effect, "ci"> & {
  readonly runId: number;
  readonly home: string;
  readonly low: number | null;
  readonly high: number | null;
};

export type StoredNextChoiceEffect = StoredEffect<NextChoiceEffect>;
export type StoredWeightEffect = StoredEffect<KindWeightEffect>;

export interface StoredEffects {
  readonly runId: number;
  readonly nextChoices: readonly StoredNextChoiceEffect[];
  readonly weights: readonly StoredWeightEffect[];
}

const ANALYSIS = "stimulation-effects";

/** The effects of these subjects, by subject; absent where they are not derived. */
export async function fetchEffects(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, StoredEffects>> {
  const { rows } = await sql<{ runId: number; home: string }>`
    select r.run_id as "runId", r.home from ${runsAsOf(asOf)} r
    where r.analysis = ${ANALYSIS} and ${isAmong("r.home", homes)}`.execute(db);
  const found = await fetchEffectsOfRuns(
    db,
    rows.map(({ runId }) => runId),
  );
  return new Map(
    rows.flatMap(({ runId, home }) => {
      const effects = found.get(runId);
      return effects === undefined ? [] : [[home, effects] as const];
    }),
  );
}

/** What these runs found, by run. */
export async function fetchEffectsOfRuns(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, StoredEffects>> {
  const columns = sql`run_id as "runId", home, treatment, site, hemisphere, alignment, condition, difference,
    standard_error as "standardError", low, high, n_treated as "nTreated", n_untreated as "nUntreated"`;
  const [choices, weights] = await Promise.all([
    sql<StoredNextChoiceEffect>`
      select ${columns}, taught, tested, p, n_strata as "nStrata" from derived.next_choice_effect
      where ${isAmong("run_id", runIds, "bigint")} order by run_id, ordinal`.execute(db),
    sql<StoredWeightEffect>`
      select ${columns}, weight from derived.weight_effect
      where ${isAmong("run_id", runIds, "bigint")} order by run_id, ordinal`.execute(db),
  ]);
  const choicesOf = groupBy(choices.rows, ({ runId }) => runId);
  const weightsOf = groupBy(weights.rows, ({ runId }) => runId);
  return new Map(
    runIds.map((runId) => [
      runId,
      { runId, nextChoices: choicesOf.get(runId) ?? [], weights: weightsOf.get(runId) ?? [] },
    ]),
  );
}
