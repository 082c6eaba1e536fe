/**
 * How far a mouse's verdict can be trusted (SCIENCE §6, [D]): networks of each rule, with the parameters that were
 * fitted to the mouse, are run on the mouse's own stimuli, and the same comparison is asked which rule they learn by.
 * At each mouse's own number of trials, so that the answer is that mouse's own.
 */
import { seededRandom } from "../random.ts";
import type { TrialTable } from "../trial-table.ts";
import { choiceSequence } from "./choice-sequence.ts";
import { compareAccounts } from "./compare-accounts.ts";
import type { NetworkFit } from "./fit-network.ts";
import { LEARNING_RULES, type LearningRule } from "./learning-rule.ts";
import { fromRaw, parameterisation } from "./parameterisation.ts";
import type { NetworkParameters } from "./parameters.ts";
import { profiledValue, profileTargets } from "./profile-targets.ts";
import { rawParameters } from "./raw-parameters.ts";
import { effortOf, type RefitRules, requireTrials } from "./refit-mouse.ts";
import { simulateOnStimuli } from "./simulate-on-stimuli.ts";

/** How often networks of the rule in the row were taken for the rule in the column; in LEARNING_RULES' order. */
export type Confusion = readonly (readonly number[])[];

export interface RecoveredParameter {
  readonly rule: LearningRule;
  /** As in profileTargets: a logarithm. */
  readonly name: string;
  readonly truth: number;
  /** One a replicate, from the fit of the true rule. */
  readonly estimates: readonly number[];
  readonly rootMeanSquareError: number;
}

export interface ModelRecovery {
  readonly rules: RefitRules;
  /** Simulated mice a rule. */
  readonly nReplicates: number;
  readonly nTrials: number;
  readonly byHeldOut: Confusion;
  /** Of the verdicts by held-out log-likelihood, those alone that call themselves sure. */
  readonly sureByHeldOut: Confusion;
  readonly byBic: Confusion;
  /**
   * Of the simulated mice with a rule's verdict, the share that learn by that rule, each rule as common as the others;
   * null where no simulated mouse had that verdict.
   */
  readonly rightWhenSaid: readonly {
    readonly rule: LearningRule;
    readonly byHeldOut: number | null;
    readonly byBic: number | null;
  }[];
  readonly parameters: readonly RecoveredParameter[];
}

export const DEFAULT_REPLICATES = 4;

/**
 * @param fits of the mouse, one a rule
 * @param onReplicate told of each simulated mouse that is done, and of how many; throw from it to cancel
 * @throws SaddlepointError TOO_FEW_TRIALS
 */
export function modelRecovery(
  trials: TrialTable,
  fits: readonly { readonly rule: LearningRule; readonly parameters: NetworkParameters }[],
  rules: RefitRules,
  nReplicates: number = DEFAULT_REPLICATES,
  onReplicate: (done: number, total: number) => void = () => {},
): ModelRecovery {
  const sequence = choiceSequence(trials, rules.input);
  requireTrials(sequence);
  const [byHeldOut, sureByHeldOut, byBic] = [emptyConfusion(), emptyConfusion(), emptyConfusion()];
  const parameters: RecoveredParameter[] = [];
  const random = seededRandom(rules.seed).child(1000);
  LEARNING_RULES.forEach((rule, truth) => {
    const network = fits.find((fit) => fit.rule === rule)?.parameters;
    if (!network) throw new RangeError(`the mouse has no fit of ${rule}`);
    const refits: NetworkFit[] = [];
    for (let k = 0; k < nReplicates; k++) {
      onReplicate(truth * nReplicates + k, LEARNING_RULES.length * nReplicates);
      const made = simulateOnStimuli(random.child(3 * k + truth), trials, sequence, rule, network);
      const { fits: refit, verdict } = compareAccounts(made, {
        seed: rules.seed + k,
        input: rules.input,
        rates: rules.rates,
        effort: effortOf(rules.preset),
        nBlocks: rules.nBlocks,
        nBootstrap: 500,
      });
      byHeldOut[truth][LEARNING_RULES.indexOf(verdict.winner)] += 1;
      if (verdict.sure) sureByHeldOut[truth][LEARNING_RULES.indexOf(verdict.winner)] += 1;
      byBic[truth][LEARNING_RULES.indexOf(verdict.winnerByBic)] += 1;
      refits.push(refit[truth]);
    }
    parameters.push(...recoveredParameters(rule, rules, network, refits));
  });
  return {
    rules,
    nReplicates,
    nTrials: sequence.n,
    byHeldOut,
    sureByHeldOut,
    byBic,
    rightWhenSaid: LEARNING_RULES.map((rule, said) => ({
      rule,
      byHeldOut: shareRight(byHeldOut, said),
      byBic: shareRight(byBic, said),
    })),
    parameters,
  };
}

function recoveredParameters(
  rule: LearningRule,
  { rates }: RefitRules,
  network: NetworkParameters,
  refits: readonly NetworkFit[],
): readonly RecoveredParameter[] {
  const space = parameterisation(rule, rates);
  const phi = fromRaw(space, rawParameters(network));
  return profileTargets(rule, rates).map(({ name, target }) => {
    const truth = profiledValue(space, phi, target);
    const estimates = refits.map((fit) => profiledValue(space, fit.phi, target));
    const squares = estimates.reduce((sum, estimate) => sum + (estimate - truth) ** 2, 0);
    return { rule, name, truth, estimates, rootMeanSquareError: Math.sqrt(squares / estimates.length) };
  });
}

function emptyConfusion(): number[][] {
  return LEARNING_RULES.map(() => LEARNING_RULES.map(() => 0));
}

function shareRight(confusion: Confusion, said: number): number | null {
  const all = confusion.reduce((sum, row) => sum + row[said], 0);
  return all === 0 ? null : confusion[said][said] / all;
}
