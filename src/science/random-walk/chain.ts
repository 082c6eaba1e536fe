import { factorChain3, solveChain3 } from "./chain-3.ts";
import { packedIndex, packedLength } from "./observation-model.ts";
import type { StepMean } from "./step-mean.ts";

/**
 * The block-tridiagonal system of a random walk with observations: factorisation, solution, covariances.
 *
 * The negative Hessian has the blocks A_t = W_t + V_t⁻¹ + V_{t+1}⁻¹ on its diagonal and −V_t⁻¹ beside it,
 * where W_t is the observation's curvature and V_t the diagonal variance of the step into trial t. It is
 * eliminated forwards in information form, scaled by D = V_{t+1}^½, so that nothing cancels however small the
 * steps are:
 *
 *     J_t = W_t + P_t             information on trial t from trials ≤ t; P_0 = V_0⁻¹
 *     I + D J_t D = L Lᵀ,  X = L⁻¹ D J_t,  P_{t+1} = J_t − Xᵀ X = (J_t⁻¹ + V_{t+1})⁻¹
 *
 * Σ log det(I + D J_t D) + log det J_last is then log det(−H) + Σ_{t≥1} log det V_t.
 *
 * Where a learning rule moves the walk's mean by F_t = ∂f_t/∂e, the same is done in the coordinates F_t e_t:
 * J is replaced by F⁻ᵀ J F⁻¹, solutions and covariances are mapped back by F⁻¹, and 2 log |det F_t| is added.
 */
export interface Chain {
  readonly nTrials: number;
  readonly nParams: number;
  /** 1 on trials that the walk enters by a session step (never trial 0). */
  readonly sessionStep: Uint8Array;
  /** Step SD within (row 0) and between (row 1) sessions, 2×K. */
  readonly stepSd: Float64Array;
  /** SD of each parameter on trial 0, K. */
  readonly initSd: Float64Array;
  /** Null where the walk has no learning rule. */
  readonly stepMean: StepMean | null;
  /** L of each trial, packed, with its diagonal inverted; on the last trial L Lᵀ = J. */
  readonly lower: Float64Array;
  /** X of each trial, K×K row-major. */
  readonly coupling: Float64Array;
  /** Work space of a solve, N×K. */
  readonly rhs: Float64Array;
}

export function createChain(
  nParams: number,
  sessionStep: Uint8Array,
  stepMean: StepMean | null = null,
): Chain {
  const nTrials = sessionStep.length;
  return {
    nTrials,
    nParams,
    sessionStep,
    stepSd: new Float64Array(2 * nParams),
    initSd: new Float64Array(nParams),
    stepMean,
    lower: new Float64Array(nTrials * packedLength(nParams)),
    coupling: new Float64Array(nTrials * nParams * nParams),
    rhs: new Float64Array(nTrials * nParams),
  };
}

/**
 * Factors the negative Hessian with these curvature blocks (N packed blocks).
 *
 * @returns log det(−H) + Σ_t log det V_t, or NaN if the matrix is not positive definite
 */
export function factorChain(chain: Chain, curvature: Float64Array): number {
  const { nTrials, nParams, sessionStep, stepSd, initSd, stepMean, lower, coupling } = chain;
  if (nParams === 3 && stepMean === null) return factorChain3(chain, curvature);
  const packed = packedLength(nParams);
  const info = new Float64Array(packed);
  const work = new Float64Array(packed);
  const half = new Float64Array(nParams * nParams);
  let logDet = stepMean === null ? 0 : 2 * stepMean.logDet[0];
  for (let k = 0, at = 0; k < nParams; k++) {
    at += k;
    info[at++] = 1 / (initSd[k] * initSd[k]);
    logDet += 2 * Math.log(initSd[k]);
  }
  for (let t = 0; t < nTrials; t++) {
    const block = t * packed;
    for (let i = 0; i < packed; i++) info[i] += curvature[block + i];
    const last = t === nTrials - 1;
    const sd = last ? -1 : sessionStep[t + 1] * nParams;
    if (stepMean !== null && !last)
      pushInformation(info, stepMean.inverse, t * nParams * nParams, nParams, half);
    if (last) {
      work.set(info);
    } else {
      for (let i = 0, at = 0; i < nParams; i++) {
        for (let j = 0; j <= i; j++, at++) work[at] = stepSd[sd + i] * info[at] * stepSd[sd + j];
        work[at - 1] += 1;
      }
    }
    const pivots = cholesky(work, nParams, lower, block);
    if (!(pivots > 0)) return Number.NaN;
    logDet += 2 * Math.log(pivots);
    if (last) break;

    const x = t * nParams * nParams;
    for (let i = 0; i < nParams; i++) {
      const row = block + (i * (i + 1)) / 2;
      for (let j = 0; j < nParams; j++) {
        let sum = stepSd[sd + i] * info[packedIndex(i, j)];
        for (let m = 0; m < i; m++) sum -= lower[row + m] * coupling[x + m * nParams + j];
        coupling[x + i * nParams + j] = sum * lower[row + i];
      }
    }
    for (let i = 0, at = 0; i < nParams; i++) {
      for (let j = 0; j <= i; j++, at++) {
        let sum = 0;
        for (let m = 0; m < nParams; m++)
          sum += coupling[x + m * nParams + i] * coupling[x + m * nParams + j];
        info[at] -= sum;
      }
    }
  }
  return logDet;
}

