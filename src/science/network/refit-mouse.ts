/**
 * Everything about the networks of one mouse (SCIENCE §6, [D]): the three rules fitted and compared, with the
 * random-walk decision model as the ceiling and a constant bias as the floor; whether the fitted networks behave like
 * the mouse; and the saddles that its path went by.
 */
import { SaddlepointError } from "../../errors.ts";
import { seededRandom } from "../random.ts";
import { forwardChaining } from "../random-walk/held-out.ts";
import { sessionMeasures } from "../session-measures.ts";
import type { TrialTable } from "../trial-table.ts";
import { type ChoiceSequence, choiceSequence, type InputCoding } from "./choice-sequence.ts";
import { type AccountComparison, compareAccounts } from "./compare-accounts.ts";
import { type FitEffort, FULL_EFFORT, QUICK_EFFORT } from "./fit-effort.ts";
import type { HeldOutChoices } from "./held-out.ts";
import { LEARNING_RULES, type LearningRule } from "./learning-rule.ts";
import type { RateSharing } from "./parameterisation.ts";
import type { NetworkParameters } from "./parameters.ts";
import { type PathPastSaddles, pathPastSaddles } from "./path-past-saddles.ts";
import {
  type LearningEnds,
  learningEnds,
  type PredictiveCheck,
  predictiveCheck,
} from "./predictive-check.ts";

/** `quick`: 3 starts a rule, and a warm one where there is one; `full`: 20. */
export type Preset = "quick" | "full";
export const PRESETS: readonly Preset[] = ["quick", "full"];

/** What a refit depends on besides the trials; recorded with it. */
export interface RefitRules {
  readonly preset: Preset;
  readonly input: InputCoding;
  readonly rates: RateSharing;
  readonly seed: number;
  /** Blocks of forward chaining. */
  readonly nBlocks: number;
  /** Runs of each network for the predictive check. */
  readonly nPredictiveRuns: number;
}

export const QUICK_REFIT: RefitRules = {
  preset: "quick",
  input: "side",
  rates: "shared",
  seed: 1,
  nBlocks: 5,
  nPredictiveRuns: 100,
};
export const FULL_REFIT: RefitRules = { ...QUICK_REFIT, preset: "full", nPredictiveRuns: 400 };

export interface MouseRefit {
  readonly rules: RefitRules;
  /** Trials with a choice. */
  readonly nTrials: number;
  readonly nSessions: number;
  /** The mouse's own; null where its sessions have no early or late window. */
  readonly ends: LearningEnds | null;
  readonly comparison: AccountComparison;
  /** Why the random walk could not serve as the ceiling; null where it did. */
  readonly ceilingMissing: string | null;
  /** One a rule. */
  readonly predictive: readonly PredictiveCheck[];
  /** One a rule. */
  readonly saddles: readonly PathPastSaddles[];
}

export type WarmStarts = Partial<Readonly<Record<LearningRule, NetworkParameters>>>;

export interface RefitProgress {
  /** Called before each climb, with climbs done and climbs in all; throw from it to cancel. */
  readonly onClimb?: (done: number, total: number) => void;
  /** The last refit's networks: started from as well, and only ever by fits to all trials. */
  readonly warmStarts?: WarmStarts;
}

/** Fewer trials with a choice than this say nothing of learning. */
export const MIN_TRIALS = 100;

/** @throws SaddlepointError TOO_FEW_TRIALS */
export function refitMouse(
  trials: TrialTable,
  rules: RefitRules,
  { onClimb, warmStarts }: RefitProgress = {},
): MouseRefit {
  const sequence = choiceSequence(trials, rules.input);
  requireTrials(sequence);
  const effort = effortOf(rules.preset);
  const total = climbsOf(effort, rules.nBlocks);
  let done = 0;
  const { ceiling, missing } = randomWalkCeiling(trials, rules.nBlocks);
  const comparison = compareAccounts(trials, {
    seed: rules.seed,
    input: rules.input,
    rates: rules.rates,
    effort,
    nBlocks: rules.nBlocks,
    ceiling,
    ...(warmStarts ? { warmStarts } : {}),
    ...(onClimb ? { onClimb: () => onClimb(Math.min(done++, total), total) } : {}),
  });
  const random = seededRandom(rules.seed);
  const measures = sessionMeasures(trials);
  return {
    rules,
    nTrials: sequence.n,
    nSessions: measures.length,
    ends: learningEnds(measures, trials.sessionBoundariesKnown),
    comparison,
    ceilingMissing: missing,
    predictive: comparison.fits.map(({ rule, parameters }, k) =>
      predictiveCheck(trials, sequence, rule, parameters, rules.nPredictiveRuns, random.child(k)),
    ),
    saddles: comparison.fits.map(({ rule, parameters }) =>
      pathPastSaddles(sequence, measures, rule, parameters),
    ),
  };
}

export function effortOf(preset: Preset): FitEffort {
  return preset === "full" ? FULL_EFFORT : QUICK_EFFORT;
}

/** @throws SaddlepointError TOO_FEW_TRIALS */
export function requireTrials({ n }: ChoiceSequence): void {
  if (n >= MIN_TRIALS) return;
  throw new SaddlepointError(
    "TOO_FEW_TRIALS",
    `${n} trials with a choice, where a learning network needs at least ${MIN_TRIALS}`,
    "Wait for more sessions, or leave the mouse out.",
  );
}

/** Climbs of a comparison without warm starts: of all trials, of the first block, and of each block after it. */
function climbsOf(effort: FitEffort, nBlocks: number): number {
  const whole = effort.scouts + effort.starts;
  const quick = QUICK_EFFORT.scouts + QUICK_EFFORT.starts + 1;
  return LEARNING_RULES.length * (2 * whole + Math.max(0, nBlocks - 2) * quick);
}

/** The walk may refuse what a network can use, such as early trials of one choice only. */
function randomWalkCeiling(
  trials: TrialTable,
  nBlocks: number,
): { readonly ceiling: HeldOutChoices | null; readonly missing: string | null } {
  try {
    return { ceiling: forwardChaining(trials, { model: "logistic", rule: "none" }, nBlocks), missing: null };
  } catch (error) {
    if (!(error instanceof SaddlepointError)) throw error;
    return { ceiling: null, missing: error.message };
  }
}
