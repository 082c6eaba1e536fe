import { OUTCOME_CORRECT, type TrialTable } from "../trial-table.ts";
import {
  averagePeak,
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

export interface NormalisedResponses {
  /** (response − baseline) / the session's denominator; NaN where there is none. */
  readonly byAlignment: ReadonlyMap<SnippetSet["alignment"], Responses>;
  /** Denominator of each session that is kept. */
  readonly denominator: ReadonlyMap<number, number>;
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
  const denominator = new Map<number, number>();
  const dropped: DroppedSession[] = [];
  const seen = new Set(sets.flatMap(({ row }) => Array.from(row, (t) => trials.session[t])));
  const sizes = waterResponses(references, trials, rules);
  for (const session of [...seen].sort((a, b) => a - b)) {
    const size = sizes.get(session);
    if (size === undefined) {
      const reason = `session ${session} has no rewarded zero-contrast trial with a trace`;
      dropped.push({ session, code: "NO_REWARDED_ZERO_CONTRAST", reason });
    } else if (!(size > 0)) {
      const reason = `in session ${session} peak − baseline of the rewarded zero-contrast trials is ${size.toPrecision(3)}, not above 0`;
      dropped.push({ session, code: "DENOMINATOR_NOT_POSITIVE", reason });
    } else denominator.set(session, size);
  }
  const byAlignment = new Map(
    sets.map((set) => {
      const { row, response, baseline } = responses(set, trials, rules);
      const scaled = response.map(
        (value, k) => (value - baseline[k]) / (denominator.get(trials.session[row[k]]) ?? Number.NaN),
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
): ReadonlyMap<number, number> {
  const grid = sets.at(0);
  if (grid === undefined) return new Map();
  const { nSamples } = grid;
  const sums = new Map<number, { n: number; trace: Float64Array }>();
  for (const set of sets) {
    if (!isOnGrid(set, grid)) continue;
    const { row, samples } = set;
    for (let k = 0; k < row.length; k++) {
      const t = row[k];
      if (trials.outcome[t] !== OUTCOME_CORRECT || trials.contrastLeft[t] !== trials.contrastRight[t])
        continue;
      const sum = sums.get(trials.session[t]) ?? { n: 0, trace: new Float64Array(nSamples) };
      sums.set(trials.session[t], sum);
      sum.n++;
      for (let i = 0; i < nSamples; i++) sum.trace[i] += samples[k * nSamples + i];
    }
  }
  const before = sampleRange(grid, -rules.baselineS, -1e-5);
  const zero = Math.max(0, Math.ceil(-grid.offsetS * grid.sampleRateHz - 1e-6));
  const width = averageWidth(grid, rules);
  return new Map(
    [...sums].flatMap(([session, { n, trace }]) => {
      const mean = trace.map((value) => value / n);
      const size =
        averagePeak(mean, zero, nSamples - 1, width) - (before ? meanOf(mean, ...before) : Number.NaN);
      return Number.isNaN(size) ? [] : [[session, size] as const];
    }),
  );
}
