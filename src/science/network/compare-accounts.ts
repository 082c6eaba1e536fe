/**
 * Which learning rule learns as a mouse did, by how much, and how sure (SCIENCE §6, [D]).
 *
 * Two scores: BIC on all trials, and forward-chained held-out log-likelihood, which decides. The difference between
 * two accounts is averaged over the held-out trials; its interval resamples whole sessions, since trials of a
 * session share their luck. A winner whose interval against the runner-up includes 0 is not sure.
 */
import { seededRandom } from "../random.ts";
import { percentileInterval } from "../statistics/resampling.ts";
import type { TrialTable } from "../trial-table.ts";
import { type ChoiceSequence, choiceSequence, type InputCoding } from "./choice-sequence.ts";
import type { FitEffort } from "./fit-effort.ts";
import { fitNetwork, type NetworkFit } from "./fit-network.ts";
import { forwardConstant, forwardCuts, forwardNetwork, type HeldOutChoices } from "./held-out.ts";
import { LEARNING_RULES, type LearningRule } from "./learning-rule.ts";
import type { RateSharing } from "./parameterisation.ts";
import type { NetworkParameters } from "./parameters.ts";

/** A rule, the floor (one constant P(right)) or the ceiling (the random-walk decision model). */
export type Account = LearningRule | "constant-bias" | "random-walk";

export interface AccountDifference {
  readonly account: Account;
  readonly against: Account;
  /** Held-out log-likelihood a trial of `account` less that of `against`, in nats. */
  readonly perTrial: number;
  /** 95 % percentile interval over sessions; null with fewer than 2 held-out sessions. */
  readonly ci: readonly [number, number] | null;
}

export interface Verdict {
  /** The rule with the highest held-out log-likelihood. */
  readonly winner: LearningRule;
  readonly runnerUp: LearningRule;
  readonly margin: AccountDifference;
  /** The margin's interval lies above 0. */
  readonly sure: boolean;
  /** The rule with the lowest BIC, and by how much it leads the next. */
  readonly winnerByBic: LearningRule;
  readonly bicMargin: number;
}

export interface AccountComparison {
  readonly fits: readonly NetworkFit[];
  readonly heldOut: readonly { readonly account: Account; readonly choices: HeldOutChoices }[];
  readonly nHeldOut: number;
  /** Every rule against every other, against the floor, and against the ceiling where there is one. */
  readonly differences: readonly AccountDifference[];
  readonly verdict: Verdict;
}

export interface CompareOptions {
  readonly seed: number;
  readonly input?: InputCoding;
  readonly rates?: RateSharing;
  readonly effort?: FitEffort;
  readonly nBlocks?: number;
  /** The random-walk model's `forwardChaining` on the same trials, with the same number of blocks. */
  readonly ceiling?: HeldOutChoices | null;
  /** Earlier fits by rule, to start from; they only ever inform the fits to all trials. */
  readonly warmStarts?: Partial<Readonly<Record<LearningRule, NetworkParameters>>>;
  readonly nBootstrap?: number;
  readonly onClimb?: () => void;
}

/**
 * Fits the three rules, predicts forwards with each, and compares.
 *
 * @throws RangeError where the ceiling predicted other trials, or there are too few trials to hold any out
 */
