import type { Chain } from "./chain.ts";

/**
 * The passes over a chain of three parameters without a learning rule, written out: the same arithmetic as
 * the general ones in chain.ts and covariance.ts, three times as fast. The logistic model of every strategy
 * analysis runs through here; tests hold both to the same dense algebra.
 *
 * Names: j.. are entries of J, l.. of L (l00, l11, l22 inverted), x.. of X, packed as in `Chain`.
 */

/** `factorChain` for three parameters. */
export function factorChain3(chain: Chain, curvature: Float64Array): number {
  const { nTrials, sessionStep, stepSd, initSd, lower, coupling } = chain;
  let j00 = 1 / (initSd[0] * initSd[0]);
  let j10 = 0;
  let j11 = 1 / (initSd[1] * initSd[1]);
  let j20 = 0;
  let j21 = 0;
  let j22 = 1 / (initSd[2] * initSd[2]);
  let logDet = 2 * Math.log(initSd[0] * initSd[1] * initSd[2]);
  for (let t = 0; t < nTrials; t++) {
    const b = t * 6;
    j00 += curvature[b];
    j10 += curvature[b + 1];
    j11 += curvature[b + 2];
    j20 += curvature[b + 3];
    j21 += curvature[b + 4];
    j22 += curvature[b + 5];
    const last = t === nTrials - 1;
    const sd = last ? 0 : sessionStep[t + 1] * 3;
    const d0 = last ? 1 : stepSd[sd];
    const d1 = last ? 1 : stepSd[sd + 1];
    const d2 = last ? 1 : stepSd[sd + 2];
    const one = last ? 0 : 1;
    // D J, of which the upper half is needed too.
    const s00 = d0 * j00;
    const s01 = d0 * j10;
    const s02 = d0 * j20;
    const s10 = d1 * j10;
    const s11 = d1 * j11;
    const s12 = d1 * j21;
    const s20 = d2 * j20;
    const s21 = d2 * j21;
    const s22 = d2 * j22;

    const p0 = one + s00 * d0;
    if (!(p0 > 0)) return Number.NaN;
    const q0 = Math.sqrt(p0);
    const l00 = 1 / q0;
    const l10 = s10 * d0 * l00;
    const l20 = s20 * d0 * l00;
    const p1 = one + s11 * d1 - l10 * l10;
    if (!(p1 > 0)) return Number.NaN;
    const q1 = Math.sqrt(p1);
    const l11 = 1 / q1;
    const l21 = (s21 * d1 - l20 * l10) * l11;
    const p2 = one + s22 * d2 - l20 * l20 - l21 * l21;
    if (!(p2 > 0)) return Number.NaN;
    const q2 = Math.sqrt(p2);
    const l22 = 1 / q2;
    lower[b] = l00;
    lower[b + 1] = l10;
    lower[b + 2] = l11;
    lower[b + 3] = l20;
    lower[b + 4] = l21;
    lower[b + 5] = l22;
    logDet += 2 * Math.log(q0 * q1 * q2);
    if (last) break;

    const x00 = s00 * l00;
    const x01 = s01 * l00;
    const x02 = s02 * l00;
    const x10 = (s10 - l10 * x00) * l11;
    const x11 = (s11 - l10 * x01) * l11;
    const x12 = (s12 - l10 * x02) * l11;
    const x20 = (s20 - l20 * x00 - l21 * x10) * l22;
    const x21 = (s21 - l20 * x01 - l21 * x11) * l22;
    const x22 = (s22 - l20 * x02 - l21 * x12) * l22;
    const c = t * 9;
    coupling[c] = x00;
    coupling[c + 1] = x01;
    coupling[c + 2] = x02;
    coupling[c + 3] = x10;
    coupling[c + 4] = x11;
    coupling[c + 5] = x12;
    coupling[c + 6] = x20;
    coupling[c + 7] = x21;
    coupling[c + 8] = x22;
    j00 -= x00 * x00 + x10 * x10 + x20 * x20;
    j10 -= x01 * x00 + x11 * x10 + x21 * x20;
    j11 -= x01 * x01 + x11 * x11 + x21 * x21;
    j20 -= x02 * x00 + x12 * x10 + x22 * x20;
    j21 -= x02 * x01 + x12 * x11 + x22 * x21;
    j22 -= x02 * x02 + x12 * x12 + x22 * x22;
  }
  return logDet;
}

