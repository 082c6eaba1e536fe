import type { Random } from "../random.ts";
import { permutationP } from "../statistics/resampling.ts";
import { absorbDrift } from "./absorb-drift.ts";
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
  const order = Int32Array.from({ length: nSessions }, (_, s) => s);
  const sums = new Float64Array(p);
  for (let draw = 0; draw < shifts; draw++) {
    if (kind === "session-permutation") permute(order, random);
    sums.fill(0);
    for (let s = 0; s < nSessions; s++) {
      const from = starts[s];
      const length = starts[s + 1] - from;
      const other = starts[order[s]];
      const otherLength = starts[order[s] + 1] - other;
      // Another session is met from its first trial on: what drifts alike in every session stays in place.
      const shift = kind === "circular-shift" ? random.integer(length) : 0;
      for (let j = 0; j < p; j++)
        sums[j] += wrappedDot(partial[j], from, length, without[j], other, otherLength, shift);
    }
    for (let j = 0; j < p; j++) if (Math.abs(sums[j]) >= observed[j] * (1 - 1e-12)) extreme[j]++;
  }
  return {
    null: kind,
    p: names.map((_, given) => {
      const j = kept.indexOf(given);
      return j < 0 ? null : permutationP(extreme[j], shifts);
    }),
  };
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
