import { normalQuantile, studentTwoSided } from "../statistics/distributions.ts";

/** The mean trace of the trials of one condition, T samples. */
export interface MeanTrace {
  readonly condition: string;
  readonly nTrials: number;
  readonly nSessions: number;
  readonly mean: Float64Array;
  /** Ends of the pointwise interval; null where there is one trial only. */
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
}

/** Sums of traces by condition and session, filled trace by trial. */
export interface TraceSums {
  /** @param trace T samples */
  add(condition: string, session: number, trace: Float32Array): void;
  /** As if each of these trials' traces had been added. */
  addSum(condition: string, session: number, sum: TraceSum): void;
  means(level?: number): readonly MeanTrace[];
}

/** Sessions from which errors are those between sessions, trials of one session being alike. */
const MIN_SESSIONS = 5;

/** Traces of n trials together, T samples. */
export interface TraceSum {
  readonly n: number;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

type Sum = { -readonly [Key in keyof TraceSum]: TraceSum[Key] };

/**
 * Means with pointwise intervals in one pass. The error of a mean is that between sessions (clustered, with
 * Student's t of sessions − 1 degrees) where there are at least five, else that between trials.
 */
export function traceSums(nSamples: number): TraceSums {
  const conditions = new Map<string, Map<number, Sum>>();
  const sumOf = (condition: string, session: number): Sum => {
    const sessions = conditions.get(condition) ?? new Map<number, Sum>();
    if (sessions.size === 0) conditions.set(condition, sessions);
    let own = sessions.get(session);
    if (own === undefined) {
      own = { n: 0, sum: new Float64Array(nSamples), squares: new Float64Array(nSamples) };
      sessions.set(session, own);
    }
    return own;
  };
  return {
    addSum(condition, session, added) {
      const own = sumOf(condition, session);
      own.n += added.n;
      for (let i = 0; i < nSamples; i++) {
        own.sum[i] += added.sum[i];
        own.squares[i] += added.squares[i];
      }
    },
    add(condition, session, trace) {
      const own = sumOf(condition, session);
      own.n++;
      const { sum, squares } = own;
      for (let i = 0; i < nSamples; i++) {
        const value = trace[i];
        sum[i] += value;
        squares[i] += value * value;
      }
    },
    means: (level = 0.95) =>
      [...conditions]
        .sort(([a], [b]) => byWordsAndNumbers(a, b))
        .map(([condition, sessions]) => meanTrace(condition, [...sessions.values()], nSamples, level)),
  };
}

/** Order of names such as "contrast -0.25, outcome correct": numbers by their size, all else by the alphabet. */
function byWordsAndNumbers(a: string, b: string): number {
  const [own, other] = [a, b].map((name) => name.match(/-?\d+(?:\.\d+)?|[^\d-]+|-/g) ?? []);
  for (let i = 0; i < Math.min(own.length, other.length); i++) {
    if (own[i] === other[i]) continue;
    const apart = Number(own[i]) - Number(other[i]);
    return Number.isNaN(apart) ? (own[i] < other[i] ? -1 : 1) : apart;
  }
  return own.length - other.length;
}

function meanTrace(condition: string, sessions: readonly Sum[], nSamples: number, level: number): MeanTrace {
  const n = sessions.reduce((sum, own) => sum + own.n, 0);
  const k = sessions.length;
  const mean = new Float64Array(nSamples);
  const low = new Float64Array(nSamples);
  const high = new Float64Array(nSamples);
  const between = k >= MIN_SESSIONS;
  const quantile = between ? studentTwoSided(level, k - 1) : normalQuantile((1 + level) / 2);
  for (let i = 0; i < nSamples; i++) {
    let sum = 0;
    let squares = 0;
    for (const own of sessions) {
      sum += own.sum[i];
      squares += own.squares[i];
    }
    mean[i] = sum / n;
    let variance = (squares - n * mean[i] ** 2) / (n - 1) / n;
    if (between) {
      variance = 0;
      for (const own of sessions) variance += (own.sum[i] - own.n * mean[i]) ** 2;
      variance *= k / (k - 1) / n ** 2;
    }
    const half = quantile * Math.sqrt(Math.max(0, variance));
    low[i] = mean[i] - half;
    high[i] = mean[i] + half;
  }
  return {
    condition,
    nTrials: n,
    nSessions: k,
    mean,
    low: n > 1 ? low : null,
    high: n > 1 ? high : null,
  };
}