/** `solveChain` for three parameters. */
export function solveChain3(chain: Chain, right: Float64Array, out: Float64Array): void {
  const { nTrials, sessionStep, stepSd, lower, coupling, rhs } = chain;
  let y0 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let t = 0; t < nTrials; t++) {
    const row = t * 3;
    const b = t * 6;
    const c = t * 9;
    const last = t === nTrials - 1;
    const sd = last ? 0 : sessionStep[t + 1] * 3;
    y0 += right[row];
    y1 += right[row + 1];
    y2 += right[row + 2];
    const q0 = (last ? y0 : stepSd[sd] * y0) * lower[b];
    const q1 = ((last ? y1 : stepSd[sd + 1] * y1) - lower[b + 1] * q0) * lower[b + 2];
    const q2 = ((last ? y2 : stepSd[sd + 2] * y2) - lower[b + 3] * q0 - lower[b + 4] * q1) * lower[b + 5];
    rhs[row] = q0;
    rhs[row + 1] = q1;
    rhs[row + 2] = q2;
    if (last) break;
    y0 -= coupling[c] * q0 + coupling[c + 3] * q1 + coupling[c + 6] * q2;
    y1 -= coupling[c + 1] * q0 + coupling[c + 4] * q1 + coupling[c + 7] * q2;
    y2 -= coupling[c + 2] * q0 + coupling[c + 5] * q1 + coupling[c + 8] * q2;
  }
  let o0 = 0;
  let o1 = 0;
  let o2 = 0;
  for (let t = nTrials - 1; t >= 0; t--) {
    const row = t * 3;
    const b = t * 6;
    const c = t * 9;
    const last = t === nTrials - 1;
    const sd = last ? 0 : sessionStep[t + 1] * 3;
    let r0 = rhs[row];
    let r1 = rhs[row + 1];
    let r2 = rhs[row + 2];
    if (!last) {
      r0 -= coupling[c] * o0 + coupling[c + 1] * o1 + coupling[c + 2] * o2;
      r1 -= coupling[c + 3] * o0 + coupling[c + 4] * o1 + coupling[c + 5] * o2;
      r2 -= coupling[c + 6] * o0 + coupling[c + 7] * o1 + coupling[c + 8] * o2;
    }
    const z2 = r2 * lower[b + 5];
    const z1 = (r1 - lower[b + 4] * z2) * lower[b + 2];
    const z0 = (r0 - lower[b + 1] * z1 - lower[b + 3] * z2) * lower[b];
    o0 = last ? z0 : o0 + stepSd[sd] * z0;
    o1 = last ? z1 : o1 + stepSd[sd + 1] * z1;
    o2 = last ? z2 : o2 + stepSd[sd + 2] * z2;
    out[row] = o0;
    out[row + 1] = o1;
    out[row + 2] = o2;
  }
}

