/**
 * The trials that stand for a trajectory drawn with fewer points: N trials of K parameters, row-major.
 *
 * Always the first and the last trial, and of every stretch of trials the smallest and the largest value of each
 * parameter, so that no extreme is lost however few the points are (the min–max rule of time-series displays). The
 * stretches are equally long and about as many as the points allow; points that are left over go into the widest gaps.
 *
 * @param nPoints at least `fewestPoints(K)`
 * @returns exactly `nPoints` trials, ascending; all of them where there are no more than that
 */
export function downsample(
  values: ArrayLike<number>,
  nTrials: number,
  nParams: number,
  nPoints: number,
): Int32Array {
  if (nTrials <= nPoints) return Int32Array.from({ length: nTrials }, (_, t) => t);
  const isKept = new Uint8Array(nTrials);
  let nKept = 0;
  // A trial may be extreme in several ways, so how many a stretch keeps is known only by trying.
  for (let stretches = nPoints >> 1; stretches >= 1; stretches = Math.floor(0.9 * stretches)) {
    nKept = keepExtremes(values, nTrials, nParams, stretches, isKept);
    if (nKept <= nPoints) break;
  }
  const kept = new Int32Array(nPoints);
  let at = 0;
  for (let t = 0; t < nTrials; t++) if (isKept[t] === 1 && at < nPoints) kept[at++] = t;
  fillGaps(kept, nKept);
  return kept;
}

/** Points that every trajectory of K parameters can be drawn with: both ends, and both extremes of each parameter. */
export function fewestPoints(nParams: number): number {
  return 2 + 2 * nParams;
}

/** Marks both ends and each stretch's extremes; returns how many trials are marked. */
function keepExtremes(
  values: ArrayLike<number>,
  nTrials: number,
  nParams: number,
  stretches: number,
  isKept: Uint8Array,
): number {
  isKept.fill(0);
  isKept[0] = 1;
  isKept[nTrials - 1] = 1;
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * nTrials) / stretches);
    const to = Math.floor(((s + 1) * nTrials) / stretches);
    for (let k = 0; k < nParams; k++) {
      let least = from;
      let most = from;
      for (let t = from + 1; t < to; t++) {
        const value = values[t * nParams + k];
        if (value < values[least * nParams + k]) least = t;
        if (value > values[most * nParams + k]) most = t;
      }
      isKept[least] = 1;
      isKept[most] = 1;
    }
  }
  let n = 0;
  for (let t = 0; t < nTrials; t++) n += isKept[t];
  return n;
}

/** Adds trials to the first `nKept` until all places are taken, each in the middle of the widest gap. */
function fillGaps(kept: Int32Array, nKept: number): void {
  for (let n = nKept; n < kept.length; n++) {
    let widest = 1;
    for (let i = 2; i < n; i++) if (kept[i] - kept[i - 1] > kept[widest] - kept[widest - 1]) widest = i;
    const middle = (kept[widest - 1] + kept[widest]) >> 1;
    kept.copyWithin(widest + 1, widest, n);
    kept[widest] = middle;
  }
}
