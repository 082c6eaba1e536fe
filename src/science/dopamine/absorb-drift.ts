/**
 * Removes from columns, session by session, what is slow: the mean and the first cosines of a discrete cosine basis
 * (SCIENCE §5: slow drift in both series fakes correlation). The basis is orthogonal, so each part goes by itself.
 */

/** Sessions as stretches of rows: session s has rows starts[s] … starts[s + 1] − 1; its last entry is the row count. */
export type Stretches = Int32Array;

/**
 * Drift slower than this many trials is removed; the mean always is. At 30, circular shifts keep their level even
 * where both series are pure random walks; at 100 they do not.
 */
export const DEFAULT_DRIFT_TRIALS = 30;

/** Number of cosines for n trials: those whose period exceeds `driftTrials`. Never so many as to leave few trials. */
export function cosineCount(n: number, driftTrials: number): number {
  return Math.max(0, Math.min(Math.ceil((2 * n) / driftTrials) - 1, Math.floor(n / 4)));
}

/** Degrees of freedom that the removal takes. */
export function absorbedDegrees(starts: Stretches, driftTrials: number): number {
  let degrees = 0;
  for (let s = 0; s + 1 < starts.length; s++) {
    const n = starts[s + 1] - starts[s];
    if (n > 0) degrees += 1 + cosineCount(n, driftTrials);
  }
  return degrees;
}

/** The column without mean and drift; a new array. */
export function absorbDrift(column: Float64Array, starts: Stretches, driftTrials: number): Float64Array {
  const rest = column.slice();
  for (let s = 0; s + 1 < starts.length; s++) {
    const from = starts[s];
    const n = starts[s + 1] - from;
    if (n === 0) continue;
    let mean = 0;
    for (let i = 0; i < n; i++) mean += rest[from + i];
    mean /= n;
    for (let i = 0; i < n; i++) rest[from + i] -= mean;
    const wave = new Float64Array(n);
    for (let j = cosineCount(n, driftTrials); j > 0; j--) {
      fillCosine(wave, (Math.PI * j) / n);
      let dot = 0;
      for (let i = 0; i < n; i++) dot += rest[from + i] * wave[i];
      dot *= 2 / n;
      for (let i = 0; i < n; i++) rest[from + i] -= dot * wave[i];
    }
  }
  return rest;
}

/** Leverage of each row in the removed basis. */
export function absorbedLeverage(starts: Stretches, driftTrials: number): Float64Array {
  const leverage = new Float64Array(starts[starts.length - 1]);
  for (let s = 0; s + 1 < starts.length; s++) {
    const from = starts[s];
    const n = starts[s + 1] - from;
    const cosines = cosineCount(n, driftTrials);
    const wave = new Float64Array(n);
    leverage.fill(1 / n, from, from + n);
    for (let j = 1; j <= cosines; j++) {
      fillCosine(wave, (Math.PI * j) / n);
      for (let i = 0; i < n; i++) leverage[from + i] += (2 / n) * wave[i] * wave[i];
    }
  }
  return leverage;
}

/** cos(step (i + ½)), by cos((k + 1)w) = 2 cos(w) cos(kw) − cos((k − 1)w). */
function fillCosine(wave: Float64Array, step: number): void {
  const twice = 2 * Math.cos(step);
  let before = Math.cos(-0.5 * step);
  let now = Math.cos(0.5 * step);
  for (let i = 0; i < wave.length; i++) {
    wave[i] = now;
    const next = twice * now - before;
    before = now;
    now = next;
  }
}