/** `posteriorCovariance` for three parameters. */
export function posteriorCovariance3(
  chain: Chain,
  covariance: Float64Array,
  stepVariance: Float64Array | null,
): void {
  const { nTrials, sessionStep, stepSd, lower, coupling } = chain;
  let c00 = 0;
  let c10 = 0;
  let c11 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  for (let t = nTrials - 1; t >= 0; t--) {
    const b = t * 6;
    const last = t === nTrials - 1;
    const sd = last ? 0 : sessionStep[t + 1] * 3;
    const d0 = last ? 1 : stepSd[sd];
    const d1 = last ? 1 : stepSd[sd + 1];
    const d2 = last ? 1 : stepSd[sd + 2];
    // n.. = D L⁻ᵀ, upper triangular.
    const l21 = lower[b + 4];
    const n00 = d0 * lower[b];
    const i10 = -lower[b + 1] * lower[b] * lower[b + 2];
    const i21 = -l21 * lower[b + 2] * lower[b + 5];
    const i20 = -(lower[b + 3] * lower[b] + l21 * i10) * lower[b + 5];
    const n01 = d0 * i10;
    const n02 = d0 * i20;
    const n11 = d1 * lower[b + 2];
    const n12 = d1 * i21;
    const n22 = d2 * lower[b + 5];
    const e00 = n00 * n00 + n01 * n01 + n02 * n02;
    const e10 = n11 * n01 + n12 * n02;
    const e11 = n11 * n11 + n12 * n12;
    const e20 = n22 * n02;
    const e21 = n22 * n12;
    const e22 = n22 * n22;
    if (last) {
      c00 = e00;
      c10 = e10;
      c11 = e11;
      c20 = e20;
      c21 = e21;
      c22 = e22;
    } else {
      // a.. = D L⁻ᵀ X = I − gain, then h.. = a C₊.
      const c = t * 9;
      const x20 = coupling[c + 6];
      const x21 = coupling[c + 7];
      const x22 = coupling[c + 8];
      const a00 = n00 * coupling[c] + n01 * coupling[c + 3] + n02 * x20;
      const a01 = n00 * coupling[c + 1] + n01 * coupling[c + 4] + n02 * x21;
      const a02 = n00 * coupling[c + 2] + n01 * coupling[c + 5] + n02 * x22;
      const a10 = n11 * coupling[c + 3] + n12 * x20;
      const a11 = n11 * coupling[c + 4] + n12 * x21;
      const a12 = n11 * coupling[c + 5] + n12 * x22;
      const a20 = n22 * x20;
      const a21 = n22 * x21;
      const a22 = n22 * x22;
      const h00 = a00 * c00 + a01 * c10 + a02 * c20;
      const h01 = a00 * c10 + a01 * c11 + a02 * c21;
      const h02 = a00 * c20 + a01 * c21 + a02 * c22;
      const h10 = a10 * c00 + a11 * c10 + a12 * c20;
      const h11 = a10 * c10 + a11 * c11 + a12 * c21;
      const h12 = a10 * c20 + a11 * c21 + a12 * c22;
      const h20 = a20 * c00 + a21 * c10 + a22 * c20;
      const h21 = a20 * c10 + a21 * c11 + a22 * c21;
      const h22 = a20 * c20 + a21 * c21 + a22 * c22;
      const g00 = e00 + h00 * a00 + h01 * a01 + h02 * a02;
      const g11 = e11 + h10 * a10 + h11 * a11 + h12 * a12;
      const g22 = e22 + h20 * a20 + h21 * a21 + h22 * a22;
      if (stepVariance !== null) {
        const next = (t + 1) * 3;
        stepVariance[next] = g00;
        stepVariance[next + 1] = g11;
        stepVariance[next + 2] = g22;
      }
      c00 += g00 - 2 * h00;
      c11 += g11 - 2 * h11;
      c22 += g22 - 2 * h22;
      c10 += e10 + h10 * a00 + h11 * a01 + h12 * a02 - h10 - h01;
      c20 += e20 + h20 * a00 + h21 * a01 + h22 * a02 - h20 - h02;
      c21 += e21 + h20 * a10 + h21 * a11 + h22 * a12 - h21 - h12;
    }
    covariance[b] = c00;
    covariance[b + 1] = c10;
    covariance[b + 2] = c11;
    covariance[b + 3] = c20;
    covariance[b + 4] = c21;
    covariance[b + 5] = c22;
  }
  if (stepVariance !== null) {
    stepVariance[0] = c00;
    stepVariance[1] = c11;
    stepVariance[2] = c22;
  }
}
