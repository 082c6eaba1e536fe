import { expect, test } from "vitest";
import { maximiseBounded } from "../../../src/science/random-walk/bounded-bfgs.ts";
import { convexifyBlocks, diagonalise } from "../../../src/science/random-walk/convexify.ts";

const box = (n: number, lower: number, upper: number) => ({
  lower: new Float64Array(n).fill(lower),
  upper: new Float64Array(n).fill(upper),
  gradientTolerance: 1e-7,
  maxIterations: 500,
  maxStep: 3,
});

/** −f and its slope, as an objective. */
function descend(f: (x: Float64Array) => number, slope: (x: Float64Array) => readonly number[]) {
  let at = new Float64Array();
  return {
    value(x: Float64Array) {
      at = Float64Array.from(x);
      return -f(x);
    },
    gradient(out: Float64Array) {
      out.set(slope(at).map((g) => -g));
    },
  };
}

const rosenbrock = descend(
  ([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  ([x, y]) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
);

test("Rosenbrock's valley is followed to its end", () => {
  const result = maximiseBounded(rosenbrock, Float64Array.of(-1.2, 1), box(2, -5, 5));
  expect(result.converged).toBe(true);
  expect(result.point[0]).toBeCloseTo(1, 6);
  expect(result.point[1]).toBeCloseTo(1, 6);
});

test("an optimum outside the box is found on its wall", () => {
  // With x ≤ ½ the least of Rosenbrock's function is at (½, ¼).
  const result = maximiseBounded(rosenbrock, Float64Array.of(-1.2, 0.3), box(2, -5, 0.5));
  expect(result.converged).toBe(true);
  expect(result.point[0]).toBe(0.5);
  expect(result.point[1]).toBeCloseTo(0.25, 6);
});

test("a convex slope far from the optimum is crossed in growing steps", () => {
  // −1/(1 + x²) is convex beyond 1/√3: from 40 away plain gradient steps would take thousands.
  const well = descend(
    ([x]) => -1 / (1 + (x / 10) ** 2),
    ([x]) => [(2 * x) / 100 / (1 + (x / 10) ** 2) ** 2],
  );
  const result = maximiseBounded(well, Float64Array.of(40), { ...box(1, -100, 100), maxIterations: 60 });
  expect(result.converged).toBe(true);
  expect(result.point[0]).toBeCloseTo(0, 4);
});

test("eigenvalues and vectors rebuild the matrix", () => {
  const matrix = Float64Array.of(2, -1, 0.5, -1, 0.3, 2, 0.5, 2, -1);
  const a = matrix.slice();
  const v = new Float64Array(9);
  diagonalise(a, v, 3);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0;
      for (let m = 0; m < 3; m++) sum += v[3 * i + m] * a[3 * m + m] * v[3 * j + m];
      expect(sum).toBeCloseTo(matrix[3 * i + j], 13);
    }
  }
});

test("only indefinite blocks are made convex, by their negative eigenvalues alone", () => {
  // [[2, 0], [0, 1]] stays; [[0, 2], [2, 0]] has eigenvalues ±2.
  const blocks = Float64Array.of(2, 0, 1, 0, 2, 0);
  convexifyBlocks(blocks, 2, 2);
  expect(Array.from(blocks.subarray(0, 3))).toEqual([2, 0, 1]);
  [1, 1, 1].forEach((value, i) => {
    expect(blocks[3 + i]).toBeCloseTo(value, 5);
  });
});
