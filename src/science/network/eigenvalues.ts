/**
 * Eigenvalues of a small real matrix by the QR algorithm (Golub & Van Loan 2013, §7.5), in complex arithmetic on
 * the Hessenberg form: shifts need no special case for conjugate pairs.
 */

import { solve } from "./small-matrix.ts";

export interface Eigenvalue {
  readonly re: number;
  readonly im: number;
}

const MAX_ITERATIONS = 200;

/**
 * @param matrix row-major n²; not changed
 * @returns n eigenvalues, the largest real part first
 */
export function eigenvalues(matrix: Float64Array, n: number): readonly Eigenvalue[] {
  const re = hessenberg(matrix, n);
  const im = new Float64Array(n * n);
  let scale = 0;
  for (const value of re) scale = Math.max(scale, Math.abs(value));
  const found: Eigenvalue[] = [];
  let last = n - 1;
  let iterations = 0;
  while (last >= 0) {
    let first = last;
    while (first > 0) {
      const below = first * n + first - 1;
      const size = Math.hypot(re[below], im[below]);
      const around =
        Math.hypot(re[below - n], im[below - n]) + Math.hypot(re[first * (n + 1)], im[first * (n + 1)]);
      if (size <= 1e-16 * (around > 0 ? around : scale)) break;
      first--;
    }
    if (first === last) {
      const at = last * (n + 1);
      found.push({ re: re[at], im: clean(im[at], re[at], scale) });
      last--;
      iterations = 0;
      continue;
    }
    if (++iterations > MAX_ITERATIONS) throw new Error("the QR algorithm did not converge");
    // Every tenth step an unusual shift breaks a cycle.
    const shift = iterations % 10 === 0 ? { re: scale, im: scale / 3 } : wilkinsonShift(re, im, n, last);
    qrStep(re, im, n, first, last, shift);
  }
  return found.sort((a, b) => b.re - a.re || b.im - a.im);
}

/** A unit eigenvector of a real eigenvalue, its largest component positive, by inverse iteration. */
export function eigenvector(matrix: Float64Array, n: number, value: number): Float64Array {
  let scale = Math.abs(value);
  for (const entry of matrix) scale = Math.max(scale, Math.abs(entry));
  let vector: Float64Array = Float64Array.from({ length: n }, (_, i) => 1 + 0.1 * Math.sin(3 * i + 1));
  // Off the eigenvalue by as little as lets the system be solved.
  for (let offset = 1e-12; offset < 1e-6; offset *= 10) {
    const shifted = matrix.slice();
    for (let i = 0; i < n; i++) shifted[i * (n + 1)] -= value + offset * scale;
    const next = solve(shifted, vector);
    if (!next) continue;
    const again = solve(shifted, unit(next));
    vector = unit(again ?? next);
    break;
  }
  const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return largest < 0 ? vector.map((x) => -x) : vector;
}

function unit(vector: Float64Array): Float64Array<ArrayBuffer> {
  const length = Math.hypot(...vector);
  return Float64Array.from(vector, (x) => x / length);
}

/** Similar upper Hessenberg matrix by elimination with pivots. */
function hessenberg(matrix: Float64Array, n: number): Float64Array {
  const h = matrix.slice();
  for (let c = 0; c < n - 2; c++) {
    let pivot = c + 1;
    for (let i = c + 2; i < n; i++) if (Math.abs(h[i * n + c]) > Math.abs(h[pivot * n + c])) pivot = i;
    if (h[pivot * n + c] === 0) continue;
    if (pivot !== c + 1) {
      for (let k = 0; k < n; k++) swap(h, pivot * n + k, (c + 1) * n + k);
      for (let k = 0; k < n; k++) swap(h, k * n + pivot, k * n + c + 1);
    }
    for (let i = c + 2; i < n; i++) {
      const factor = h[i * n + c] / h[(c + 1) * n + c];
      if (factor === 0) continue;
      for (let k = 0; k < n; k++) h[i * n + k] -= factor * h[(c + 1) * n + k];
      for (let k = 0; k < n; k++) h[k * n + c + 1] += factor * h[k * n + i];
      h[i * n + c] = 0;
    }
  }
  return h;
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a];
  values[a] = values[b];
  values[b] = kept;
}

