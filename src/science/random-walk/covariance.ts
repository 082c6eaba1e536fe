import type { Chain } from "./chain.ts";
import { posteriorCovariance3 } from "./chain-3.ts";
import { packedIndex, packedLength } from "./observation-model.ts";

/**
 * The posterior of a factored chain, backwards in time: e_t − mode_t = gain_t (e_{t+1} − mode_{t+1}) +
 * noise_t ξ with ξ standard normal; on the last trial gain is 0.
 */
export interface BackwardKernel {
  /** N×K×K row-major. */
  readonly gain: Float64Array;
  /** N×K×K row-major; noise noiseᵀ is the covariance of e_t given e_{t+1}. */
  readonly noise: Float64Array;
}

/** gain = F⁻¹ (I − D L⁻ᵀ X) and noise = F⁻¹ D L⁻ᵀ of each trial, F being I without a learning rule. */
export function backwardKernel(chain: Chain): BackwardKernel {
  const { nTrials, nParams } = chain;
  const size = nParams * nParams;
  const gain = new Float64Array(nTrials * size);
  const noise = new Float64Array(nTrials * size);
  const shrink = new Float64Array(size);
  const { stepMean } = chain;
  for (let t = 0; t < nTrials; t++) {
    trialNoise(chain, t, noise, t * size);
    if (t === nTrials - 1) break;
    trialShrink(chain, t, noise, t * size, shrink);
    for (let i = 0; i < size; i++) gain[t * size + i] = (i % (nParams + 1) === 0 ? 1 : 0) - shrink[i];
    if (stepMean !== null) {
      multiplyInto(stepMean.inverse, gain, t * size, nParams);
      multiplyInto(stepMean.inverse, noise, t * size, nParams);
    }
  }
  return { gain, noise };
}

/**
 * Joint posterior covariance of each trial's parameters: C_t = noise noiseᵀ + gain C_{t+1} gainᵀ.
 *
 * @param covariance N packed blocks, written
 * @param stepVariance N×K, written unless null: posterior variance of each step's noise, e_t − F_{t−1}
 *   e_{t−1} (of e_0 on trial 0), as noise noiseᵀ + (I − gain) C_{t+1} (I − gain)ᵀ before F⁻¹, which does not
 *   cancel when steps are small
 */
export function posteriorCovariance(
  chain: Chain,
  covariance: Float64Array,
  stepVariance: Float64Array | null,
): void {
  const { nTrials, nParams, stepMean } = chain;
  if (nParams === 3 && stepMean === null) {
    posteriorCovariance3(chain, covariance, stepVariance);
    return;
  }
  const packed = packedLength(nParams);
  const size = nParams * nParams;
  const noise = new Float64Array(size);
  const shrink = new Float64Array(size);
  const product = new Float64Array(size);
  for (let t = nTrials - 1; t >= 0; t--) {
    trialNoise(chain, t, noise, 0);
    const block = t * packed;
    for (let i = 0, at = block; i < nParams; i++) {
      for (let j = 0; j <= i; j++, at++) {
        let sum = 0;
        for (let m = i; m < nParams; m++) sum += noise[i * nParams + m] * noise[j * nParams + m];
        covariance[at] = sum;
      }
    }
    if (t < nTrials - 1) {
      trialShrink(chain, t, noise, 0, shrink);
      const next = block + packed;
      // product = shrink · C_{t+1}
      for (let i = 0; i < nParams; i++) {
        for (let j = 0; j < nParams; j++) {
          let sum = 0;
          for (let m = 0; m < nParams; m++) {
            sum += shrink[i * nParams + m] * covariance[next + packedIndex(m, j)];
          }
          product[i * nParams + j] = sum;
        }
      }
      for (let i = 0, at = block; i < nParams; i++) {
        for (let j = 0; j <= i; j++, at++) {
          let sum = 0;
          for (let m = 0; m < nParams; m++) sum += product[i * nParams + m] * shrink[j * nParams + m];
          if (i === j && stepVariance !== null) stepVariance[(t + 1) * nParams + i] = covariance[at] + sum;
          covariance[at] +=
            covariance[next + at - block] - product[i * nParams + j] - product[j * nParams + i] + sum;
        }
      }
    }
    if (stepMean !== null && t < nTrials - 1)
      pullCovariance(covariance, block, stepMean.inverse, t * size, nParams, product);
    if (t === 0 && stepVariance !== null) {
      for (let i = 0; i < nParams; i++) stepVariance[i] = covariance[(i * (i + 1)) / 2 + i];
    }
  }
}

