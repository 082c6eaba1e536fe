import { OUTCOME_CORRECT, type TrialTable } from "../trial-table.ts";
import {
  averagePeakStart,
  averageWidth,
  defaultResponseRules,
  meanOf,
  type ResponseRules,
  type Responses,
  responses,
} from "./responses.ts";
import { isOnGrid, type SnippetSet, sampleRange } from "./snippet-set.ts";

/** A session that is left out of a fibre's responses, and why. */
export interface DroppedSession {
  readonly session: number;
  readonly code: "NO_REWARDED_ZERO_CONTRAST" | "DENOMINATOR_NOT_POSITIVE";
  readonly reason: string;
}

/** The size of the response to unforeseen water. */
export interface Denominator {
  readonly size: number;
  /** Variance of its error over its square; 0 where one trial gives it, which cannot tell. */
  readonly relativeVariance: number;
}

export interface NormalisedResponses {
  /** (response − baseline) / the session's denominator; NaN where there is none. */
  readonly byAlignment: ReadonlyMap<SnippetSet["alignment"], Responses>;
  /** Of each session that is kept. */
  readonly denominator: ReadonlyMap<number, Denominator>;
  readonly dropped: readonly DroppedSession[];
}

/**
 * Responses of a fibre over the size of the response to unforeseen water of its session and region: (peak − baseline)
 * of the mean trace of the rewarded zero-contrast trials (SCIENCE §5). The traces are those around the outcome, where
 * there are any, since that is where water comes; else those around the stimulus [D]. The peak is that of the moving
 * average after the event; baselines are subtracted from responses as well [D].
 *
 * @param sets of the fibre, at most one of each alignment
 * @param ofRegion the sets of every fibre of its region, itself among them
 */
export function normalisedResponses(
  sets: readonly SnippetSet[],
  trials: TrialTable,
  rules: ResponseRules = defaultResponseRules,
  ofRegion: readonly SnippetSet[] = sets,
): NormalisedResponses {
  const around = (alignment: SnippetSet["alignment"]) =>
    ofRegion.filter((set) => set.alignment === alignment);
  const outcomes = around("outcome");
  const references = outcomes.length > 0 ? outcomes : around("stimulus");
  const denominator = new Map<number, Denominator>();
  const dropped: DroppedSession[] = [];
  const seen = new Set(sets.flatMap(({ row }) => Array.from(row, (t) => trials.session[t])));
  const sizes = waterResponses(references, trials, rules);
  for (const session of [...seen].sort((a, b) => a - b)) {
    const water = sizes.get(session);
    if (water === undefined) {
      const reason = `session ${session} has no rewarded zero-contrast trial with a trace`;
      dropped.push({ session, code: "NO_REWARDED_ZERO_CONTRAST", reason });
    } else if (!(water.size > 0)) {
      const reason = `in session ${session} peak − baseline of the rewarded zero-contrast trials is ${water.size.toPrecision(3)}, not above 0`;
      dropped.push({ session, code: "DENOMINATOR_NOT_POSITIVE", reason });
    } else denominator.set(session, water);
  }
  const byAlignment = new Map(
    sets.map((set) => {
      const { row, response, baseline } = responses(set, trials, rules);
      const scaled = response.map(
        (value, k) => (value - baseline[k]) / (denominator.get(trials.session[row[k]])?.size ?? Number.NaN),
      );
      return [set.alignment, { row, response: scaled, baseline }] as const;
    }),
  );
  return { byAlignment, denominator, dropped };
}

/**
 * Peak − baseline of the mean trace of each session's rewarded zero-contrast trials, all fibres together. Fibres on
 * another grid than the first's do not count.
 */
function waterResponses(
  sets: readonly SnippetSet[],
  trials: TrialTable,
  rules: ResponseRules,
): ReadonlyMap<number, Denominator> {
  const grid = sets.at(0);
  if (grid === undefined) return new Map();
  const { nSamples } = grid;
  const traces = new Map<number, Float32Array[]>();
  for (const set of sets) {
    if (!isOnGrid(set, grid)) continue;
    const { row, samples } = set;
    for (let k = 0; k < row.length; k++) {
      const t = row[k];
      if (trials.outcome[t] !== OUTCOME_CORRECT || trials.contrastLeft[t] !== trials.contrastRight[t])
        continue;
      const own = traces.get(trials.session[t]) ?? [];
      traces.set(trials.session[t], own);
      own.push(samples.subarray(k * nSamples, (k + 1) * nSamples));
    }
  }
  const before = sampleRange(grid, -rules.baselineS, -1e-5);
  const zero = Math.max(0, Math.ceil(-grid.offsetS * grid.sampleRateHz - 1e-6));
  const width = averageWidth(grid, rules);
  return new Map(
    [...traces].flatMap(([session, own]) => {
      const mean = new Float64Array(nSamples);
      for (const trace of own) for (let i = 0; i < nSamples; i++) mean[i] += trace[i] / own.length;
      const from = averagePeakStart(mean, zero, nSamples - 1, width);
      if (from < 0 || before === null) return [];
      const risen = (trace: ArrayLike<number>) =>
        meanOf(trace, from, from + width - 1) - meanOf(trace, ...before);
      const size = risen(mean);
      if (Number.isNaN(size)) return [];
      const variance = varianceOf(own.map(risen));
      return [[session, { size, relativeVariance: variance / own.length / size ** 2 }] as const];
    }),
  );
}

/** Variance; 0 of a single value. */
function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}
