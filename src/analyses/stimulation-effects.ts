import type { Db } from "../read/database.ts";
import { trialRows } from "../read/snippets.ts";
import { fetchStimulations } from "../read/stimulations.ts";
import { fetchTrialInput } from "../read/trial-table.ts";
import { type RandomEffectsMean, randomEffectsMean } from "../science/stimulation-effects/random-effects.ts";
import { type NextChoiceEffect, subjectEffects } from "../science/stimulation-effects/subject-effects.ts";

export interface MouseEffects {
  readonly home: string;
  readonly effects: readonly NextChoiceEffect[];
}

/** A kind of effect over the mice that have it. */
export interface CohortEffect
  extends Pick<
    NextChoiceEffect,
    "treatment" | "site" | "hemisphere" | "alignment" | "condition" | "taught" | "tested"
  > {
  readonly overMice: RandomEffectsMean;
}

/** What light, and reward, did to a subject's next choices; null where it had no light. */
export async function stimulationEffects(db: Db, home: string): Promise<MouseEffects | null> {
  const [input, lights] = [await fetchTrialInput(db, home), await fetchStimulations(db, home)];
  if (input === null || lights.length === 0) return null;
  const rowOf = trialRows(input.trials);
  const placed = lights.flatMap((light) => {
    const row = rowOf(light.session, light.trial);
    return row === undefined ? [] : [{ ...light, row }];
  });
  return { home, effects: subjectEffects(input.trials, placed, null).nextChoices };
}

/** Random-effects means over mice, by treatment, site, hemisphere, alignment, condition and association. */
export function cohortEffects(mice: readonly MouseEffects[]): readonly CohortEffect[] {
  const kinds = new Map<string, NextChoiceEffect[]>();
  for (const effect of mice.flatMap(({ effects }) => effects)) {
    const { treatment, site, hemisphere, alignment, condition, taught, tested } = effect;
    const key = JSON.stringify([treatment, site, hemisphere, alignment, condition, taught, tested]);
    kinds.set(key, [...(kinds.get(key) ?? []), effect]);
  }
  return [...kinds.values()].map((own) => {
    const [{ treatment, site, hemisphere, alignment, condition, taught, tested }] = own;
    const known = own.flatMap(({ difference, standardError }) =>
      difference === null || standardError === null
        ? []
        : [{ effect: difference, variance: standardError ** 2 }],
    );
    const overMice = randomEffectsMean(known);
    return { treatment, site, hemisphere, alignment, condition, taught, tested, overMice };
  });
}
