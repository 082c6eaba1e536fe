/** A second-order section of a digital filter: y = (b0 x + b1 x₋₁ + b2 x₋₂ − a1 y₋₁ − a2 y₋₂), a0 = 1. */
export interface FilterSection {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** How a signal is continued beyond its ends: mirrored about the end's value, mirrored, or repeated. */
export type FilterPadding = "odd" | "even" | "constant";

/** Order of every Butterworth filter of the pipeline, each way. */
export const FILTER_ORDER = 2;

/**
 * Butterworth filter of order 2: two poles at −ωc e^{±iπ/4}, by the bilinear transform with its cut-off prewarped
 * (Oppenheim & Schafer, Discrete-Time Signal Processing, §7.1).
 *
 * @param cutoffHz between 0 and half the sample rate, where the gain is 1/√2 (½ when run both ways)
 */
export function butterworth(kind: "low" | "high", cutoffHz: number, sampleRateHz: number): FilterSection {
  const w = Math.tan((Math.PI * cutoffHz) / sampleRateHz);
  const a0 = 1 + Math.SQRT2 * w + w * w;
  const a: readonly [number, number] = [(2 * (w * w - 1)) / a0, (1 - Math.SQRT2 * w + w * w) / a0];
  if (kind === "high") return { b: [1 / a0, -2 / a0, 1 / a0], a };
  const b = (w * w) / a0;
  return { b: [b, 2 * b, b], a };
}

/**
 * Runs a filter forwards and then backwards, so that nothing is delayed and the gain is squared. Each run begins as
 * if the signal had always had its first value.
 *
 * @param padLength samples added at each end; as many as there are, less one, at most
 */
export function zeroPhase(
  section: FilterSection,
  samples: Float64Array,
  padding: FilterPadding,
  padLength: number,
): Float64Array {
  if (samples.length === 0) return samples.slice();
  const pad = Math.min(padLength, samples.length - 1);
  const padded = padEnds(samples, padding, pad);
  filterInPlace(section, padded, false);
  filterInPlace(section, padded, true);
  return padded.slice(pad, pad + samples.length);
}

/** The padding that SciPy's `sosfiltfilt` takes for one section whose three numerator terms are not 0. */
export const DEFAULT_PAD_SAMPLES = 9;

/** Seconds after which the response of a filter, to one side, has fallen by 1e-12. */
export function settlingS(cutoffHz: number): number {
  return (12 * Math.LN10 * Math.SQRT2) / (2 * Math.PI * cutoffHz);
}

function padEnds(samples: Float64Array, padding: FilterPadding, pad: number): Float64Array {
  const n = samples.length;
  const padded = new Float64Array(n + 2 * pad);
  padded.set(samples, pad);
  const first = samples[0];
  const last = samples[n - 1];
  for (let k = 1; k <= pad; k++) {
    const before = samples[k];
    const after = samples[n - 1 - k];
    padded[pad - k] = padding === "odd" ? 2 * first - before : padding === "even" ? before : first;
    padded[pad + n - 1 + k] = padding === "odd" ? 2 * last - after : padding === "even" ? after : last;
  }
  return padded;
}

/** Transposed direct form II, with the state of a signal that always had its first value. */
function filterInPlace({ b, a }: FilterSection, samples: Float64Array, backwards: boolean): void {
  const [b0, b1, b2] = b;
  const [a1, a2] = a;
  const n = samples.length;
  const first = samples[backwards ? n - 1 : 0];
  const steady = ((b0 + b1 + b2) / (1 + a1 + a2)) * first;
  let z2 = b2 * first - a2 * steady;
  let z1 = b1 * first - a1 * steady + z2;
  for (let i = 0; i < n; i++) {
    const at = backwards ? n - 1 - i : i;
    const x = samples[at];
    const y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    samples[at] = y;
  }
}
