/**
 * How well a response follows each of two accounts where its noise may drift. The noise is white and, on top, a level
 * that forgets itself from trial to trial (a random walk, where it does not), and that begins anew each session or goes
 * on. What it is, is found for each account by itself, by the greatest likelihood: so what is slow counts as evidence
 * just as far as the response's own drift allows.
 *
 *     y_t = b x_t + c + level_t + white_t,     level_t = ρ level_{t−1} + step_t
 *
 * with Var(white) = σ² and Var(step) = q σ². Errors of prediction come from Kalman's filter.
 */
import type { Stretches } from "./absorb-drift.ts";

/** Trials below which nothing is said. */
const MIN_TRIALS = 40;
/** ρ, from none to all that is kept. */
const MEMORIES = [0.2, 0.4, 0.55, 0.7, 0.8, 0.88, 0.93, 0.96, 0.98, 0.99, 0.995, 1];
/** q, by steps of √10. */
const STEPS = Array.from({ length: 14 }, (_, k) => 10 ** (-5 + k / 2));
/**
 * How the level begins a session: as it ended the one before, near 0 as it always does, or anywhere, with a variance
 * of so many σ².
 */
const BEGINNINGS = ["continued", 0, 1, 30] as const;

/** A place in the grid of noises: indices of memory, step and beginning. White noise is no place of it: null. */
type Place = readonly [memory: number, step: number, beginning: number];

/** Standard errors from b to the lower end of its 90 % interval. */
const LOW_ERRORS = 1.645;

/** From where the grid is searched: noises of every sort. */
const SEARCH_FROM: readonly Place[] = [
  [3, 10, 1],
  [7, 7, 1],
  [11, 6, 0],
  [11, 6, 1],
  [10, 6, 2],
];

interface Fit {
  readonly likelihood: number;
  readonly separation: number;
}

interface Fits {
  readonly partial: Fit;
  readonly total: Fit;
}

export interface DriftComparison {
  /**
   * Log-likelihood of "response = b · partial + noise" less that of "response = b · total + noise", each at its best b
   * and noise; the mean is free.
   */
  readonly logRatio: number;
  /**
   * J, how far apart these trials put the accounts if the likelier one is true: the log-ratio then has a mean of J/2 and
   * a variance of J. With the likelier account as the filter leaves it, less what the other tells of it, J is its sum of
   * squares times b²/σ². For b stands the lower end of its 90 % interval: of few trials the best b is too large as often
   * as not, and J with its square would promise more than they hold.
   */
  readonly separation: number;
}

/**
 * Compares the accounts of a response. Null where there are too few trials, or a column does not vary.
 *
 * @param starts sessions among the rows
 */
export function compareDrifting(
  response: Float64Array,
  partial: Float64Array,
  total: Float64Array,
  starts: Stretches,
): DriftComparison | null {
  const n = response.length;
  if (n < MIN_TRIALS) return null;
  const columns: Columns = [response, partial, total];
  const white = fitsUnder(columns, starts, null);
  if (white === null) return null;
  const known = new Map<string, Fits>();
  const at = (place: Place): Fits => {
    const key = place.join(" ");
    const found = known.get(key) ?? fitsUnder(columns, starts, place) ?? white;
    known.set(key, found);
    return found;
  };
  const best = { ...white };
  for (const account of ["partial", "total"] as const) {
    for (const from of SEARCH_FROM) {
      const found = climb(from, account, at);
      if (found.likelihood > best[account].likelihood) best[account] = found;
    }
  }
  const logRatio = best.partial.likelihood - best.total.likelihood;
  return { logRatio, separation: best[logRatio >= 0 ? "partial" : "total"].separation };
}

/** The greatest likelihood that neighbours lead to. */
function climb(from: Place, account: keyof Fits, at: (place: Place) => Fits): Fit {
  let place = from;
  let best = at(place)[account];
  for (;;) {
    let next: Place | null = null;
    for (const neighbour of neighbours(place)) {
      const own = at(neighbour)[account];
      if (own.likelihood > best.likelihood) [next, best] = [neighbour, own];
    }
    if (next === null) return best;
    place = next;
  }
}

