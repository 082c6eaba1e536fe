/** What light, and reward, did over several subjects: random-effects means, pure. */
import { kindOf, type StoredEffects } from "../read/stimulation-effects.ts";
import type { StimulusSide } from "../science/stimulation-effects/next-choices.ts";
import {
  type MouseEffect,
  type RandomEffectsMean,
  randomEffectsMean,
} from "../science/stimulation-effects/random-effects.ts";
import type { TreatmentKind } from "../science/stimulation-effects/subject-effects.ts";

/** A kind of effect over the subjects that have it. */
export interface CohortEffect extends TreatmentKind, RandomEffectsMean {
  readonly measure: "next-choice" | "weight";
  /** Of next choices. */
  readonly taught: StimulusSide | null;
  readonly tested: StimulusSide | null;
  /** Of weights. */
  readonly weight: string | null;
}

type EffectName = Omit<CohortEffect, keyof RandomEffectsMean>;

/** By treatment, site, hemisphere, alignment, condition and association, in the order in which they come. */
export function effectsOverSubjects(
  subjects: readonly Pick<StoredEffects, "nextChoices" | "weights">[],
): readonly CohortEffect[] {
  const kinds = new Map<string, { name: EffectName; found: MouseEffect[] }>();
  const add = (name: EffectName, difference: number | null, standardError: number | null) => {
    const key = JSON.stringify(name);
    const own = kinds.get(key) ?? { name, found: [] };
    kinds.set(key, own);
    if (difference !== null && standardError !== null)
      own.found.push({ effect: difference, variance: standardError ** 2 });
  };
  for (const { nextChoices, weights } of subjects) {
    for (const effect of nextChoices) {
      const { taught, tested, difference, standardError } = effect;
      const name = { ...kindOf(effect), measure: "next-choice", taught, tested, weight: null } as const;
      add(name, difference, standardError);
    }
    for (const effect of weights) {
      const { weight, difference, standardError } = effect;
      add(
        { ...kindOf(effect), measure: "weight", taught: null, tested: null, weight },
        difference,
        standardError,
      );
    }
  }
  return [...kinds.values()].map(({ name, found }) => ({ ...name, ...randomEffectsMean(found) }));
}