/** Replaces the K×K matrix at `at` by the product of `left`'s matrix there and itself. */
function multiplyInto(left: Float64Array, matrix: Float64Array, at: number, nParams: number): void {
  const copy = matrix.slice(at, at + nParams * nParams);
  for (let i = 0; i < nParams; i++) {
    for (let j = 0; j < nParams; j++) {
      let sum = 0;
      for (let m = 0; m < nParams; m++) sum += left[at + i * nParams + m] * copy[m * nParams + j];
      matrix[at + i * nParams + j] = sum;
    }
  }
}

/** Replaces the packed block C by F⁻¹ C F⁻ᵀ; `half` is work space, K×K. */
function pullCovariance(
  covariance: Float64Array,
  block: number,
  inverse: Float64Array,
  at: number,
  nParams: number,
  half: Float64Array,
): void {
  for (let i = 0; i < nParams; i++) {
    for (let j = 0; j < nParams; j++) {
      let sum = 0;
      for (let m = 0; m < nParams; m++) {
        sum += inverse[at + i * nParams + m] * covariance[block + packedIndex(m, j)];
      }
      half[i * nParams + j] = sum;
    }
  }
  for (let i = 0, k = block; i < nParams; i++) {
    for (let j = 0; j <= i; j++, k++) {
      let sum = 0;
      for (let m = 0; m < nParams; m++) sum += half[i * nParams + m] * inverse[at + j * nParams + m];
      covariance[k] = sum;
    }
  }
}

/** Writes D L⁻ᵀ (on the last trial L⁻ᵀ) of trial t: upper triangular. */
export function trialNoise(chain: Chain, t: number, out: Float64Array, at: number): void {
  const { nTrials, nParams, sessionStep, stepSd, lower } = chain;
  const block = t * packedLength(nParams);
  const last = t === nTrials - 1;
  const sd = last ? 0 : sessionStep[t + 1] * nParams;
  // Column j of L⁻¹ by forward substitution is row j of L⁻ᵀ.
  for (let j = 0; j < nParams; j++) {
    for (let i = 0; i < nParams; i++) {
      if (i < j) {
        out[at + j * nParams + i] = 0;
        continue;
      }
      const row = block + (i * (i + 1)) / 2;
      let sum = i === j ? 1 : 0;
      for (let m = j; m < i; m++) sum -= lower[row + m] * out[at + j * nParams + m];
      out[at + j * nParams + i] = sum * lower[row + i];
    }
  }
  if (last) return;
  for (let j = 0; j < nParams; j++) {
    for (let i = j; i < nParams; i++) out[at + j * nParams + i] *= stepSd[sd + j];
  }
}

/** Writes I − gain = D L⁻ᵀ X of trial t, given its noise matrix. */
export function trialShrink(
  chain: Chain,
  t: number,
  noise: Float64Array,
  at: number,
  out: Float64Array,
): void {
  const { nParams, coupling } = chain;
  const x = t * nParams * nParams;
  for (let i = 0; i < nParams; i++) {
    for (let j = 0; j < nParams; j++) {
      let sum = 0;
      for (let m = i; m < nParams; m++) sum += noise[at + i * nParams + m] * coupling[x + m * nParams + j];
      out[i * nParams + j] = sum;
    }
  }
}