export function compareAccounts(trials: TrialTable, options: CompareOptions): AccountComparison {
  const sequence = choiceSequence(trials, options.input);
  const { seed, rates = "shared", nBlocks } = options;
  const rows = sequence.row.slice(forwardCuts(sequence, nBlocks)[0] ?? sequence.n);
  if (rows.length === 0) throw new RangeError("too few trials with a choice to hold any out");
  if (options.ceiling && !sameRows(options.ceiling.rows, rows)) {
    throw new RangeError("the ceiling predicted other trials");
  }
  const search = {
    seed,
    rates,
    ...(options.effort ? { effort: options.effort } : {}),
    ...(options.onClimb ? { onClimb: options.onClimb } : {}),
  };
  const fits = LEARNING_RULES.map((rule) => {
    const warmStart = options.warmStarts?.[rule];
    return fitNetwork(sequence, { rule, ...search, ...(warmStart ? { warmStart } : {}) });
  });
  const blocks = nBlocks === undefined ? {} : { nBlocks };
  const heldOut: { account: Account; choices: HeldOutChoices }[] = LEARNING_RULES.map((rule) => ({
    account: rule,
    choices: forwardNetwork(sequence, { rule, ...search, ...blocks }),
  }));
  heldOut.push({ account: "constant-bias", choices: forwardConstant(sequence, nBlocks) });
  if (options.ceiling) heldOut.push({ account: "random-walk", choices: options.ceiling });
  const differences = pairs(heldOut, sequence, options);
  return {
    fits,
    heldOut,
    nHeldOut: rows.length,
    differences,
    verdict: verdictOf(fits, heldOut, differences),
  };
}

function pairs(
  heldOut: readonly { readonly account: Account; readonly choices: HeldOutChoices }[],
  sequence: ChoiceSequence,
  { seed, nBootstrap = 2000 }: CompareOptions,
): readonly AccountDifference[] {
  const { n, session } = sequence;
  const sessions = session.subarray(n - heldOut[0].choices.rows.length);
  const differences: AccountDifference[] = [];
  for (const { account, choices } of heldOut.slice(0, LEARNING_RULES.length)) {
    for (const other of heldOut) {
      if (other.account === account) continue;
      const perTrial = choices.logProbability.map((log, t) => log - other.choices.logProbability[t]);
      differences.push({
        account,
        against: other.account,
        perTrial: perTrial.reduce((sum, d) => sum + d, 0) / perTrial.length,
        ci: sessionInterval(perTrial, sessions, seed, nBootstrap),
      });
    }
  }
  return differences;
}

/** Percentile interval of the mean a trial, resampling whole sessions; null with fewer than 2. */
function sessionInterval(
  perTrial: Float64Array,
  session: Int32Array,
  seed: number,
  nDraws: number,
): readonly [number, number] | null {
  const sums: number[] = [];
  const counts: number[] = [];
  perTrial.forEach((d, t) => {
    if (t === 0 || session[t] !== session[t - 1]) {
      sums.push(0);
      counts.push(0);
    }
    sums[sums.length - 1] += d;
    counts[counts.length - 1] += 1;
  });
  if (sums.length < 2) return null;
  const random = seededRandom(seed);
  const draws = Float64Array.from({ length: nDraws }, () => {
    let sum = 0;
    let count = 0;
    for (let k = 0; k < sums.length; k++) {
      const drawn = random.integer(sums.length);
      sum += sums[drawn];
      count += counts[drawn];
    }
    return sum / count;
  });
  return percentileInterval(draws, 0.95);
}

function verdictOf(
  fits: readonly NetworkFit[],
  heldOut: readonly { readonly account: Account; readonly choices: HeldOutChoices }[],
  differences: readonly AccountDifference[],
): Verdict {
  const scores = LEARNING_RULES.map((rule, k) => ({ rule, score: heldOut[k].choices.logLikelihood }));
  scores.sort((a, b) => b.score - a.score);
  const [winner, runnerUp] = scores.map(({ rule }) => rule);
  const margin = differences.find((d) => d.account === winner && d.against === runnerUp);
  if (!margin) throw new Error("every pair of rules has a difference");
  const byBic = fits.toSorted((a, b) => a.bic - b.bic);
  return {
    winner,
    runnerUp,
    margin,
    sure: margin.ci !== null && margin.ci[0] > 0,
    winnerByBic: byBic[0].rule,
    bicMargin: byBic[1].bic - byBic[0].bic,
  };
}

function sameRows(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((row, k) => row === b[k]);
}
