/**
 * How well a response follows each of two accounts where its noise may drift: Whittle's likelihood in a cosine basis
 * over all trials, whose noise has the power σ² (1 + (c/k)²) at the k-th cosine. c = 0 is white noise; a random walk,
 * steps between sessions and slow trends have that rise towards low k. σ and c are found for each account by itself,
 * so what is slow counts as evidence just as far as the response's own drift allows.
 */

/** Beyond so many cosines the drift's share is taken as 0; their moments come from the totals (Parseval). */
const MOST_COSINES = 400;
/** y², p², t², yp, yt */
const MOMENTS = 5;

/** Trials below which nothing is said. */
const MIN_TRIALS = 40;

/**
 * Log-likelihood of "response = b · partial + noise" less that of "response = b · total + noise", each at its best b,
 * σ and c; the mean is free. Null where there are too few trials, or a column does not vary.
 */
export function driftLogRatio(
  response: Float64Array,
  partial: Float64Array,
  total: Float64Array,
): number | null {
  const n = response.length;
  if (n < MIN_TRIALS) return null;
  const columns = [response, partial, total].map(centred);
  const cosines = Math.min(MOST_COSINES, Math.floor(n / 4));
  const spectra = columns.map((column) => cosineSpectrum(column, cosines));
  const low = new Float64Array(cosines * MOMENTS);
  const high = Float64Array.from([
    sumOf(columns[0], columns[0]),
    sumOf(columns[1], columns[1]),
    sumOf(columns[2], columns[2]),
    sumOf(columns[0], columns[1]),
    sumOf(columns[0], columns[2]),
  ]);
  if (!(high[0] > 0 && high[1] > 0 && high[2] > 0)) return null;
  const [y, p, t] = spectra;
  for (let k = 0; k < cosines; k++) {
    low.set([y[k] * y[k], p[k] * p[k], t[k] * t[k], y[k] * p[k], y[k] * t[k]], k * MOMENTS);
    for (let m = 0; m < MOMENTS; m++) high[m] -= low[k * MOMENTS + m];
  }
  let bestPartial = Number.NEGATIVE_INFINITY;
  let bestTotal = Number.NEGATIVE_INFINITY;
  const sum = new Float64Array(MOMENTS);
  for (const corner of corners(cosines)) {
    sum.set(high);
    let logPower = 0;
    for (let k = 0; k < cosines; k++) {
      const power = 1 + (corner / (k + 1)) ** 2;
      logPower += Math.log(power);
      for (let m = 0; m < MOMENTS; m++) sum[m] += low[k * MOMENTS + m] / power;
    }
    const [yy, pp, tt, yp, yt] = sum;
    const likelihood = (squares: number) => -0.5 * (n - 1) * Math.log(squares) - 0.5 * logPower;
    bestPartial = Math.max(bestPartial, likelihood(yy - (yp * yp) / pp));
    bestTotal = Math.max(bestTotal, likelihood(yy - (yt * yt) / tt));
  }
  return bestPartial - bestTotal;
}

/** c from none to the whole of the basis, by steps of √2. */
function corners(cosines: number): readonly number[] {
  const found = [0];
  for (let c = 0.25; c <= cosines; c *= Math.SQRT2) found.push(c);
  return found;
}

/** Coefficients of the first cosines of the orthonormal basis, the constant left out. */
function cosineSpectrum(column: Float64Array, cosines: number): Float64Array {
  const n = column.length;
  const spectrum = new Float64Array(cosines);
  for (let k = 1; k <= cosines; k++) {
    // cos((i + 1)w) = 2 cos(w) cos(iw) − cos((i − 1)w)
    const step = (Math.PI * k) / n;
    const twice = 2 * Math.cos(step);
    let before = Math.cos(-0.5 * step);
    let wave = Math.cos(0.5 * step);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += column[i] * wave;
      const next = twice * wave - before;
      before = wave;
      wave = next;
    }
    spectrum[k - 1] = sum * Math.sqrt(2 / n);
  }
  return spectrum;
}

function centred(column: Float64Array): Float64Array {
  let mean = 0;
  for (const value of column) mean += value;
  mean /= column.length;
  return column.map((value) => value - mean);
}

function sumOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
