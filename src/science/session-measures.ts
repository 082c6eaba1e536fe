/**
 * Session measures: how much each stimulus moves a mouse's choice, and where the choice lies without one
 * (SCIENCE §2, the paper's own definitions).
 *
 * With p_X = P(right choice | X), pooling the contrasts on a side, over the trials that pass the filters:
 *
 *     leftSlope  = p_0 − p_L
 *     rightSlope = p_R − p_0
 *     bias       = p_0 − ½
 *     accuracy   = mean correct over non-zero trials
 */
import {
  CHOICE_NO_GO,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_UNKNOWN,
  sessionStarts,
  signedContrast,
  type TrialTable,
} from "./trial-table.ts";

/** Every rule of the measures, recorded with the result. */
export interface SessionMeasureParameters {
  /** Leave out trials that repeat an earlier one. */
  readonly excludeRepeats: boolean;
  /** Keep trials whose response time has a z-score in its session below this; null keeps all. */
  readonly maxResponseTimeZ: number | null;
  /** A session with fewer trials after the filters carries the previous row forward. */
  readonly minTrials: number;
  /** A session with fewer zero-contrast trials after the filters carries the previous row forward. */
  readonly minZeroContrastTrials: number;
  /** A session with fewer non-zero trials after the filters has accuracy ½. */
  readonly minNonZeroTrialsForAccuracy: number;
  /** Bias of a first session too small to measure: side · (p_R + p_L) + zero · p_0 − ½. */
  readonly firstSessionBiasWeights: { readonly side: number; readonly zero: number };
}

export const defaultSessionMeasureParameters: SessionMeasureParameters = {
  excludeRepeats: true,
  maxResponseTimeZ: 2,
  minTrials: 70,
  minZeroContrastTrials: 10,
  minNonZeroTrialsForAccuracy: 10,
  firstSessionBiasWeights: { side: 0.45, zero: 0.1 },
};

/** How often right was chosen at one signed contrast (right minus left), after the filters. */
export interface PsychometricCount {
  readonly contrast: number;
  readonly nRight: number;
  readonly n: number;
}

export interface SessionMeasure {
  readonly session: number;
  /** Trials of the session in the table, before any filter. */
  readonly nTrials: number;
  /** Trials left after the filters. */
  readonly nUsed: number;
  /** Of those, trials of signed contrast 0. */
  readonly nZeroContrast: number;
  /** p_0 − p_L in −1 to 1; null where a side was never shown. */
  readonly leftSlope: number | null;
  /** p_R − p_0 in −1 to 1; null where a side was never shown. */
  readonly rightSlope: number | null;
  /** p_0 − ½ in −½ to ½, positive to the right; null where undefined. */
  readonly bias: number | null;
  /** Proportion correct of the non-zero trials, 0 to 1. */
  readonly accuracy: number | null;
  /** Slopes and bias are not this session's own: too few trials, see the parameters. */
  readonly carried: boolean;
  /** Ascending in contrast. */
  readonly counts: readonly PsychometricCount[];
}

/** A session's place on a learning curve: the measures without what they were counted from. */
export type LearningPoint = Pick<
  SessionMeasure,
  "session" | "leftSlope" | "rightSlope" | "bias" | "accuracy"
>;

/**
 * The measures of each session of one subject, in order.
 *
 * A carried session repeats the slopes and bias of the row before it (which may itself be carried); its
 * accuracy and counts are its own. A first session that is too small has slopes 0 and the weighted bias. The
 * outcome of a non-zero trial is the recorded one, else whether the side of higher contrast was chosen.
 *
 */
export function sessionMeasures(
  trials: TrialTable,
  parameters: Partial<SessionMeasureParameters> = {},
): readonly SessionMeasure[] {
  const rules = { ...defaultSessionMeasureParameters, ...parameters };
  const starts = sessionStarts(trials);
  const measures: SessionMeasure[] = [];
  for (let s = 0; s < starts.length; s++) {
    const end = s + 1 < starts.length ? starts[s + 1] : trials.nTrials;
    measures.push(oneSession(trials, starts[s], end, measures.at(-1), rules));
  }
  return measures;
}

/**
 * Rows (indices) in `from` … `to` − 1 that pass the filters of SCIENCE §2, in its order: no-go out, slow out,
 * repeats out. The z-score therefore includes repeats, and uses the sample SD (n − 1). A trial without a
 * response time is kept: nothing is known against it, and the mean and SD are those of the recorded times.
 */
