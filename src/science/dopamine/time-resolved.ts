import type { Random } from "../random.ts";
import { normalCdf, studentTwoSided } from "../statistics/distributions.ts";
import { quantileOfSorted } from "../statistics/resampling.ts";
import type { AbsorbedDesign } from "./regression.ts";

/** Coefficients of one regressor over peri-event time. */
export interface CoefficientTrace {
  readonly name: string;
  /** T */
  readonly estimate: Float64Array;
  /** Errors between blocks, T. */
  readonly standardError: Float64Array;
  /** Half width in standard errors of the band that holds the whole trace at once; null with too few blocks. */
  readonly bandWidth: number | null;
}

export interface TimeResolvedOptions {
  readonly draws: number;
  readonly level: number;
}

export const defaultTimeResolved: TimeResolvedOptions = { draws: 999, level: 0.95 };

const MIN_BLOCKS = 5;

/**
 * The regression at every sample of the traces, with simultaneous bands: the largest |t| over time of a multiplier
 * bootstrap of the blocks' scores (normal multipliers), blocks being sessions where there are enough; its quantile is
 * carried over to Student's t of blocks − 1 degrees.
 *
 * One pass over the samples: X is without drift, so that of the traces falls out, and moments by block suffice.
 *
 * @param samples rows × T, rows as in the design
 * @param blocks first row of each block, and the row count (blockStarts)
 * @param random advanced by this call
 */
export function timeResolved(
  design: AbsorbedDesign,
  samples: Float32Array,
  nSamples: number,
  blocks: Int32Array,
  random: Random,
  { draws, level }: TimeResolvedOptions = defaultTimeResolved,
): readonly CoefficientTrace[] {
  const { columns, inverse, names, kept } = design;
  const p = columns.length;
  const nBlocks = blocks.length - 1;
  const width = p * nSamples;
  const moments = new Float64Array(nBlocks * width);
  const grams = new Float64Array(nBlocks * p * p);
  for (let b = 0; b < nBlocks; b++) {
    const own = moments.subarray(b * width, (b + 1) * width);
    for (let i = blocks[b]; i < blocks[b + 1]; i++) {
      for (let j = 0; j < p; j++) {
        const x = columns[j][i];
        for (let k = 0; k < p; k++) grams[(b * p + j) * p + k] += x * columns[k][i];
        for (let at = 0; at < nSamples; at++) own[j * nSamples + at] += x * samples[i * nSamples + at];
      }
    }
  }
  const total = new Float64Array(width);
  for (let b = 0; b < nBlocks; b++) for (let m = 0; m < width; m++) total[m] += moments[b * width + m];
  const estimate = multiply(inverse, total, p, nSamples);
  // What each block adds to the coefficients beyond its share: (X'X)⁻¹ (X_b'Y_b − X_b'X_b B).
  const parts = Array.from({ length: nBlocks }, (_, b) => {
    const score = moments.slice(b * width, (b + 1) * width);
    const fitted = multiply(grams.subarray(b * p * p, (b + 1) * p * p), estimate, p, nSamples);
    for (let m = 0; m < width; m++) score[m] -= fitted[m];
    return multiply(inverse, score, p, nSamples);
  });
  const variance = new Float64Array(width);
  for (const part of parts) for (let m = 0; m < width; m++) variance[m] += part[m] ** 2;
  const correction = nBlocks > 1 ? nBlocks / (nBlocks - 1) : 1;
  const standardError = variance.map((value) => Math.sqrt(correction * value));
  const widths =
    nBlocks < MIN_BLOCKS ? null : bandWidths(parts, standardError, p, nSamples, random, draws, level);
  return names.map((name, given) => {
    const j = kept.indexOf(given);
    const cut = (values: Float64Array) =>
      j < 0 ? new Float64Array(nSamples).fill(Number.NaN) : values.slice(j * nSamples, (j + 1) * nSamples);
    return {
      name,
      estimate: cut(estimate),
      standardError: cut(standardError),
      bandWidth: j < 0 || widths === null ? null : widths[j],
    };
  });
}

/** For each regressor the quantile of the largest |t| over time. */
function bandWidths(
  parts: readonly Float64Array[],
  standardError: Float64Array,
  p: number,
  nSamples: number,
  random: Random,
  draws: number,
  level: number,
): readonly number[] {
  const largest = Array.from({ length: p }, () => new Float64Array(draws));
  const sum = new Float64Array(p * nSamples);
  for (let draw = 0; draw < draws; draw++) {
    sum.fill(0);
    for (const part of parts) {
      const multiplier = random.normal();
      for (let m = 0; m < sum.length; m++) sum[m] += multiplier * part[m];
    }
    for (let j = 0; j < p; j++) {
      for (let at = 0; at < nSamples; at++) {
        const m = j * nSamples + at;
        if (standardError[m] > 0)
          largest[j][draw] = Math.max(largest[j][draw], Math.abs(sum[m]) / standardError[m]);
      }
    }
  }
  // Errors come from few blocks: at the same tail, Student's quantile stands in for the normal's.
  const blocks = parts.length;
  const uncorrected = Math.sqrt(blocks / (blocks - 1));
  return largest.map((values) => {
    const normal = (quantileOfSorted(values.sort(), level) ?? Number.NaN) * uncorrected;
    return studentTwoSided(2 * normalCdf(normal) - 1, blocks - 1);
  });
}

/** A (p × p) times B (p × T), row-major. */
function multiply(a: Float64Array, b: Float64Array, p: number, nSamples: number): Float64Array {
  const product = new Float64Array(p * nSamples);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < p; k++) {
      const share = a[j * p + k];
      for (let at = 0; at < nSamples; at++) product[j * nSamples + at] += share * b[k * nSamples + at];
    }
  }
  return product;
}
