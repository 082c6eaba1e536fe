import { seededRandom } from "../random.ts";
import type { TrialTable } from "../trial-table.ts";
import { type MatchedDifference, matchedDifference } from "./matched-difference.ts";
import {
  afterLight,
  afterReward,
  DEFAULT_HORIZON,
  type StimulusSide,
  stimulusSides,
} from "./next-choices.ts";

/** Light of one trial, as the lab recorded it. */
export interface TrialLight {
  /** Row of the trial table. */
  readonly row: number;
  readonly site: string;
  readonly hemisphere: string;
  readonly alignment: string | null;
  readonly condition: "active" | "control";
}

/** How a choice is repeated after light (or reward) at one side's stimulus, when the tested side's comes next. */
export interface NextChoiceEffect extends MatchedDifference {
  readonly treatment: "light" | "reward";
  /** Null for reward. */
  readonly site: string | null;
  readonly hemisphere: string | null;
  readonly alignment: string | null;
  readonly condition: "active" | "control" | null;
  readonly taught: StimulusSide;
  readonly tested: StimulusSide;
}

export interface EffectRules {
  readonly horizon: number;
  readonly permutations: number;
  readonly level: number;
  readonly seed: number;
}

export const defaultEffectRules: EffectRules = {
  horizon: DEFAULT_HORIZON,
  permutations: 999,
  level: 0.95,
  seed: 1,
};

/**
 * Effects of each kind of light of a mouse, by site, hemisphere, alignment and condition, and those of reward beside
 * them; for every taught and tested side. A selective effect is there where both are the same side; a broad one shows
 * at every tested side.
 */
export function subjectEffects(
  trials: TrialTable,
  lights: readonly TrialLight[],
  rules: EffectRules = defaultEffectRules,
): readonly NextChoiceEffect[] {
  const random = seededRandom(rules.seed);
  const kinds = new Map<string, TrialLight[]>();
  for (const light of lights) {
    const key = JSON.stringify([light.site, light.hemisphere, light.alignment, light.condition]);
    kinds.set(key, [...(kinds.get(key) ?? []), light]);
  }
  const sides = stimulusSides.flatMap((taught) => stimulusSides.map((tested) => ({ taught, tested })));
  const effects: NextChoiceEffect[] = [];
  let stream = 0;
  for (const own of kinds.values()) {
    const light = new Int8Array(trials.nTrials);
    for (const { row } of lights) light[row] = -1;
    for (const { row } of own) light[row] = 1;
    const [{ site, hemisphere, alignment, condition }] = own;
    for (const side of sides) {
      const matched = afterLight(trials, light, { ...side, horizon: rules.horizon });
      effects.push({
        ...{ treatment: "light", site, hemisphere, alignment, condition, ...side },
        ...matchedDifference(matched, random.child(stream++), rules),
      });
    }
  }
  for (const side of sides) {
    const matched = afterReward(trials, { ...side, horizon: rules.horizon });
    effects.push({
      ...{ treatment: "reward", site: null, hemisphere: null, alignment: null, condition: null, ...side },
      ...matchedDifference(matched, random.child(stream++), rules),
    });
  }
  return effects;
}
