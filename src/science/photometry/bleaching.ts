/** F(t) = offset + amplitudeFast · exp(−t/tauFastS) + amplitudeSlow · exp(−t/tauSlowS), t in seconds from the start. */
export interface BleachingCurve {
  readonly offset: number;
  readonly amplitudeFast: number;
  readonly tauFastS: number;
  readonly amplitudeSlow: number;
  readonly tauSlowS: number;
}

const GRID_SIZE = 14;
const MAX_STEPS = 200;
const CONVERGED = 1e-14;

/**
 * Least-squares double exponential (SCIENCE §5): the best of a grid of time constants, each with its linear
 * least-squares amplitudes, then Levenberg–Marquardt on all five parameters. Time constants stay between
 * a thousandth of the recording and ten times it; amplitudes are free, as fluorescence may also rise.
 *
 * @param means means of consecutive blocks of the trace, at least 8; exact for blocks of any length, because the
 *   model is averaged over the block as the trace was
 * @returns null where the means are too few or do not vary
 */
export function fitBleaching(
  means: Float64Array,
  blockSamples: number,
  sampleRateHz: number,
): BleachingCurve | null {
  const n = means.length;
  if (n < 8) return null;
  const durationS = (n * blockSamples) / sampleRateHz;
  const blocks: Blocks = { n, blockSamples, dtS: 1 / sampleRateHz };
  let low = means[0];
  let high = means[0];
  for (const mean of means) {
    low = Math.min(low, mean);
    high = Math.max(high, mean);
  }
  if (!(high > low)) return null;
  const bounds = [Math.log(durationS / 1000), Math.log(durationS * 10)] as const;
  const start = bestOfGrid(means, blocks, bounds);
  return start === null ? null : refine(means, blocks, start, bounds);
}

/** The curve's value at a time. */
export function bleachingAt(curve: BleachingCurve, timeS: number): number {
  return (
    curve.offset +
    curve.amplitudeFast * Math.exp(-timeS / curve.tauFastS) +
    curve.amplitudeSlow * Math.exp(-timeS / curve.tauSlowS)
  );
}

interface Blocks {
  readonly n: number;
  readonly blockSamples: number;
  readonly dtS: number;
}

/** Means of exp(−t/τ) over the blocks: a geometric series. */
function decay({ n, blockSamples, dtS }: Blocks, tauS: number): Float64Array {
  const q = Math.exp(-dtS / tauS);
  const ofBlock =
    q === 1 ? 1 : -Math.expm1((-blockSamples * dtS) / tauS) / (-Math.expm1(-dtS / tauS) * blockSamples);
  return Float64Array.from({ length: n }, (_, i) => ofBlock * Math.exp((-i * blockSamples * dtS) / tauS));
}

/** [offset, amplitudeFast, amplitudeSlow, log τ fast, log τ slow] */
type Parameters = Float64Array;

function bestOfGrid(
  means: Float64Array,
  blocks: Blocks,
  [low, high]: readonly [number, number],
): Parameters | null {
  const logs = Array.from({ length: GRID_SIZE }, (_, i) => low + ((high - low) * (i + 1)) / (GRID_SIZE + 1));
  const columns = logs.map((log) => decay(blocks, Math.exp(log)));
  const ones = new Float64Array(blocks.n).fill(1);
  let best: Parameters | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < GRID_SIZE; i++) {
    for (let j = i + 1; j < GRID_SIZE; j++) {
      const design = [ones, columns[i], columns[j]];
      const linear = solve(
        gram(design),
        design.map((column) => dot(column, means)),
      );
      if (linear === null) continue;
      let sum = 0;
      for (let t = 0; t < blocks.n; t++) {
        sum += (means[t] - linear[0] - linear[1] * columns[i][t] - linear[2] * columns[j][t]) ** 2;
      }
      if (sum < least) {
        least = sum;
        best = Float64Array.of(linear[0], linear[1], linear[2], logs[i], logs[j]);
      }
    }
  }
  return best;
}

function refine(
  means: Float64Array,
  blocks: Blocks,
  start: Parameters,
  [low, high]: readonly [number, number],
): BleachingCurve {
  let at = start;
  let { sum, jacobian, residual } = linearised(means, blocks, at);
  let damping = 1e-3;
  for (let step = 0; step < MAX_STEPS && damping < 1e12; step++) {
    const normal = gram(jacobian);
    for (let k = 0; k < 5; k++) normal[k][k] += damping * (normal[k][k] + 1e-300);
    const move = solve(
      normal,
      jacobian.map((column) => dot(column, residual)),
    );
    if (move === null) {
      damping *= 10;
      continue;
    }
    const tried = at.map((value, k) => value + move[k]);
    for (const k of [3, 4]) tried[k] = Math.min(high, Math.max(low, tried[k]));
    const there = linearised(means, blocks, tried);
    if (!(there.sum < sum)) {
      damping *= 10;
      continue;
    }
    const gain = sum - there.sum;
    at = tried;
    ({ sum, jacobian, residual } = there);
    damping = Math.max(1e-14, damping / 10);
    if (gain <= CONVERGED * sum) break;
  }
  const fastFirst = at[3] <= at[4];
  return {
    offset: at[0],
    amplitudeFast: at[fastFirst ? 1 : 2],
    tauFastS: Math.exp(at[fastFirst ? 3 : 4]),
    amplitudeSlow: at[fastFirst ? 2 : 1],
    tauSlowS: Math.exp(at[fastFirst ? 4 : 3]),
  };
}

/** Residuals and the model's derivatives; those by log τ are differences of the block means themselves. */
function linearised(means: Float64Array, blocks: Blocks, at: Parameters) {
  const h = 1e-5;
  const [fast, slow] = [3, 4].map((k) => decay(blocks, Math.exp(at[k])));
  const slopes = [3, 4].map((k) => {
    const above = decay(blocks, Math.exp(at[k] + h));
    const below = decay(blocks, Math.exp(at[k] - h));
    return above.map((value, t) => (at[k - 2] * (value - below[t])) / (2 * h));
  });
  const residual = means.map((mean, t) => mean - at[0] - at[1] * fast[t] - at[2] * slow[t]);
  const ones = new Float64Array(blocks.n).fill(1);
  return { sum: dot(residual, residual), residual, jacobian: [ones, fast, slow, ...slopes] };
}

function gram(columns: readonly Float64Array[]): number[][] {
  return columns.map((a) => columns.map((b) => dot(a, b)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}

/** Solves a symmetric positive definite system by Cholesky; null where it is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | null {
  const n = right.length;
  const l = matrix.map((row) => [...row]);
  const x = [...right];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= l[i][k] * l[j][k];
      if (i !== j) l[i][j] = sum / l[j][j];
      else if (sum > 1e-15 * matrix[i][i]) l[i][i] = Math.sqrt(sum);
      else return null;
    }
    for (let k = 0; k < i; k++) x[i] -= l[i][k] * x[k];
    x[i] /= l[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= l[k][i] * x[k];
    x[i] /= l[i][i];
  }
  return x;
}
