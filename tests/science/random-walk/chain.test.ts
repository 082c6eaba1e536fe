import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { createChain, factorChain, solveChain } from "../../../src/science/random-walk/chain.ts";
import { backwardKernel, posteriorCovariance } from "../../../src/science/random-walk/covariance.ts";
import { packedLength } from "../../../src/science/random-walk/observation-model.ts";
import { dense, identity, product } from "./dense.ts";

const N = 13;

/** A random system of K parameters, some of whose blocks are indefinite, and its dense negative Hessian. */
function system(K: number, log2Sd: number, seed: number) {
  const random = seededRandom(seed);
  const sessionStep = Uint8Array.from({ length: N }, (_, t) => (t === 4 || t === 9 ? 1 : 0));
  const chain = createChain(K, sessionStep);
  for (let k = 0; k < K; k++) {
    chain.initSd[k] = 1 + random.uniform();
    chain.stepSd[k] = 2 ** log2Sd * (1 + random.uniform());
    chain.stepSd[K + k] = 2 ** (log2Sd + 1) * (1 + random.uniform());
  }
  const curvature = new Float64Array(N * packedLength(K));
  const blocks: number[][][] = [];
  for (let t = 0; t < N; t++) {
    const root = Array.from({ length: K }, () => Array.from({ length: K }, () => random.normal()));
    const block = product(
      root,
      root[0].map((_, j) => root.map((row) => row[j])),
    );
    if (t % 4 === 2) block[0][0] -= 0.3 * block[0][0];
    blocks.push(block);
    for (let i = 0, at = t * packedLength(K); i < K; i++)
      for (let j = 0; j <= i; j++) curvature[at++] = block[i][j];
  }
  const variance = (t: number, k: number) =>
    (t === 0 ? chain.initSd[k] : chain.stepSd[sessionStep[t] * K + k]) ** 2;
  const H = identity(N * K).map((row) => row.map(() => 0));
  for (let t = 0; t < N; t++) {
    for (let i = 0; i < K; i++) {
      for (let j = 0; j < K; j++) H[t * K + i][t * K + j] += blocks[t][i][j];
      H[t * K + i][t * K + i] += 1 / variance(t, i);
      if (t > 0) {
        H[(t - 1) * K + i][(t - 1) * K + i] += 1 / variance(t, i);
        H[(t - 1) * K + i][t * K + i] -= 1 / variance(t, i);
        H[t * K + i][(t - 1) * K + i] -= 1 / variance(t, i);
      }
    }
  }
  return { chain, curvature, blocks, H, variance };
}

for (const K of [1, 2, 3, 5, 6]) {
  test(`K = ${K}: determinant, solution and covariances are those of dense algebra`, () => {
    const { chain, curvature, H, variance } = system(K, -1, K);
    const exact = dense(H);
    let logVariance = 0;
    for (let t = 0; t < N; t++) for (let k = 0; k < K; k++) logVariance += Math.log(variance(t, k));
    expect(factorChain(chain, curvature)).toBeCloseTo(exact.logDet + logVariance, 10);

    const random = seededRandom(100 + K);
    const right = Float64Array.from({ length: N * K }, () => random.normal());
    const solution = new Float64Array(N * K);
    solveChain(chain, right, solution);
    const expected = product(
      exact.inverse,
      Array.from(right, (x) => [x]),
    );
    expected.forEach(([x], i) => {
      expect(solution[i]).toBeCloseTo(x, 10);
    });
    solveChain(chain, right, right);
    expect(right).toEqual(solution);

    const covariance = new Float64Array(N * packedLength(K));
    const stepVariance = new Float64Array(N * K);
    posteriorCovariance(chain, covariance, stepVariance);
    const { gain } = backwardKernel(chain);
    const C = exact.inverse;
    for (let t = 0; t < N; t++) {
      for (let i = 0, at = t * packedLength(K); i < K; i++) {
        const here = t * K + i;
        for (let j = 0; j <= i; j++) expect(covariance[at++]).toBeCloseTo(C[here][t * K + j], 10);
        const before = here - K;
        const step = t === 0 ? C[here][here] : C[here][here] + C[before][before] - 2 * C[here][before];
        expect(stepVariance[here]).toBeCloseTo(step, 10);
        if (t === N - 1) continue;
        for (let j = 0; j < K; j++) {
          let cross = 0;
          for (let m = 0; m < K; m++) cross += gain[here * K + m] * C[(t + 1) * K + m][(t + 1) * K + j];
          expect(cross).toBeCloseTo(C[here][(t + 1) * K + j], 10);
        }
      }
    }
  });
}

test("the determinant keeps its digits at the smallest steps, where it is log det(I + W · prior covariance)", () => {
  const K = 3;
  const { chain, curvature, blocks, variance } = system(K, -15, 8);
  // Prior covariance of trials s and t: the variances of the steps up to the earlier of them.
  const matrix = identity(N * K);
  for (let s = 0; s < N; s++) {
    for (let t = 0; t < N; t++) {
      for (let k = 0; k < K; k++) {
        let shared = 0;
        for (let u = 0; u <= Math.min(s, t); u++) shared += variance(u, k);
        for (let i = 0; i < K; i++) matrix[s * K + i][t * K + k] += blocks[s][i][k] * shared;
      }
    }
  }
  expect(factorChain(chain, curvature)).toBeCloseTo(dense(matrix).logDet, 10);
});

test("a matrix that is not positive definite is refused", () => {
  const { chain, curvature } = system(3, -1, 4);
  curvature[5 * packedLength(3)] = -1e4;
  expect(factorChain(chain, curvature)).toBeNaN();
});
