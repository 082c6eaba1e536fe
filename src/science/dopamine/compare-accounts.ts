import type { Random } from "../random.ts";
import { pearson } from "../statistics/correlation.ts";
import { drawIndices, percentileInterval } from "../statistics/resampling.ts";
import { absorbDrift, DEFAULT_DRIFT_TRIALS, type Stretches } from "./absorb-drift.ts";
import { type DecisionRules, decisiveLogRatio, defaultDecisionRules } from "./decisive-ratio.ts";
import { compareDrifting } from "./drift-likelihood.ts";

/** What a response is taken to carry: the partial value (or error) of the stimulus pathways, or the total one. */
export type Account = "partial" | "total";

export interface AccountComparison {
  readonly n: number;
  /** Correlations within sessions, drift removed. */
  readonly partialR: number | null;
  readonly totalR: number | null;
  /** partialR − totalR, with its bootstrap interval over blocks: sessions, or stretches of trials where they are few. */
  readonly difference: number | null;
  readonly differenceCi: readonly [number, number] | null;
  /** Log of the likelihoods' ratio, partial against total, with drifting noise; positive for partial. */
  readonly logRatio: number | null;
  /** J of drift-likelihood.ts, without unit; null where logRatio is. */
  readonly separation: number | null;
  readonly decided: Account | "undecided";
}

export interface ComparisonOptions {
  readonly driftTrials: number;
  readonly bootstraps: number;
  readonly level: number;
  readonly decisions: DecisionRules;
}

export const defaultComparison: ComparisonOptions = {
  driftTrials: DEFAULT_DRIFT_TRIALS,
  bootstraps: 999,
  level: 0.95,
  decisions: defaultDecisionRules,
};

/** Sessions from which blocks are whole sessions; below, stretches of trials. */
const MIN_SESSION_BLOCKS = 8;
const BLOCK_TRIALS = 20;

/**
 * Holds a response to the partial and to the total account (SCIENCE §5).
 *
 * The decision is by the ratio of the likelihoods (drift-likelihood.ts), and by how far apart these trials put the
 * accounts (decisive-ratio.ts): so the share of wrong decisions is bounded also where they hardly differ, and most is
 * undecided there. The winner's correlation must be positive. It is a decision between two: a response that carries
 * neither, but plain contrast or outcome, may be much likelier under one of them too.
 *
 * @param random advanced by this call
 */
export function compareAccounts(
  response: Float64Array,
  partial: Float64Array,
  total: Float64Array,
  starts: Stretches,
  random: Random,
  options: ComparisonOptions = defaultComparison,
): AccountComparison {
  const y = absorbDrift(response, starts, options.driftTrials);
  const a = absorbDrift(partial, starts, options.driftTrials);
  const b = absorbDrift(total, starts, options.driftTrials);
  const partialR = pearson(y, a);
  const totalR = pearson(y, b);
  const difference = partialR === null || totalR === null ? null : partialR - totalR;
  const compared = compareDrifting(response, partial, total, starts);
  const comparison = {
    n: y.length,
    partialR,
    totalR,
    difference,
    differenceCi: difference === null ? null : differenceInterval(y, a, b, starts, random, options),
    logRatio: compared?.logRatio ?? null,
    separation: compared?.separation ?? null,
  };
  return { ...comparison, decided: decide(comparison, options.decisions) };
}

/** The likelier account, where its correlation is positive and the ratio decisive by itself. */
export function decide(
  {
    partialR,
    totalR,
    logRatio,
    separation,
  }: Pick<AccountComparison, "partialR" | "totalR" | "logRatio" | "separation">,
  rules: DecisionRules,
): AccountComparison["decided"] {
  if (logRatio === null || separation === null) return "undecided";
  const winner: Account = logRatio >= 0 ? "partial" : "total";
  const couples = ((winner === "partial" ? partialR : totalR) ?? 0) > 0;
  return couples && Math.abs(logRatio) >= decisiveLogRatio(separation, rules) ? winner : "undecided";
}

const MOMENTS = 5;

/** Percentile interval of r(y, a) − r(y, b), blocks drawn with replacement; moments a block suffice. */
function differenceInterval(
  y: Float64Array,
  a: Float64Array,
  b: Float64Array,
  starts: Stretches,
  random: Random,
  { bootstraps, level }: ComparisonOptions,
): readonly [number, number] | null {
  const blocks = blockStarts(starts);
  const n = blocks.length - 1;
  if (n < 2) return null;
  const moments = new Float64Array(n * MOMENTS);
  for (let k = 0; k < n; k++) {
    for (let i = blocks[k]; i < blocks[k + 1]; i++) {
      moments[k * MOMENTS] += y[i] * y[i];
      moments[k * MOMENTS + 1] += a[i] * a[i];
      moments[k * MOMENTS + 2] += b[i] * b[i];
      moments[k * MOMENTS + 3] += y[i] * a[i];
      moments[k * MOMENTS + 4] += y[i] * b[i];
    }
  }
  const drawn = new Int32Array(n);
  const draws = new Float64Array(bootstraps);
  const sum = new Float64Array(MOMENTS);
  let kept = 0;
  for (let draw = 0; draw < bootstraps; draw++) {
    drawIndices(drawn, n, random);
    sum.fill(0);
    for (const k of drawn) for (let m = 0; m < MOMENTS; m++) sum[m] += moments[k * MOMENTS + m];
    if (sum[0] > 0 && sum[1] > 0 && sum[2] > 0)
      draws[kept++] = sum[3] / Math.sqrt(sum[0] * sum[1]) - sum[4] / Math.sqrt(sum[0] * sum[2]);
  }
  return percentileInterval(draws.subarray(0, kept), level);
}

/** Sessions where there are enough of them, else stretches of trials within them. */
export function blockStarts(starts: Stretches): Stretches {
  if (starts.length - 1 >= MIN_SESSION_BLOCKS) return starts;
  const blocks: number[] = [];
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let i = starts[s]; i < starts[s + 1]; i += BLOCK_TRIALS) blocks.push(i);
  }
  return Int32Array.from([...blocks, starts[starts.length - 1]]);
}