export function filteredRows(
  trials: TrialTable,
  from: number,
  to: number,
  rules: Pick<SessionMeasureParameters, "excludeRepeats" | "maxResponseTimeZ">,
): Int32Array {
  const maxZ = rules.maxResponseTimeZ;
  const times = maxZ === null ? null : responseTimeMoments(trials, from, to);
  const rows: number[] = [];
  for (let t = from; t < to; t++) {
    if (trials.choice[t] === CHOICE_NO_GO) continue;
    // Written so that NaN, an absent response time, passes.
    if (times && maxZ !== null && (trials.responseTimeS[t] - times.meanS) / times.sdS >= maxZ) continue;
    if (rules.excludeRepeats && trials.repeatNumber[t] > 0) continue;
    rows.push(t);
  }
  return Int32Array.from(rows);
}

/** Mean and sample SD of the response times of trials with a choice; null where z-scores are undefined. */
function responseTimeMoments(
  trials: TrialTable,
  from: number,
  to: number,
): { readonly meanS: number; readonly sdS: number } | null {
  let n = 0;
  let meanS = 0;
  let squares = 0;
  for (let t = from; t < to; t++) {
    const x = trials.responseTimeS[t];
    if (trials.choice[t] === CHOICE_NO_GO || Number.isNaN(x)) continue;
    n += 1;
    const step = x - meanS;
    meanS += step / n;
    squares += step * (x - meanS);
  }
  if (n < 2 || squares === 0) return null;
  return { meanS, sdS: Math.sqrt(squares / (n - 1)) };
}

function oneSession(
  trials: TrialTable,
  from: number,
  to: number,
  previous: SessionMeasure | undefined,
  rules: SessionMeasureParameters,
): SessionMeasure {
  const rows = filteredRows(trials, from, to, rules);
  const counts = psychometricCounts(trials, rows);
  const left = proportionRight(counts, (contrast) => contrast < 0);
  const right = proportionRight(counts, (contrast) => contrast > 0);
  const zero = proportionRight(counts, (contrast) => contrast === 0);
  const carried = rows.length < rules.minTrials || zero.n < rules.minZeroContrastTrials;
  return {
    session: trials.session[from],
    nTrials: to - from,
    nUsed: rows.length,
    nZeroContrast: zero.n,
    ...(carried
      ? carriedRow(previous, left.p, right.p, zero.p, rules)
      : {
          leftSlope: minus(zero.p, left.p),
          rightSlope: minus(right.p, zero.p),
          bias: minus(zero.p, 0.5),
        }),
    accuracy: accuracyOf(trials, rows, rules.minNonZeroTrialsForAccuracy),
    carried,
    counts,
  };
}

function carriedRow(
  previous: SessionMeasure | undefined,
  left: number | null,
  right: number | null,
  zero: number | null,
  { firstSessionBiasWeights: weights }: SessionMeasureParameters,
): Pick<SessionMeasure, "leftSlope" | "rightSlope" | "bias"> {
  if (previous) {
    return { leftSlope: previous.leftSlope, rightSlope: previous.rightSlope, bias: previous.bias };
  }
  const defined = left !== null && right !== null && zero !== null;
  const bias = defined ? weights.side * (right + left) + weights.zero * zero - 0.5 : null;
  return { leftSlope: 0, rightSlope: 0, bias };
}

/** Counts of right choices by signed contrast over these rows, ascending in contrast. */
export function psychometricCounts(trials: TrialTable, rows: Int32Array): readonly PsychometricCount[] {
  const byContrast = new Map<number, { nRight: number; n: number }>();
  for (const t of rows) {
    // Adding 0 turns −0 into 0.
    const contrast = signedContrast(trials, t) + 0;
    const count = byContrast.get(contrast) ?? { nRight: 0, n: 0 };
    count.n += 1;
    if (trials.choice[t] === CHOICE_RIGHT) count.nRight += 1;
    byContrast.set(contrast, count);
  }
  return [...byContrast]
    .sort(([a], [b]) => a - b)
    .map(([contrast, { nRight, n }]) => ({ contrast, nRight, n }));
}

function proportionRight(
  counts: readonly PsychometricCount[],
  pooled: (contrast: number) => boolean,
): { readonly n: number; readonly p: number | null } {
  let n = 0;
  let nRight = 0;
  for (const count of counts) {
    if (!pooled(count.contrast)) continue;
    n += count.n;
    nRight += count.nRight;
  }
  return { n, p: n > 0 ? nRight / n : null };
}

function accuracyOf(trials: TrialTable, rows: Int32Array, minTrials: number): number | null {
  let n = 0;
  let nCorrect = 0;
  for (const t of rows) {
    const contrast = signedContrast(trials, t);
    if (contrast === 0) continue;
    n += 1;
    const towardsStimulus = (trials.choice[t] === CHOICE_RIGHT) === contrast > 0;
    const known = trials.outcome[t] !== OUTCOME_UNKNOWN;
    if (known ? trials.outcome[t] === OUTCOME_CORRECT : towardsStimulus) nCorrect += 1;
  }
  if (n < minTrials) return 0.5;
  return n > 0 ? nCorrect / n : null;
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
