import type { Random } from "../random.ts";
import { permutationP } from "../statistics/resampling.ts";
import { absorbDrift, type Stretches } from "./absorb-drift.ts";
import { type AbsorbedDesign, dot, solveWith } from "./regression.ts";

/** How the response was moved against the regressors (SCIENCE §5); never trial by trial. */
export type ShiftNull = "session-permutation" | "circular-shift";

export interface ShiftTest {
  readonly null: ShiftNull;
  /** Two-sided p of each given regressor; null for those that cannot be told apart. */
  readonly p: readonly (number | null)[];
}

/** From so many sessions on, whole sessions are exchanged: 8! orders. */
export const MIN_SESSIONS_TO_PERMUTE = 8;
export const DEFAULT_SHIFTS = 999;

/**
 * Permutation p of each regressor that keeps the slow structure of both series: each session's regressors meet the
 * response of another whole session, or, with few sessions, their own response moved round the session.
 *
 * What is moved is the response less what the other regressors tell of it (Freedman & Lane 1983), against the
 * regressor less what the others tell of it; drift is absorbed from both before.
 *
 * @param random advanced by this call
 */
export function shiftTest(
  design: AbsorbedDesign,
  response: Float64Array,
  random: Random,
  shifts: number = DEFAULT_SHIFTS,
): ShiftTest {
  const { columns, kept, names, inverse, starts } = design;
  const p = columns.length;
  const y = absorbDrift(response, starts, design.driftTrials);
  const beta = solveWith(inverse, columns, y);
  const n = y.length;
  const residual = y.slice();
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) residual[i] -= beta[j] * columns[j][i];
  // Partial regressor m_j = Σ_k inverse_jk x_k / inverse_jj, and the response without the others: residual + β_j m_j.
  const partial = columns.map((_, j) => {
    const m = new Float64Array(n);
    for (let k = 0; k < p; k++) {
      const share = inverse[j * p + k] / inverse[j * p + j];
      for (let i = 0; i < n; i++) m[i] += share * columns[k][i];
    }
    return m;
  });
  const without = partial.map((m, j) => {
    const rest = residual.slice();
    for (let i = 0; i < n; i++) rest[i] += beta[j] * m[i];
    return rest;
  });
  const observed = partial.map((m, j) => Math.abs(dot(m, without[j])));
  const extreme = new Int32Array(p);
  const nSessions = starts.length - 1;
  const kind: ShiftNull = nSessions >= MIN_SESSIONS_TO_PERMUTE ? "session-permutation" : "circular-shift";
  const moves = drawMoves(kind, starts, random, shifts);
  const sums = new Float64Array(shifts * p);
  for (let s = 0; s < nSessions; s++) {
    const from = starts[s];
    const length = starts[s + 1] - from;
    // The same two sessions, or the same shift, come again and again: what they give is computed once.
    const known = new Float64Array((kind === "circular-shift" ? length : nSessions) * p).fill(Number.NaN);
    for (let draw = 0; draw < shifts; draw++) {
      const move = moves[draw * nSessions + s];
      if (Number.isNaN(known[move * p])) {
        // Another session is met from its first trial on: what drifts alike in every session stays in place.
        const [other, shift] = kind === "circular-shift" ? [s, move] : [move, 0];
        const otherLength = starts[other + 1] - starts[other];
        for (let j = 0; j < p; j++)
          known[move * p + j] = wrappedDot(
            partial[j],
            from,
            length,
            without[j],
            starts[other],
            otherLength,
            shift,
          );
      }
      for (let j = 0; j < p; j++) sums[draw * p + j] += known[move * p + j];
    }
  }
  for (let draw = 0; draw < shifts; draw++) {
    for (let j = 0; j < p; j++) if (Math.abs(sums[draw * p + j]) >= observed[j] * (1 - 1e-12)) extreme[j]++;
  }
  return {
    null: kind,
    p: names.map((_, given) => {
      const j = kept.indexOf(given);
      return j < 0 ? null : permutationP(extreme[j], shifts);
    }),
  };
}

/** For each draw and session, the session that it meets or the trials by which it is moved round: shifts × sessions. */
function drawMoves(kind: ShiftNull, starts: Stretches, random: Random, shifts: number): Int32Array {
  const nSessions = starts.length - 1;
  const moves = new Int32Array(shifts * nSessions);
  const order = Int32Array.from({ length: nSessions }, (_, s) => s);
  for (let draw = 0; draw < shifts; draw++) {
    if (kind === "session-permutation") {
      permute(order, random);
      moves.set(order, draw * nSessions);
      continue;
    }
    for (let s = 0; s < nSessions; s++)
      moves[draw * nSessions + s] = random.integer(starts[s + 1] - starts[s]);
  }
  return moves;
}

/** Σ a[from + i] b[other + (i + shift) mod m], i < n. */
function wrappedDot(
  a: Float64Array,
  from: number,
  n: number,
  b: Float64Array,
  other: number,
  m: number,
  shift: number,
): number {
  let sum = 0;
  let at = shift;
  for (let i = 0; i < n; i++) {
    sum += a[from + i] * b[other + at];
    if (++at === m) at = 0;
  }
  return sum;
}

function permute(order: Int32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
