import { expect, test } from "vitest";
import { eigenvalues, eigenvector } from "../../../src/science/network/eigenvalues.ts";
import { seededRandom } from "../../../src/science/random.ts";

test("a companion matrix has the roots of its polynomial: (x − 2)(x² + 1)", () => {
  const found = eigenvalues(Float64Array.of(0, 1, 0, 0, 0, 1, 2, -1, 2), 3);
  expect(found[0].re).toBeCloseTo(2, 12);
  expect(found[0].im).toBe(0);
  // Equal real parts but for rounding: the pair may come in either order.
  for (const { re, im } of found.slice(1)) {
    expect(re).toBeCloseTo(0, 12);
    expect(Math.abs(im)).toBeCloseTo(1, 12);
  }
  expect(found[1].im + found[2].im).toBeCloseTo(0, 12);
});

test("a rotation by 120° in three axes, which unshifted QR would cycle on, has the cube roots of 1", () => {
  const found = eigenvalues(Float64Array.of(0, 0, 1, 1, 0, 0, 0, 1, 0), 3);
  expect(found[0].re).toBeCloseTo(1, 12);
  expect(found[1].re).toBeCloseTo(-0.5, 12);
  expect(Math.abs(found[1].im)).toBeCloseTo(Math.sqrt(3) / 2, 12);
});

test("a singular matrix of zeros has zeros", () => {
  expect(eigenvalues(new Float64Array(16), 4).every(({ re, im }) => re === 0 && im === 0)).toBe(true);
});

test("random matrices up to 9 × 9 keep the traces of their first two powers, and real eigenvectors fit", () => {
  const random = seededRandom(3);
  for (let round = 0; round < 300; round++) {
    const n = 1 + random.integer(9);
    const m = Float64Array.from({ length: n * n }, () => random.normal());
    const found = eigenvalues(m, n);
    let trace = 0;
    let traceOfSquare = 0;
    for (let i = 0; i < n; i++) {
      trace += m[i * n + i];
      for (let j = 0; j < n; j++) traceOfSquare += m[i * n + j] * m[j * n + i];
    }
    expect(found.reduce((sum, { re }) => sum + re, 0)).toBeCloseTo(trace, 9);
    expect(found.reduce((sum, { re, im }) => sum + re * re - im * im, 0)).toBeCloseTo(traceOfSquare, 8);
    for (const { re, im } of found) {
      if (im !== 0) continue;
      const v = eigenvector(m, n, re);
      for (let i = 0; i < n; i++) {
        const product = v.reduce((sum, x, j) => sum + m[i * n + j] * x, 0);
        expect(Math.abs(product - re * v[i])).toBeLessThan(1e-6);
      }
    }
  }
});
