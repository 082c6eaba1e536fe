import type { Hyperparameters } from "../random-walk/fit-options.ts";
import { normalQuantile } from "../statistics/distributions.ts";
import { CHOICE_NO_GO, OUTCOME_CORRECT, OUTCOME_INCORRECT, type TrialTable } from "../trial-table.ts";
import { sideOf } from "./next-choices.ts";
import { weightSteps } from "./weight-steps.ts";

/** How much more a weight of the decision model moves over sessions with light (or more reward) than without. */
export interface WeightEffect {
  /** bias, contrastLeft or contrastRight; the model's own sign, in which a left association is negative. */
  readonly weight: string;
  /** Change over a treated session less that over another one. */
  readonly difference: number;
  readonly standardError: number;
  readonly ci: readonly [number, number];
  /** Sessions. */
  readonly nTreated: number;
  readonly nUntreated: number;
}

/** What a session is to a contrast; "other" sessions have a change of their own, and are held to nothing. */
export type SessionKind = "treated" | "untreated" | "other";

/**
 * The posterior contrast of w_L, w_R and b over treated against untreated sessions (SCIENCE §7). Empty where there are
 * not sessions of both kinds, or the walk cannot tell.
 *
 * @throws SaddlepointError where the trials cannot be fitted (buildModel)
 */
export function weightEffects(
  trials: TrialTable,
  hyper: Hyperparameters,
  kindOf: (session: number) => SessionKind,
  level = 0.95,
): readonly WeightEffect[] {
  const ramps = (["treated", "untreated", "other"] as const).map((kind) =>
    sessionRamp(trials, (session) => kindOf(session) === kind),
  );
  const [nTreated, nUntreated] = ramps.map(({ nSessions }) => nSessions);
  if (nTreated === 0 || nUntreated === 0) return [];
  const steps = weightSteps(
    trials,
    hyper,
    ramps.filter(({ nSessions }) => nSessions > 0).map(({ push }) => push),
  );
  if (steps === null) return [];
  const { paramNames, estimate, covariance } = steps;
  const K = paramNames.length;
  const size = estimate.length;
  const quantile = normalQuantile((1 + level) / 2);
  return paramNames.map((weight, k) => {
    const difference = estimate[k] - estimate[K + k];
    const standardError = Math.sqrt(
      covariance[k * size + k] + covariance[(K + k) * size + K + k] - 2 * covariance[k * size + K + k],
    );
    const half = quantile * standardError;
    return {
      ...{ weight, difference, standardError, nTreated, nUntreated },
      ci: [difference - half, difference + half] as const,
    };
  });
}

/** @param light 1 for trials with the light in question, 0 for trials without any, −1 for other light */
export function sessionsByLight(trials: TrialTable, light: Int8Array): (session: number) => SessionKind {
  const kinds = new Map<number, SessionKind>();
  for (let t = 0; t < trials.nTrials; t++) {
    const before = kinds.get(trials.session[t]) ?? "untreated";
    if (light[t] === 1) kinds.set(trials.session[t], "treated");
    else if (before !== "treated") kinds.set(trials.session[t], light[t] < 0 ? "other" : before);
  }
  return (session) => kinds.get(session) ?? "other";
}

/**
 * Sessions in which chance gave more water than in the median session, on trials without a stimulus, as treated, and
 * those in which it gave less.
 */
export function sessionsByLuck(trials: TrialTable): (session: number) => SessionKind {
  const counts = new Map<number, { n: number; rewarded: number }>();
  for (let t = 0; t < trials.nTrials; t++) {
    const outcome = trials.outcome[t];
    if (sideOf(trials, t) !== "none" || trials.choice[t] === CHOICE_NO_GO) continue;
    if (outcome !== OUTCOME_CORRECT && outcome !== OUTCOME_INCORRECT) continue;
    const own = counts.get(trials.session[t]) ?? { n: 0, rewarded: 0 };
    counts.set(trials.session[t], own);
    own.n++;
    if (outcome === OUTCOME_CORRECT) own.rewarded++;
  }
  const share = new Map([...counts].map(([session, { n, rewarded }]) => [session, rewarded / n]));
  const sorted = [...share.values()].sort((a, b) => a - b);
  const median = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  return (session) => {
    const own = share.get(session) ?? median;
    return own > median ? "treated" : own < median ? "untreated" : "other";
  };
}

/** A push that adds up to 1 over each of some sessions, evenly. */
function sessionRamp(trials: TrialTable, includes: (session: number) => boolean) {
  const rows = new Map<number, number[]>();
  for (let t = 0; t < trials.nTrials; t++) {
    if (trials.choice[t] === CHOICE_NO_GO || !includes(trials.session[t])) continue;
    const own = rows.get(trials.session[t]) ?? [];
    rows.set(trials.session[t], own);
    own.push(t);
  }
  const push = new Float64Array(trials.nTrials);
  let nSessions = 0;
  for (const own of rows.values()) {
    if (own.length < 2) continue;
    nSessions++;
    // The last step leads into another session.
    for (const t of own.slice(0, -1)) push[t] = 1 / (own.length - 1);
  }
  return { push, nSessions };
}
