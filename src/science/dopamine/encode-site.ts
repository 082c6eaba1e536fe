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
import { type DecisionRules, defaultDecisionRules } from "./decisive-ratio.ts";
import { encodingColumns, regressorNames } from "./design.ts";
import type { TrialValues } from "./network-values.ts";
import { type DroppedSession, normalisedResponses } from "./normalise.ts";
import { absorbDesign, type Regression, regress, withScaleError } from "./regression.ts";
import { type Reliability, splitHalfReliabilities } from "./reliability.ts";
import { defaultResponseRules, type ResponseRules } from "./responses.ts";
import { type ShiftTest, shiftTest } from "./shift-null.ts";
import type { SnippetSet } from "./snippet-set.ts";
import { type Stage, stretchesOf } from "./stages.ts";
import { type CoefficientTrace, timeResolved } from "./time-resolved.ts";

export interface EncodingRules {
  readonly responses: ResponseRules;
  readonly driftTrials: number;
  readonly minTrials: number;
  readonly shifts: number;
  readonly decisions: DecisionRules;
  readonly seed: number;
}

export const defaultEncodingRules: EncodingRules = {
  responses: defaultResponseRules,
  driftTrials: DEFAULT_DRIFT_TRIALS,
  minTrials: 60,
  shifts: 999,
  decisions: defaultDecisionRules,
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
  readonly reliabilities: readonly Reliability[];
  /** Of all trials, by alignment, at the times of the set. */
  readonly traces: readonly {
    readonly alignment: SnippetSet["alignment"];
    readonly nTrials: number;
    readonly sampleRateHz: number;
    readonly offsetS: number;
    readonly coefficients: readonly CoefficientTrace[];
  }[];
  readonly dropped: readonly DroppedSession[];
}

/**
 * What one fibre encodes, in every stage that has enough trials (SCIENCE §5).
 *
 * @param sets of the fibre, at most one of each alignment
 * @param ofRegion the sets of every fibre of its region, for the denominators of its responses
 */
export function encodeSite(
  trials: TrialTable,
  sets: readonly SnippetSet[],
  hemisphere: "left" | "right",
  values: TrialValues,
  stages: readonly Stage[],
  rules: EncodingRules = defaultEncodingRules,
  ofRegion: readonly SnippetSet[] = sets,
): SiteEncoding {
  const { byAlignment, denominator, dropped } = normalisedResponses(sets, trials, rules.responses, ofRegion);
  const random = seededRandom(rules.seed);
  const found: StageEncoding[] = [];
  const reliabilities: Reliability[] = [];
  const traces: SiteEncoding["traces"][number][] = [];
  let stream = 0;
  for (const set of sets) {
    const own = byAlignment.get(set.alignment);
    if (own === undefined) continue;
    const usable = Int32Array.from(own.row.keys()).filter((k) => isUsable(trials, own.row[k]));
    traces.push(tracesOf(trials, set, usable, hemisphere, rules, random.child(stream++)));
    const measured = usable.filter((k) => !Number.isNaN(own.response[k]));
    reliabilities.push(...splitHalfReliabilities(trials, own, measured, hemisphere, rules, set.alignment));
    for (const stage of stages) {
      const key = stream++;
      const chosen = measured.filter((k) => stage.includes(own.row[k]));
      if (chosen.length < rules.minTrials) continue;
      const rows = chosen.map((k) => own.row[k]);
      const response = Float64Array.from(chosen, (k) => own.response[k]);
      const starts = stretchesOf(trials, rows);
      const columns = encodingColumns(trials, rows, hemisphere);
      const design = absorbDesign(regressorNames, columns, starts, rules.driftTrials);
      const unscaled = regress(design, response);
      if (unscaled === null) continue;
      const sessions = Array.from(starts.subarray(0, -1), (from, s) => ({
        share: (starts[s + 1] - from) / rows.length,
        relativeVariance: denominator.get(trials.session[rows[from]])?.relativeVariance ?? 0,
      }));
      const regression = withScaleError(
        unscaled,
        sessions.reduce((sum, { share, relativeVariance }) => sum + share ** 2 * relativeVariance, 0),
      );
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
          response.map((value, i) => value * (denominator.get(trials.session[rows[i]])?.size ?? Number.NaN)),
          starts,
          values,
          key,
          rules,
        ),
      });
    }
  }
  return { stages: found, reliabilities, traces, dropped };
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
  { seed, driftTrials, decisions }: EncodingRules,
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
    decisions,
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
    sampleRateHz: set.sampleRateHz,
    offsetS: set.offsetS,
    coefficients: timeResolved(design, samples, T, blockStarts(starts), random),
  };
}
