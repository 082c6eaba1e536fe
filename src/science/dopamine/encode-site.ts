import { seededRandom } from "../random.ts";
import { CHOICE_NO_GO, OUTCOME_UNKNOWN, type TrialTable } from "../trial-table.ts";
import { DEFAULT_DRIFT_TRIALS } from "./absorb-drift.ts";
import {
  type AccountComparison,
  blockStarts,
  compareAccounts,
  defaultComparison,
} from "./compare-accounts.ts";
import { type CrossValidation, crossValidate } from "./cross-validation.ts";
import { encodingColumns, regressorNames } from "./design.ts";
import type { TrialValues } from "./network-values.ts";
import { type DroppedSession, normalisedResponses } from "./normalise.ts";
import { absorbDesign, type Regression, regress } from "./regression.ts";
import { defaultResponseRules, type ResponseRules } from "./responses.ts";
import { type ShiftTest, shiftTest } from "./shift-null.ts";
import type { SnippetSet } from "./snippet-set.ts";
import { type CoefficientTrace, timeResolved } from "./time-resolved.ts";

/** Trials in which encoding is looked at: all, one session, a fifth of training, or a strategy segment. */
export interface Stage {
  readonly kind: "all" | "session" | "bin" | "segment";
  /** Number of the session, of the bin from 1, or ordinal of the segment; 0 for all. */
  readonly number: number;
  /** Whether row t belongs to it. */
  readonly includes: (t: number) => boolean;
}

export interface EncodingRules {
  readonly responses: ResponseRules;
  readonly driftTrials: number;
  readonly minTrials: number;
  readonly shifts: number;
  readonly seed: number;
}

export const defaultEncodingRules: EncodingRules = {
  responses: defaultResponseRules,
  driftTrials: DEFAULT_DRIFT_TRIALS,
  minTrials: 60,
  shifts: 999,
  seed: 1,
};

export interface StageEncoding {
  readonly alignment: SnippetSet["alignment"];
  readonly stage: Stage["kind"];
  readonly number: number;
  readonly regression: Regression;
  readonly validation: CrossValidation;
  readonly shift: ShiftTest;
  /** Stimulus responses against values, outcome responses against errors; null for choices. */
  readonly accounts: AccountComparison | null;
}

export interface SiteEncoding {
  readonly stages: readonly StageEncoding[];
  /** Of all trials, by alignment; times are the set's own. */
  readonly traces: readonly {
    readonly alignment: SnippetSet["alignment"];
    readonly nTrials: number;
    readonly timeS: Float64Array;
    readonly coefficients: readonly CoefficientTrace[];
  }[];
  readonly dropped: readonly DroppedSession[];
}

/**
 * What one fibre encodes, in every stage that has enough trials (SCIENCE §5).
 *
 * @param sets at most one of each alignment
 */
export function encodeSite(
  trials: TrialTable,
  sets: readonly SnippetSet[],
  hemisphere: "left" | "right",
  values: TrialValues,
  stages: readonly Stage[],
  rules: EncodingRules = defaultEncodingRules,
): SiteEncoding {
  const { byAlignment, denominator, dropped } = normalisedResponses(sets, trials, rules.responses);
  const random = seededRandom(rules.seed);
  const found: StageEncoding[] = [];
  const traces: SiteEncoding["traces"][number][] = [];
  let stream = 0;
  for (const set of sets) {
    const own = byAlignment.get(set.alignment);
    if (own === undefined) continue;
    const usable = Int32Array.from(own.row.keys()).filter((k) => isUsable(trials, own.row[k]));
    traces.push(tracesOf(trials, set, usable, hemisphere, rules, random.child(stream++)));
    const measured = usable.filter((k) => !Number.isNaN(own.response[k]));
    for (const stage of stages) {
      const key = stream++;
      const chosen = measured.filter((k) => stage.includes(own.row[k]));
      if (chosen.length < rules.minTrials) continue;
      const rows = chosen.map((k) => own.row[k]);
      const response = Float64Array.from(chosen, (k) => own.response[k]);
      const starts = stretchesOf(trials, rows);
      const columns = encodingColumns(trials, rows, hemisphere);
      const design = absorbDesign(regressorNames, columns, starts, rules.driftTrials);
      const regression = regress(design, response);
      if (regression === null) continue;
      found.push({
        alignment: set.alignment,
        stage: stage.kind,
        number: stage.number,
        regression,
        validation: crossValidate(design, response),
        shift: shiftTest(design, response, random.child(key), rules.shifts),
        accounts: accountsOf(
          set.alignment,
          rows,
          response.map((value, i) => value * (denominator.get(trials.session[rows[i]]) ?? Number.NaN)),
          starts,
          values,
          key,
          rules,
        ),
      });
    }
  }
  return { stages: found, traces, dropped };
}

