/** Plain dense algebra, row-major, to hold the block solver to. Sizes are small; nothing here is shared with it. */

/** Determinant's logarithm and inverse by Gauss–Jordan elimination with partial pivoting. */
export function dense(matrix: readonly (readonly number[])[]): { logDet: number; inverse: number[][] } {
  const n = matrix.length;
  const a = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logDet = 0;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r][c]) > Math.abs(a[pivot][c])) pivot = r;
    [a[c], a[pivot]] = [a[pivot], a[c]];
    const p = a[c][c];
    logDet += Math.log(Math.abs(p));
    for (let j = 0; j < 2 * n; j++) a[c][j] /= p;
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const f = a[r][c];
      if (f !== 0) for (let j = 0; j < 2 * n; j++) a[r][j] -= f * a[c][j];
    }
  }
  return { logDet, inverse: a.map((row) => row.slice(n)) };
}

export function product(
  left: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number[][] {
  return left.map((row) => right[0].map((_, j) => row.reduce((sum, x, m) => sum + x * right[m][j], 0)));
}

export function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}