function neighbours([memory, step, beginning]: Place): readonly Place[] {
  const places: Place[] = [];
  for (const [m, s] of [
    [memory - 1, step],
    [memory + 1, step],
    [memory, step - 1],
    [memory, step + 1],
    // Along the ridge of equal variance, where less memory has larger steps.
    [memory + 1, step - 1],
    [memory - 1, step + 1],
  ]) {
    if (MEMORIES[m] !== undefined && STEPS[s] !== undefined) places.push([m, s, beginning]);
  }
  return [...places, ...BEGINNINGS.flatMap((_, b): Place[] => (b === beginning ? [] : [[memory, step, b]]))];
}

type Columns = readonly [response: Float64Array, partial: Float64Array, total: Float64Array];

/**
 * Log-likelihoods of both accounts under one noise, at the best b, c and σ; null where a column does not vary. The
 * moments of 1, y, p and t as the filter leaves them are all that is needed.
 */
function fitsUnder([y, p, t]: Columns, starts: Stretches, place: Place | null): Fits | null {
  const n = y.length;
  const memory = place === null ? 0 : MEMORIES[place[0]];
  const step = place === null ? 0 : STEPS[place[1]];
  const beginning = place === null ? 0 : BEGINNINGS[place[2]];
  // Of a level that forgets, what it comes to by itself; of a walk, nothing but its first step.
  const settled = memory < 1 ? step / (1 - memory * memory) : step;
  let [one1, oneY, oneP, oneT, yy, pp, tt, yp, yt, pt] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let logVariance = 0;
  // The level that is foretold of each column, and its variance over σ².
  let [m1, mY, mP, mT] = [0, 0, 0, 0];
  let level = settled;
  for (let s = 0; s + 1 < starts.length; s++) {
    if (beginning !== "continued") {
      m1 = mY = mP = mT = 0;
      level = settled + beginning;
    }
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      const variance = level + 1;
      const weight = 1 / variance;
      const e1 = 1 - m1;
      const eY = y[i] - mY;
      const eP = p[i] - mP;
      const eT = t[i] - mT;
      one1 += weight * e1 * e1;
      oneY += weight * e1 * eY;
      oneP += weight * e1 * eP;
      oneT += weight * e1 * eT;
      yy += weight * eY * eY;
      pp += weight * eP * eP;
      tt += weight * eT * eT;
      yp += weight * eY * eP;
      yt += weight * eY * eT;
      pt += weight * eP * eT;
      logVariance += Math.log(variance);
      const gain = level * weight;
      m1 = memory * (m1 + gain * e1);
      mY = memory * (mY + gain * eY);
      mP = memory * (mP + gain * eP);
      mT = memory * (mT + gain * eT);
      level = memory * memory * gain + step;
    }
  }
  yy -= (oneY * oneY) / one1;
  pp -= (oneP * oneP) / one1;
  tt -= (oneT * oneT) / one1;
  yp -= (oneY * oneP) / one1;
  yt -= (oneY * oneT) / one1;
  pt -= (oneP * oneT) / one1;
  if (!(yy > 0 && pp > 0 && tt > 0)) return null;
  const fitOf = (xx: number, xy: number, other: number): Fit => {
    const squares = yy - (xy * xy) / xx;
    const variance = squares / (n - 2);
    const low = Math.max(0, Math.abs(xy / xx) - LOW_ERRORS * Math.sqrt(variance / xx));
    return {
      likelihood: -0.5 * (n - 1) * Math.log(squares) - 0.5 * logVariance,
      separation: (low * low * Math.max(0, xx - (pt * pt) / other)) / variance,
    };
  };
  return { partial: fitOf(pp, yp, tt), total: fitOf(tt, yt, pp) };
}