/** The eigenvalue of the last 2 × 2 block that is nearer to its last entry. */
function wilkinsonShift(re: Float64Array, im: Float64Array, n: number, last: number): Eigenvalue {
  const a = (last - 1) * (n + 1);
  const d = last * (n + 1);
  const halfRe = (re[a] - re[d]) / 2;
  const halfIm = (im[a] - im[d]) / 2;
  const b = a + 1;
  const c = d - 1;
  const squareRe = halfRe * halfRe - halfIm * halfIm + re[b] * re[c] - im[b] * im[c];
  const squareIm = 2 * halfRe * halfIm + re[b] * im[c] + im[b] * re[c];
  const size = Math.hypot(squareRe, squareIm);
  let rootRe = Math.sqrt(Math.max(0, (size + squareRe) / 2));
  let rootIm = Math.sqrt(Math.max(0, (size - squareRe) / 2)) * (squareIm < 0 ? -1 : 1);
  // Of d + half ± root the nearer to d is that in which they cancel.
  if (halfRe * rootRe + halfIm * rootIm > 0) {
    rootRe = -rootRe;
    rootIm = -rootIm;
  }
  return { re: re[d] + halfRe + rootRe, im: im[d] + halfIm + rootIm };
}

/** One step H ← RQ + shift, with H − shift = QR by complex Givens rotations, on rows and columns first … last. */
function qrStep(
  re: Float64Array,
  im: Float64Array,
  n: number,
  first: number,
  last: number,
  shift: Eigenvalue,
): void {
  for (let k = first; k <= last; k++) {
    re[k * (n + 1)] -= shift.re;
    im[k * (n + 1)] -= shift.im;
  }
  const rotations: (readonly [number, number, number])[] = [];
  for (let k = first; k < last; k++) {
    const p = k * (n + 1);
    const q = p + n;
    const size = Math.hypot(re[p], im[p], re[q], im[q]);
    const pSize = Math.hypot(re[p], im[p]);
    // Rows (k, k + 1) ← [[c, s], [−s̄, c]] with c real; s carries the phases.
    const c = size === 0 ? 1 : pSize / size;
    const phaseRe = pSize === 0 ? 1 : re[p] / pSize;
    const phaseIm = pSize === 0 ? 0 : im[p] / pSize;
    const sRe = size === 0 ? 0 : (phaseRe * re[q] + phaseIm * im[q]) / size;
    const sIm = size === 0 ? 0 : (phaseIm * re[q] - phaseRe * im[q]) / size;
    rotations.push([c, sRe, sIm]);
    for (let j = k; j <= last; j++) {
      const x = k * n + j;
      const y = x + n;
      const [xr, xi, yr, yi] = [re[x], im[x], re[y], im[y]];
      re[x] = c * xr + sRe * yr - sIm * yi;
      im[x] = c * xi + sRe * yi + sIm * yr;
      re[y] = -sRe * xr - sIm * xi + c * yr;
      im[y] = -sRe * xi + sIm * xr + c * yi;
    }
  }
  rotations.forEach(([c, sRe, sIm], index) => {
    const k = first + index;
    for (let i = first; i <= Math.min(k + 1, last); i++) {
      const x = i * n + k;
      const y = x + 1;
      const [xr, xi, yr, yi] = [re[x], im[x], re[y], im[y]];
      re[x] = c * xr + sRe * yr + sIm * yi;
      im[x] = c * xi + sRe * yi - sIm * yr;
      re[y] = -sRe * xr + sIm * xi + c * yr;
      im[y] = -sRe * xi - sIm * xr + c * yi;
    }
  });
  for (let k = first; k <= last; k++) {
    re[k * (n + 1)] += shift.re;
    im[k * (n + 1)] += shift.im;
  }
}

/** 0 for an imaginary part that is rounding. */
function clean(im: number, re: number, scale: number): number {
  return Math.abs(im) <= 1e-10 * Math.max(Math.abs(re), 1e-4 * scale) ? 0 : im;
}
