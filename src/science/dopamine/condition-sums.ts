import { signedContrast, type TrialTable } from "../trial-table.ts";
import type { TraceSum } from "./mean-traces.ts";
import type { SnippetSet } from "./snippet-set.ts";

/** What happened in a trial, as far as traces are told apart by it within a session. */
export interface TrialKind {
  readonly session: number;
  /** Right minus left. */
  readonly contrast: number;
  /** Of the trial table: −1, 0, 1. */
  readonly choice: number;
  /** Of the trial table: −1, 0, 1. */
  readonly outcome: number;
}

export interface ConditionSum extends TrialKind, TraceSum {}

/** The sums of a set's traces by session and kind of trial: what every mean over conditions can be put together from. */
export function conditionSums(set: SnippetSet, trials: TrialTable): readonly ConditionSum[] {
  const { row, samples, nSamples } = set;
  const found = new Map<string, { -readonly [Key in keyof ConditionSum]: ConditionSum[Key] }>();
  for (let k = 0; k < row.length; k++) {
    const kind = kindOfTrial(trials, row[k]);
    const key = `${kind.session} ${kind.contrast} ${kind.choice} ${kind.outcome}`;
    let own = found.get(key);
    if (own === undefined) {
      own = { ...kind, n: 0, sum: new Float64Array(nSamples), squares: new Float64Array(nSamples) };
      found.set(key, own);
    }
    own.n++;
    const { sum, squares } = own;
    for (let i = 0, at = k * nSamples; i < nSamples; i++, at++) {
      sum[i] += samples[at];
      squares[i] += samples[at] * samples[at];
    }
  }
  return [...found.values()];
}

export function kindOfTrial(trials: TrialTable, t: number): TrialKind {
  return {
    session: trials.session[t],
    contrast: signedContrast(trials, t),
    choice: trials.choice[t],
    outcome: trials.outcome[t],
  };
}
