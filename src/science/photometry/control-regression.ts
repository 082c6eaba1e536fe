/** signal ≈ intercept + slope · control */
export interface ControlLine {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * How the signal's share of the control channel is found: ordinary least squares; robust, which gives transients of
 * the sensor, that the control does not share, little weight; or not at all.
 */
export type ControlRegression = "ordinary" | "robust" | "none";

/** Turning point of Tukey's biweight: 95 % efficiency under normal noise (Holland & Welsch 1977). */
export const BIWEIGHT_TUNING = 4.685;
const MAX_ROUNDS = 50;
const CONVERGED = 1e-10;

/** Least-squares line; a flat control gives slope 0. */
export function ordinaryLine(control: Float64Array, signal: Float64Array): ControlLine {
  return weightedLine(control, signal, null);
}

/**
 * Line by iteratively reweighted least squares with Tukey's biweight; the scale is the median absolute residual
 * / 0.6745, renewed each round (Holland & Welsch 1977, as in MATLAB's robustfit without its leverage factor).
 */
export function robustLine(control: Float64Array, signal: Float64Array): ControlLine {
  const n = signal.length;
  let line = weightedLine(control, signal, null);
  const weights = new Float64Array(n);
  const size = new Float64Array(n);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (let t = 0; t < n; t++) size[t] = Math.abs(signal[t] - line.intercept - line.slope * control[t]);
    const scale = medianOf(size) / 0.6745;
    if (!(scale > 0)) return line;
    for (let t = 0; t < n; t++) {
      const u = size[t] / (BIWEIGHT_TUNING * scale);
      weights[t] = u < 1 ? (1 - u * u) ** 2 : 0;
    }
    const next = weightedLine(control, signal, weights);
    const moved = Math.abs(next.slope - line.slope) + Math.abs(next.intercept - line.intercept);
    line = next;
    if (moved <= CONVERGED * (Math.abs(line.slope) + Math.abs(line.intercept))) break;
  }
  return line;
}

/** Median of values, which are put in order by it. */
export function medianInPlace(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

export function medianOf(values: Float64Array): number {
  return medianInPlace(values.slice());
}

function weightedLine(x: Float64Array, y: Float64Array, weights: Float64Array | null): ControlLine {
  let total = 0;
  let sumX = 0;
  let sumY = 0;
  for (let t = 0; t < y.length; t++) {
    const w = weights === null ? 1 : weights[t];
    total += w;
    sumX += w * x[t];
    sumY += w * y[t];
  }
  const meanX = sumX / total;
  const meanY = sumY / total;
  let xx = 0;
  let xy = 0;
  for (let t = 0; t < y.length; t++) {
    const w = weights === null ? 1 : weights[t];
    xx += w * (x[t] - meanX) ** 2;
    xy += w * (x[t] - meanX) * (y[t] - meanY);
  }
  const slope = xx > 0 ? xy / xx : 0;
  return { slope, intercept: meanY - slope * meanX };
}
