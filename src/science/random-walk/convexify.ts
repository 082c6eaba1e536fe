import { packedLength } from "./observation-model.ts";

/**
 * Replaces each packed symmetric block by the one with its negative eigenvalues set to a small positive
 * fraction of its largest: the nearest safe Newton metric. Cyclic Jacobi rotations.
 */
export function convexifyBlocks(blocks: Float64Array, nParams: number, nBlocks: number): void {
  const packed = packedLength(nParams);
  const a = new Float64Array(nParams * nParams);
  const vectors = new Float64Array(nParams * nParams);
  for (let b = 0; b < nBlocks; b++) {
    for (let i = 0, at = b * packed; i < nParams; i++) {
      for (let j = 0; j <= i; j++, at++) {
        a[i * nParams + j] = blocks[at];
        a[j * nParams + i] = blocks[at];
      }
    }
    diagonalise(a, vectors, nParams);
    let smallest = Number.POSITIVE_INFINITY;
    let largest = 0;
    for (let i = 0; i < nParams; i++) {
      const value = a[i * nParams + i];
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, Math.abs(value));
    }
    if (smallest >= 0) continue;
    const floor = 1e-6 * largest;
    for (let i = 0, at = b * packed; i < nParams; i++) {
      for (let j = 0; j <= i; j++, at++) {
        let sum = 0;
        for (let m = 0; m < nParams; m++) {
          const value = Math.max(a[m * nParams + m], floor);
          sum += value * vectors[i * nParams + m] * vectors[j * nParams + m];
        }
        blocks[at] = sum;
      }
    }
  }
}

/** Jacobi's method: leaves eigenvalues on a's diagonal and eigenvectors in the columns of `vectors`. */
export function diagonalise(a: Float64Array, vectors: Float64Array, n: number): void {
  vectors.fill(0);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i * n + i] * a[i * n + i];
      for (let j = 0; j < i; j++) off += a[i * n + j] * a[i * n + j];
    }
    if (off <= 1e-30 * diagonal || off === 0) return;
    for (let p = 1; p < n; p++) {
      for (let q = 0; q < p; q++) {
        const apq = a[p * n + q];
        if (apq === 0) continue;
        const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(tangent * tangent + 1);
        const s = tangent * c;
        for (let m = 0; m < n; m++) {
          const mp = a[m * n + p];
          const mq = a[m * n + q];
          a[m * n + p] = c * mp - s * mq;
          a[m * n + q] = s * mp + c * mq;
        }
        for (let m = 0; m < n; m++) {
          const pm = a[p * n + m];
          const qm = a[q * n + m];
          a[p * n + m] = c * pm - s * qm;
          a[q * n + m] = s * pm + c * qm;
        }
        for (let m = 0; m < n; m++) {
          const vp = vectors[m * n + p];
          const vq = vectors[m * n + q];
          vectors[m * n + p] = c * vp - s * vq;
          vectors[m * n + q] = s * vp + c * vq;
        }
      }
    }
  }
}
