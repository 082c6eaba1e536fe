import { seededRandom } from "../random.ts";
import type { Hyperparameters } from "../random-walk/fit-options.ts";
import type { TrialTable } from "../trial-table.ts";
import { type MatchedDifference, matchedDifference } from "./matched-difference.ts";
import {
  afterLight,
  afterReward,
  DEFAULT_HORIZON,
  type LightAlignment,
  type StimulusSide,
  stimulusSides,
} from "./next-choices.ts";
import { sessionsByLight, sessionsByLuck, type WeightEffect, weightEffects } from "./weight-effects.ts";

/** Light of one trial, as the lab recorded it. */
export interface TrialLight {
  /** Row of the trial table. */
  readonly row: number;
  readonly site: string;
  readonly hemisphere: string;
  readonly alignment: LightAlignment;
  readonly condition: "active" | "control";
}

/** What was done to a trial: light of a kind, or reward, of which the rest is null. */
export interface TreatmentKind {
  readonly treatment: "light" | "reward";
  readonly site: string | null;
  readonly hemisphere: string | null;
  readonly alignment: LightAlignment;
  readonly condition: "active" | "control" | null;
}

/** What follows light (or reward) at one side's stimulus, when the tested side's comes next (next-choices.ts). */
export interface NextChoiceEffect extends TreatmentKind, MatchedDifference {
  readonly taught: StimulusSide;
  readonly tested: StimulusSide;
}

export type KindWeightEffect = TreatmentKind & WeightEffect;

export interface SubjectEffects {
  readonly nextChoices: readonly NextChoiceEffect[];
  /** Of the decision model's weights; empty where no model fits the subject. */
  readonly weights: readonly KindWeightEffect[];
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

const REWARD: TreatmentKind = {
  treatment: "reward",
  site: null,
  hemisphere: null,
  alignment: null,
  condition: null,
};

/**
 * Effects of each kind of light of a mouse, by site, hemisphere, alignment and condition, and those of reward on
 * trials without a stimulus beside them; for every taught and tested side. A selective effect is there where both are
 * the same side; a broad one shows at every tested side.
 *
 * @param hyper of the logistic walk fitted to these trials; null where none fits
 */
export function subjectEffects(
  trials: TrialTable,
  lights: readonly TrialLight[],
  hyper: Hyperparameters | null,
  rules: EffectRules = defaultEffectRules,
): SubjectEffects {
  const random = seededRandom(rules.seed);
  const nextChoices: NextChoiceEffect[] = [];
  const weights: KindWeightEffect[] = [];
  let stream = 0;
  for (const { kind, light } of lightKinds(trials, lights)) {
    for (const side of sidePairs) {
      const matched = afterLight(trials, light, { ...side, horizon: rules.horizon }, kind.alignment);
      nextChoices.push({ ...kind, ...side, ...matchedDifference(matched, random.child(stream++), rules) });
    }
    if (hyper === null) continue;
    for (const effect of weightEffects(trials, hyper, sessionsByLight(trials, light), rules.level))
      weights.push({ ...kind, ...effect });
  }
  // Chance settles the reward only where there is no stimulus.
  for (const tested of stimulusSides) {
    const matched = afterReward(trials, { tested, horizon: rules.horizon });
    const found = matchedDifference(matched, random.child(stream++), rules);
    nextChoices.push({ ...REWARD, taught: "none", tested, ...found });
  }
  if (hyper !== null) {
    for (const effect of weightEffects(trials, hyper, sessionsByLuck(trials), rules.level))
      weights.push({ ...REWARD, ...effect });
  }
  return { nextChoices, weights };
}

const sidePairs = stimulusSides.flatMap((taught) => stimulusSides.map((tested) => ({ taught, tested })));

/** Each kind of light that occurs, with 1 for its trials, 0 for trials without any light, −1 for other light. */
function lightKinds(trials: TrialTable, lights: readonly TrialLight[]) {
  const kinds = new Map<string, TrialLight[]>();
  for (const light of lights) {
    const key = JSON.stringify([light.site, light.hemisphere, light.alignment, light.condition]);
    const own = kinds.get(key) ?? [];
    kinds.set(key, own);
    own.push(light);
  }
  return [...kinds.values()].map((own) => {
    const light = new Int8Array(trials.nTrials);
    for (const { row } of lights) light[row] = -1;
    for (const { row } of own) light[row] = 1;
    const [{ site, hemisphere, alignment, condition }] = own;
    const kind: TreatmentKind = { treatment: "light", site, hemisphere, alignment, condition };
    return { kind, light };
  });
}