/** Solves (−H) out = right for the factored chain; `out` may be `right`. N×K each. */
export function solveChain(chain: Chain, right: Float64Array, out: Float64Array): void {
  const { nTrials, nParams, sessionStep, stepSd, stepMean, lower, coupling, rhs } = chain;
  if (nParams === 3 && stepMean === null) {
    solveChain3(chain, right, out);
    return;
  }
  const packed = packedLength(nParams);
  const y = new Float64Array(nParams);
  const mapped = new Float64Array(nParams);
  for (let t = 0; t < nTrials; t++) {
    const row = t * nParams;
    const block = t * packed;
    const x = row * nParams;
    const last = t === nTrials - 1;
    const sd = last ? 0 : sessionStep[t + 1] * nParams;
    for (let i = 0; i < nParams; i++) y[i] += right[row + i];
    if (stepMean !== null && !last) {
      for (let i = 0; i < nParams; i++) {
        mapped[i] = 0;
        for (let m = 0; m < nParams; m++) mapped[i] += stepMean.inverse[x + m * nParams + i] * y[m];
      }
      y.set(mapped);
    }
    for (let i = 0, at = block; i < nParams; i++) {
      let sum = last ? y[i] : stepSd[sd + i] * y[i];
      for (let m = 0; m < i; m++) sum -= lower[at++] * rhs[row + m];
      rhs[row + i] = sum * lower[at++];
    }
    for (let i = 0; i < nParams; i++) {
      for (let m = 0; m < nParams; m++) y[i] -= coupling[x + m * nParams + i] * rhs[row + m];
    }
  }
  for (let t = nTrials - 1; t >= 0; t--) {
    const row = t * nParams;
    const block = t * packed;
    const x = row * nParams;
    const last = t === nTrials - 1;
    const next = row + nParams;
    const sd = last ? 0 : sessionStep[t + 1] * nParams;
    for (let i = nParams - 1; i >= 0; i--) {
      let sum = rhs[row + i];
      if (!last) for (let m = 0; m < nParams; m++) sum -= coupling[x + i * nParams + m] * out[next + m];
      for (let m = i + 1; m < nParams; m++) sum -= lower[block + (m * (m + 1)) / 2 + i] * y[m];
      y[i] = sum * lower[block + (i * (i + 1)) / 2 + i];
    }
    for (let i = 0; i < nParams; i++) {
      out[row + i] = last ? y[i] : out[next + i] + stepSd[sd + i] * y[i];
    }
    if (stepMean !== null && !last) {
      for (let i = 0; i < nParams; i++) mapped[i] = out[row + i];
      for (let i = 0; i < nParams; i++) {
        out[row + i] = 0;
        for (let m = 0; m < nParams; m++) out[row + i] += stepMean.inverse[x + i * nParams + m] * mapped[m];
      }
    }
  }
}

/**
 * Cholesky factor of a packed symmetric block, written at `at` with its diagonal inverted.
 *
 * @returns the product of the pivots (the root of the determinant), or NaN if the block is not positive
 *   definite
 */
export function cholesky(block: Float64Array, nParams: number, out: Float64Array, at: number): number {
  let product = 1;
  for (let i = 0; i < nParams; i++) {
    const row = (i * (i + 1)) / 2;
    for (let j = 0; j <= i; j++) {
      const other = (j * (j + 1)) / 2;
      let sum = block[row + j];
      for (let m = 0; m < j; m++) sum -= out[at + row + m] * out[at + other + m];
      if (j < i) {
        out[at + row + j] = sum * out[at + other + j];
      } else {
        if (!(sum > 0)) return Number.NaN;
        const pivot = Math.sqrt(sum);
        product *= pivot;
        out[at + row + i] = 1 / pivot;
      }
    }
  }
  return product;
}

/** Replaces the packed block J by F⁻ᵀ J F⁻¹; `half` is work space, K×K. */
function pushInformation(
  info: Float64Array,
  inverse: Float64Array,
  at: number,
  nParams: number,
  half: Float64Array,
): void {
  for (let i = 0; i < nParams; i++) {
    for (let j = 0; j < nParams; j++) {
      let sum = 0;
      for (let m = 0; m < nParams; m++) sum += info[packedIndex(i, m)] * inverse[at + m * nParams + j];
      half[i * nParams + j] = sum;
    }
  }
  for (let i = 0, k = 0; i < nParams; i++) {
    for (let j = 0; j <= i; j++, k++) {
      let sum = 0;
      for (let m = 0; m < nParams; m++) sum += inverse[at + m * nParams + i] * half[m * nParams + j];
      info[k] = sum;
    }
  }
}
