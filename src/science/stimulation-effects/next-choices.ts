import {
  CHOICE_NO_GO,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  signedContrast,
  type TrialTable,
} from "../trial-table.ts";
import type { MatchedTrials } from "./matched-difference.ts";

/** A stimulus side: the association that is taught, or tested. */
export type StimulusSide = "left" | "right" | "none";

export const stimulusSides: readonly StimulusSide[] = ["left", "right", "none"];

export interface NextChoiceQuestion {
  /** Side of the stimulus on the trials that are treated or not. */
  readonly taught: StimulusSide;
  /** Side of the stimulus on the later trial whose choice is looked at. */
  readonly tested: StimulusSide;
  /** How many trials later it may come at most. */
  readonly horizon: number;
}

export const DEFAULT_HORIZON = 10;

/** Event at which light came; null where the lab did not say. */
export type LightAlignment = "stimulus" | "action" | "outcome" | null;

/**
 * Trials with a given stimulus side, whether they had light, and whether the same choice followed at the next trial of
 * the tested side (SCIENCE §7). Matched in session, contrast and the outcome before, and in what was settled when the
 * light came: the choice, for light at the choice or later; the outcome too, for light at the outcome. What comes
 * after the light may be its doing, and matching in it would bias the effect. Where it is not known when the light came,
 * either may be so, and nothing is matched: light that followed an outcome would get that outcome's effect. Each later trial answers for one earlier
 * trial only, the last of its side, so that answers are not counted twice.
 *
 * @param light 1 for trials with the light in question, 0 for trials without any, −1 for those to be left out
 */
export function afterLight(
  trials: TrialTable,
  light: Int8Array,
  question: NextChoiceQuestion,
  alignment: LightAlignment,
): MatchedTrials {
  const settled = {
    stimulus: () => "",
    action: (t: number) => `${trials.choice[t]}`,
    outcome: (t: number) => `${trials.choice[t]} ${trials.outcome[t]}`,
  };
  return nextChoices(trials, question, (t) =>
    alignment === null || light[t] < 0
      ? null
      : { treated: light[t], match: `${outcomeBefore(trials, t)} ${settled[alignment](t)}` },
  );
}

/**
 * The same after reward against no reward on trials without a stimulus, where chance settles the reward: matched in
 * session, choice and the outcome before. With a stimulus, choice settles it, and what follows one choice is compared
 * with what follows the other: within finite sessions that difference is biased against repetition (Miller & Sanjurjo
 * 2018), so it is not made.
 */
export function afterReward(
  trials: TrialTable,
  question: Pick<NextChoiceQuestion, "tested" | "horizon">,
): MatchedTrials {
  return nextChoices(trials, { ...question, taught: "none" }, (t) => {
    const outcome = trials.outcome[t];
    if (outcome !== OUTCOME_CORRECT && outcome !== OUTCOME_INCORRECT) return null;
    return {
      treated: outcome === OUTCOME_CORRECT ? 1 : 0,
      match: `${outcomeBefore(trials, t)} ${trials.choice[t]}`,
    };
  });
}

function outcomeBefore(trials: TrialTable, t: number): string {
  const isFirst = t === 0 || trials.session[t - 1] !== trials.session[t];
  return isFirst ? "first" : `${trials.outcome[t - 1]}`;
}

interface Treatment {
  readonly treated: number;
  /** Names what it is matched in, beside session and contrast. */
  readonly match: string;
}

function nextChoices(
  trials: TrialTable,
  { taught, tested, horizon }: NextChoiceQuestion,
  treatment: (t: number) => Treatment | null,
): MatchedTrials {
  const followed: number[] = [];
  const treated: number[] = [];
  const stratum: number[] = [];
  const names = new Map<string, number>();
  for (let t = 0; t < trials.nTrials; t++) {
    if (trials.choice[t] === CHOICE_NO_GO || sideOf(trials, t) !== taught) continue;
    const given = treatment(t);
    const next = given === null ? -1 : nextTested(trials, t, taught, tested, horizon);
    if (given === null || next < 0) continue;
    const name = `${trials.session[t]} ${signedContrast(trials, t)} ${given.match}`;
    const number = names.get(name) ?? names.size;
    names.set(name, number);
    followed.push(trials.choice[next] === trials.choice[t] ? 1 : 0);
    treated.push(given.treated);
    stratum.push(number);
  }
  return {
    followed: Uint8Array.from(followed),
    treated: Uint8Array.from(treated),
    stratum: Int32Array.from(stratum),
  };
}

/** The next trial of the tested side; −1 where another trial of the taught side, or too many, come before it. */
function nextTested(
  trials: TrialTable,
  t: number,
  taught: StimulusSide,
  tested: StimulusSide,
  horizon: number,
): number {
  for (let k = t + 1; k < trials.nTrials && k <= t + horizon; k++) {
    if (trials.session[k] !== trials.session[t]) return -1;
    if (trials.choice[k] === CHOICE_NO_GO) continue;
    const side = sideOf(trials, k);
    if (side === tested) return k;
    if (side === taught) return -1;
  }
  return -1;
}

export function sideOf(trials: TrialTable, t: number): StimulusSide {
  const contrast = signedContrast(trials, t);
  return contrast < 0 ? "left" : contrast > 0 ? "right" : "none";
}