function isUsable(trials: TrialTable, t: number): boolean {
  return trials.choice[t] !== CHOICE_NO_GO && trials.outcome[t] !== OUTCOME_UNKNOWN;
}

/**
 * @param response not normalised: the response to water, by which it would be, falls with the total value itself
 */
function accountsOf(
  alignment: SnippetSet["alignment"],
  rows: Int32Array,
  response: Float64Array,
  starts: Int32Array,
  values: TrialValues,
  key: number,
  { seed, driftTrials }: EncodingRules,
): AccountComparison | null {
  if (alignment === "choice") return null;
  const [partial, total] =
    alignment === "stimulus"
      ? [values.stimulusValue, values.totalValue]
      : [values.stimulusError, values.totalError];
  const pick = (column: Float64Array) => Float64Array.from(rows, (t) => column[t]);
  return compareAccounts(response, pick(partial), pick(total), starts, seededRandom(seed + 1).child(key), {
    ...defaultComparison,
    driftTrials,
  });
}

/** Coefficients at each sample, of all trials: not normalised, in the snippets' own units. */
function tracesOf(
  trials: TrialTable,
  set: SnippetSet,
  usable: Int32Array,
  hemisphere: "left" | "right",
  { driftTrials }: EncodingRules,
  random: ReturnType<typeof seededRandom>,
): SiteEncoding["traces"][number] {
  const rows = usable.map((k) => set.row[k]);
  const starts = stretchesOf(trials, rows);
  const T = set.nSamples;
  const isWhole = usable.length === set.row.length;
  const samples = isWhole ? set.samples : new Float32Array(usable.length * T);
  if (!isWhole) {
    usable.forEach((k, i) => {
      samples.set(set.samples.subarray(k * T, (k + 1) * T), i * T);
    });
  }
  const design = absorbDesign(regressorNames, encodingColumns(trials, rows, hemisphere), starts, driftTrials);
  return {
    alignment: set.alignment,
    nTrials: rows.length,
    timeS: Float64Array.from({ length: T }, (_, i) => set.offsetS + i / set.sampleRateHz),
    coefficients: timeResolved(design, samples, T, blockStarts(starts), random),
  };
}

/** Where sessions begin among these ascending rows, and their number. */
export function stretchesOf(trials: TrialTable, rows: Int32Array): Int32Array {
  const starts: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (i === 0 || trials.session[rows[i]] !== trials.session[rows[i - 1]]) starts.push(i);
  }
  return Int32Array.from([...starts, rows.length]);
}

/** All trials, each session, and fifths of the sessions. */
export function standardStages(trials: TrialTable, bins = 5): readonly Stage[] {
  const sessions = [...new Set(trials.session)];
  const binOf = new Map(
    sessions.map((session, s) => [session, 1 + Math.floor((s * bins) / sessions.length)]),
  );
  return [
    { kind: "all", number: 0, includes: () => true },
    ...Array.from(
      { length: bins },
      (_, b): Stage => ({
        kind: "bin",
        number: b + 1,
        includes: (t) => binOf.get(trials.session[t]) === b + 1,
      }),
    ),
    ...sessions.map(
      (session): Stage => ({
        kind: "session",
        number: session,
        includes: (t) => trials.session[t] === session,
      }),
    ),
  ];
}
