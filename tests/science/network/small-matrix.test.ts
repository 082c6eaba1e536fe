import { expect, test } from "vitest";
import { cholesky, inverseOfPositive, solve } from "../../../src/science/network/small-matrix.ts";

// A = LLᵀ with L = [[2, 0, 0], [6, 1, 0], [−8, 5, 3]], the textbook example.
const positive = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);

test("the Cholesky factor of a positive definite matrix", () => {
  expect([...(cholesky(positive, 3) ?? [])]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
});

test("a matrix that is not positive definite has no factor and no inverse", () => {
  expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
  expect(inverseOfPositive(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
});

test("the inverse times the matrix is the identity", () => {
  const inverse = inverseOfPositive(positive, 3) ?? new Float64Array(9);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += inverse[3 * i + k] * positive[3 * k + j];
      expect(sum).toBeCloseTo(i === j ? 1 : 0, 9);
    }
  }
});

test("solving swaps rows where a pivot is 0, and says where there is no solution", () => {
  // 2y = 4, x + y = 5.
  expect([...(solve(Float64Array.of(0, 2, 1, 1), Float64Array.of(4, 5)) ?? [])]).toEqual([3, 2]);
  expect(solve(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 1))).toBeNull();
});
