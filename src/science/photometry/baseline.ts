import { type BleachingCurve, bleachingAt } from "./bleaching.ts";
import { butterworth, settlingS, zeroPhase } from "./butterworth.ts";
import { cubicAt } from "./interpolate.ts";

/** The slow course of a channel, which is taken from it: what bleaching and drift make of the fluorescence. */
export type Baseline =
  | { readonly kind: "double-exponential"; readonly curve: BleachingCurve }
  | { readonly kind: "slow"; readonly means: Float64Array; readonly blockSamples: number }
  | { readonly kind: "level"; readonly level: number };

/** Length of the blocks that a slow baseline is made from: short against the filter's period. */
export function slowBlockSamples(highPassHz: number, sampleRateHz: number): number {
  return Math.max(1, Math.round((0.002 / highPassHz) * sampleRateHz));
}

/**
 * What a zero-phase second-order Butterworth high-pass takes away. Forwards and backwards, high-pass and low-pass of
 * that order add up to one at every frequency, so it is the low-passed trace, for which block means do.
 */
export function slowBaseline(
  means: Float64Array,
  blockSamples: number,
  highPassHz: number,
  sampleRateHz: number,
): Baseline {
  const blockRateHz = sampleRateHz / blockSamples;
  const pad = Math.ceil(settlingS(highPassHz) * blockRateHz);
  const low = zeroPhase(butterworth("low", highPassHz, blockRateHz), means, "even", pad);
  return { kind: "slow", means: low, blockSamples };
}

/** The baseline's values at samples from … from + n − 1. */
export function baselineOver(
  baseline: Baseline,
  from: number,
  n: number,
  sampleRateHz: number,
): Float64Array {
  const values = new Float64Array(n);
  switch (baseline.kind) {
    case "level":
      return values.fill(baseline.level);
    case "double-exponential":
      for (let t = 0; t < n; t++) values[t] = bleachingAt(baseline.curve, (from + t) / sampleRateHz);
      return values;
    case "slow":
      for (let t = 0; t < n; t++) {
        values[t] = cubicAt(
          baseline.means,
          (from + t - (baseline.blockSamples - 1) / 2) / baseline.blockSamples,
        );
      }
      return values;
  }
}
