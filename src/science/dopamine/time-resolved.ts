import { inverseOfPositive } from "../network/small-matrix.ts";
import type { Random } from "../random.ts";
import { quantileOfSorted } from "../statistics/resampling.ts";
import type { AbsorbedDesign } from "./regression.ts";

/** Coefficients of one regressor over peri-event time. */
export interface CoefficientTrace {
  readonly name: string;
  /** T */
  readonly estimate: Float64Array;
  /** Errors between blocks, leaving out one at a time (Bell & McCaffrey 2002), T. */
  readonly standardError: Float64Array;
  /** Half width in standard errors of the band that holds the whole trace at once; null with too few blocks. */
  readonly bandWidth: number | null;
}

export interface TimeResolvedOptions {
  readonly draws: number;
  readonly level: number;
}

export const defaultTimeResolved: TimeResolvedOptions = { draws: 999, level: 0.95 };

/** Of eight blocks the signs can be flipped in 256 ways. */
const MIN_BLOCKS = 8;

/**
 * The regression at every sample of the traces, with simultaneous bands: the quantile of the largest |t| over time where
 * the signs of the blocks' parts are flipped at random (wild cluster bootstrap, Rademacher's weights), blocks being
 * sessions where there are enough.
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
  // How far each block moves the coefficients from those of the others: (X'X − X_b'X_b)⁻¹ (X_b'Y_b − X_b'X_b B).
  const parts = Array.from({ length: nBlocks }, (_, b) => {
    const score = moments.slice(b * width, (b + 1) * width);
    const fitted = multiply(grams.subarray(b * p * p, (b + 1) * p * p), estimate, p, nSamples);
    for (let m = 0; m < width; m++) score[m] -= fitted[m];
    return multiply(inverseWithout(b, grams, p) ?? inverse, score, p, nSamples);
  });
  const variance = new Float64Array(width);
  for (const part of parts) for (let m = 0; m < width; m++) variance[m] += part[m] ** 2;
  const standardError = variance.map((value) => Math.sqrt(((nBlocks - 1) / nBlocks) * value));
  const widths = nBlocks < MIN_BLOCKS ? null : bandWidths(parts, variance, p, nSamples, random, draws, level);
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

/** Null where nothing is left without the block to tell the regressors by. */
function inverseWithout(block: number, grams: Float64Array, p: number): Float64Array | null {
  const rest = new Float64Array(p * p);
  for (let at = 0; at < grams.length; at++) {
    if (Math.floor(at / (p * p)) !== block) rest[at % (p * p)] += grams[at];
  }
  return inverseOfPositive(rest, p);
}

/** For each regressor the quantile of the largest |t| over time; null where the flips cannot reach it. */
function bandWidths(
  parts: readonly Float64Array[],
  squares: Float64Array,
  p: number,
  nSamples: number,
  random: Random,
  draws: number,
  level: number,
): readonly (number | null)[] {
  const largest = Array.from({ length: p }, () => new Float64Array(draws));
  const sum = new Float64Array(p * nSamples);
  for (let draw = 0; draw < draws; draw++) {
    sum.fill(0);
    for (const part of parts) {
      const isFlipped = random.uniform() < 0.5;
      for (let m = 0; m < sum.length; m++) sum[m] += isFlipped ? -part[m] : part[m];
    }
    for (let j = 0; j < p; j++) {
      for (let at = 0; at < nSamples; at++) {
        const m = j * nSamples + at;
        if (squares[m] > 0)
          largest[j][draw] = Math.max(largest[j][draw], Math.abs(sum[m]) / Math.sqrt(squares[m]));
      }
    }
  }
  // With u = |Σ ±part| / √Σ part² the t of the flipped parts, whose own spread its error is, grows with u.
  const blocks = parts.length;
  return largest.map((values) => {
    const u = quantileOfSorted(values.sort(), level) ?? 0;
    return u > 0 && u * u < blocks - 1e-9 ? u * Math.sqrt((blocks - 1) / (blocks - u * u)) : null;
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
