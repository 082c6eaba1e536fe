import type { ChoiceSequence } from "./choice-sequence.ts";
import { type FitEffort, FULL_EFFORT, QUICK_EFFORT } from "./fit-effort.ts";
import { fitNetwork } from "./fit-network.ts";
import type { LearningRule } from "./learning-rule.ts";
import { likelihoodWorkspace, logLikelihood } from "./likelihood.ts";
import type { RateSharing } from "./parameterisation.ts";
import type { NetworkParameters } from "./parameters.ts";
import { rawParameters } from "./raw-parameters.ts";

/** Log probabilities of choices that a model had not seen, comparable with any other model's on the same rows. */
export interface HeldOutChoices {
  /** Σ over the held-out trials. */
  readonly logLikelihood: number;
  /** Rows of the trial table, ascending. */
  readonly rows: Int32Array;
  readonly logProbability: Float64Array;
}

/** Blocks of forward chaining; the first is only ever trained on. */
export const DEFAULT_BLOCKS = 5;

/**
 * Where forward chaining cuts: at equal numbers of trials, moved on to the next session's start where sessions are
 * known. The random-walk models' `forwardChaining` cuts alike, so that both predict the same trials.
 *
 * @returns trial numbers, ascending, each the first of a block that is predicted from all before it
 */
export function forwardCuts(sequence: ChoiceSequence, nBlocks: number = DEFAULT_BLOCKS): readonly number[] {
  const { n, session } = sequence;
  const hasSessions = n > 0 && session[0] !== session[n - 1];
  const cuts: number[] = [];
  for (let block = 1; block < nBlocks; block++) {
    let cut = Math.round((n * block) / nBlocks);
    if (hasSessions) while (cut < n && session[cut] === session[cut - 1]) cut++;
    if (cut > (cuts.at(-1) ?? 0) && cut < n) cuts.push(cut);
  }
  return cuts;
}

export interface ForwardNetworkOptions {
  readonly rule: LearningRule;
  readonly rates?: RateSharing;
  readonly seed: number;
  readonly nBlocks?: number;
  /** Of the first block's fit; the later ones start from the one before, beside a quick search. */
  readonly effort?: FitEffort;
  readonly onClimb?: () => void;
}

/**
 * Forward-chained held-out log-likelihood of a network: for each block, parameters are fitted to all trials before
 * it; within it the network goes on learning from the mouse's own trials and predicts one choice ahead. No later
 * trial tells an earlier block anything, not even through the starts of its search.
 */
export function forwardNetwork(sequence: ChoiceSequence, options: ForwardNetworkOptions): HeldOutChoices {
  const { rule, seed, rates = "shared" } = options;
  const cuts = forwardCuts(sequence, options.nBlocks);
  const workspace = likelihoodWorkspace(sequence.n);
  const logs: number[] = [];
  let warmStart: NetworkParameters | undefined;
  cuts.forEach((cut, block) => {
    const end = cuts[block + 1] ?? sequence.n;
    const fit = fitNetwork(sequence, {
      rule,
      rates,
      seed,
      nTrials: cut,
      effort: warmStart ? QUICK_EFFORT : (options.effort ?? FULL_EFFORT),
      errors: false,
      workspace,
      ...(warmStart ? { warmStart } : {}),
      ...(options.onClimb ? { onClimb: options.onClimb } : {}),
    });
    warmStart = fit.parameters;
    logLikelihood(sequence, rule, rawParameters(fit.parameters), workspace, end);
    for (let t = cut; t < end; t++) logs.push(logOfChoice(workspace.pChosen[t]));
  });
  return heldOutChoices(sequence, cuts[0] ?? sequence.n, logs);
}

/**
 * The floor: P(right) is one number, that of the trials before the block, with half a choice of either side added
 * (Krichevsky & Trofimov 1981), so that it is never 0.
 */
export function forwardConstant(sequence: ChoiceSequence, nBlocks?: number): HeldOutChoices {
  const cuts = forwardCuts(sequence, nBlocks);
  const logs: number[] = [];
  cuts.forEach((cut, block) => {
    let nRight = 0;
    for (let t = 0; t < cut; t++) nRight += sequence.choseRight[t];
    const pRight = (nRight + 0.5) / (cut + 1);
    const end = cuts[block + 1] ?? sequence.n;
    for (let t = cut; t < end; t++) {
      logs.push(logOfChoice(sequence.choseRight[t] === 1 ? pRight : 1 - pRight));
    }
  });
  return heldOutChoices(sequence, cuts[0] ?? sequence.n, logs);
}

/** The smallest probability that a choice is scored with: a network that is surer than this and wrong pays 34.5. */
const SMALLEST = 1e-15;

function logOfChoice(probability: number): number {
  return Math.log(Math.max(SMALLEST, probability));
}

function heldOutChoices(sequence: ChoiceSequence, from: number, logs: readonly number[]): HeldOutChoices {
  return {
    logLikelihood: logs.reduce((sum, log) => sum + log, 0),
    rows: sequence.row.slice(from),
    logProbability: Float64Array.from(logs),
  };
}
