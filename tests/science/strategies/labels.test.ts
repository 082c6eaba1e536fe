import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../../src/science/random.ts";
import { normalCdf } from "../../../src/science/statistics/distributions.ts";
import {
  defaultLabelThresholds,
  labelIndexOf,
  strategyLabels,
} from "../../../src/science/strategies/label.ts";
import {
  labelProbabilities,
  pointLabels,
  strategyCoordinates,
  type WeightPosterior,
} from "../../../src/science/strategies/labels.ts";
import { tabledNormalCdf } from "../../../src/science/strategies/normal-table.ts";
import { bivariateNormalCdf, gaussLegendre } from "../../../src/science/strategies/quadrature.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** One trial's posterior from its mean, SDs and correlations (b with left, b with right, left with right). */
function posteriorOf(
  mean: readonly number[],
  [b, l, r]: readonly number[],
  [bl, br, lr]: readonly number[],
  maxContrast = 0.5,
): WeightPosterior {
  const covariance = [
    b * b,
    bl * b * l,
    br * b * r,
    bl * b * l,
    l * l,
    lr * l * r,
    br * b * r,
    lr * l * r,
    r * r,
  ];
  return {
    nTrials: 1,
    mean: Float64Array.from(mean),
    covariance: Float64Array.from(covariance),
    maxContrast,
  };
}

/** Label frequencies of draws from the posterior through a Cholesky factor: independent of the quadrature. */
function byDraws({ mean, covariance: c, maxContrast: m }: WeightPosterior, nDraws: number, random: Random) {
  const a = Math.sqrt(c[0]);
  const d = c[1] / a;
  const e = Math.sqrt(c[4] - d * d);
  const f = c[2] / a;
  const g = (c[5] - d * f) / e;
  const h = Math.sqrt(Math.max(0, c[8] - f * f - g * g));
  const counts = strategyLabels.map(() => 0);
  for (let i = 0; i < nDraws; i++) {
    const [x, y, z] = [random.normal(), random.normal(), random.normal()];
    const bias = mean[0] + a * x;
    const p = sigmoid(bias);
    const left = p - sigmoid(bias + m * (mean[1] + d * x + e * y));
    const right = sigmoid(bias + m * (mean[2] + f * x + g * y + h * z)) - p;
    counts[labelIndexOf(left, right, p - 0.5, defaultLabelThresholds)] += 1;
  }
  return counts.map((count) => count / nDraws);
}

test("the labels are SCIENCE §4's, each threshold inside", () => {
  const label = (left: number, right: number, bias: number) =>
    strategyLabels[labelIndexOf(left, right, bias, defaultLabelThresholds)];
  expect(label(0.2, 0.19, 0.4)).toBe("LEFT_ASSOCIATING");
  expect(label(0.19, 0.2, 0.4)).toBe("RIGHT_ASSOCIATING");
  expect(label(0.2, 0.2, -0.4)).toBe("BALANCED");
  expect(label(0.1, -0.3, -0.1)).toBe("LEFT_BIASED");
  expect(label(0.1, 0.1, 0.1)).toBe("RIGHT_BIASED");
  expect(label(-0.5, 0.1, 0.099)).toBe("UNBIASED");
});

test("A_L, A_R and B are differences of P(right) at the largest contrast", () => {
  const posterior = posteriorOf([0.4, -3, 2], [0.1, 0.1, 0.1], [0, 0, 0]);
  const { associationLeft, associationRight, bias } = strategyCoordinates(posterior);
  expect(associationLeft[0]).toBeCloseTo(sigmoid(0.4) - sigmoid(0.4 - 1.5), 14);
  expect(associationRight[0]).toBeCloseTo(sigmoid(0.4 + 1) - sigmoid(0.4), 14);
  expect(bias[0]).toBeCloseTo(sigmoid(0.4) - 0.5, 14);
  // .349 and .203: both at or above .2.
  expect([...pointLabels(posterior)]).toEqual([strategyLabels.indexOf("BALANCED")]);
});

test("without associations the bias labels have the closed-form mass of a normal", () => {
  // Weights of exactly 0: A_L = A_R = 0, and B = ±.1 at b = ±log 1.5.
  const [, , , left, right, none] = labelProbabilities(posteriorOf([0.1, 0, 0], [0.5, 0, 0], [0, 0, 0]));
  expect(left).toBeCloseTo(normalCdf((-Math.log(1.5) - 0.1) / 0.5), 7);
  expect(right).toBeCloseTo(1 - normalCdf((Math.log(1.5) - 0.1) / 0.5), 7);
  expect(left + right + none).toBeCloseTo(1, 12);
});

test("at a bias known exactly and independent weights the labels are products of half lines", () => {
  const p = labelProbabilities(posteriorOf([0, -1.5, 2], [0, 0.7, 0.4], [0, 0, 0]));
  // σ(0) − σ(w_L/2) ≥ .2 where w_L ≤ 2 logit(.3); likewise w_R ≥ 2 logit(.7).
  const edge = 2 * Math.log(0.7 / 0.3);
  const left = normalCdf((-edge + 1.5) / 0.7);
  const right = normalCdf((2 - edge) / 0.4);
  expect(p[0]).toBeCloseTo(left * (1 - right), 7);
  expect(p[1]).toBeCloseTo(right * (1 - left), 7);
  expect(p[2]).toBeCloseTo(left * right, 7);
  expect(p[5]).toBeCloseTo((1 - left) * (1 - right), 7);
});

test("correlated posteriors agree with a million draws, which the margins alone would not", () => {
  const cases = [
    posteriorOf([0.1, -1.9, 1.6], [0.35, 1.1, 0.9], [-0.7, -0.6, 0.4]),
    posteriorOf([-0.9, -0.4, 2.2], [0.25, 0.5, 0.8], [-0.8, -0.5, 0.3]),
    posteriorOf([1.6, -2.5, 0.2], [0.8, 1.5, 1.5], [-0.5, -0.5, 0.6]),
    posteriorOf([0.41, -1.2, 1.2], [2, 3, 3], [-0.3, -0.9, 0.2]),
    posteriorOf([0.3, -1.7, 1.7], [0.1, 0.2, 0.2], [-0.9, -0.85, 0.8]),
    posteriorOf([-0.405, 0.3, 1], [0.05, 0.4, 1], [0.5, -0.5, -0.5], 1),
  ];
  const random = seededRandom(4);
  const nDraws = 1_000_000;
  for (const posterior of cases) {
    const expected = byDraws(posterior, nDraws, random);
    const actual = labelProbabilities(posterior);
    for (let k = 0; k < 6; k++) {
      const standardError = Math.sqrt(Math.max(expected[k] * (1 - expected[k]), 1e-6) / nDraws);
      expect(Math.abs(actual[k] - expected[k])).toBeLessThan(5 * standardError);
    }
  }
});

test("mirroring a mouse mirrors its labels", () => {
  const p = labelProbabilities(posteriorOf([0.3, -1.7, 1.1], [0.3, 0.8, 0.5], [-0.6, -0.4, 0.2]));
  const mirrored = labelProbabilities(posteriorOf([-0.3, -1.1, 1.7], [0.3, 0.5, 0.8], [-0.4, -0.6, 0.2]));
  const swapped = [mirrored[1], mirrored[0], mirrored[2], mirrored[4], mirrored[3], mirrored[5]];
  for (let k = 0; k < 6; k++) expect(p[k]).toBeCloseTo(swapped[k], 9);
});

test("the tabled normal distribution function is exact to 3e-10", () => {
  for (let x = -8.5; x <= 8.5; x += 0.00371) {
    expect(Math.abs(tabledNormalCdf(x) - normalCdf(x))).toBeLessThan(3e-10);
  }
  expect([tabledNormalCdf(Number.NEGATIVE_INFINITY), tabledNormalCdf(Number.POSITIVE_INFINITY)]).toEqual([
    0, 1,
  ]);
});

test("the bivariate normal holds to its closed form at the origin and to its margins", () => {
  for (const rho of [-0.9, -0.5, 0, 0.3, 0.9]) {
    expect(bivariateNormalCdf(0, 0, rho, 0.5, 0.5)).toBeCloseTo(0.25 + Math.asin(rho) / (2 * Math.PI), 9);
  }
  expect(bivariateNormalCdf(0.7, -0.2, 0.6, 0, 0.4)).toBe(0);
});

test("n Gauss–Legendre nodes integrate polynomials of degree 2n − 1", () => {
  const { nodes, weights } = gaussLegendre(8);
  const integral = (power: number) => nodes.reduce((sum, x, i) => sum + weights[i] * x ** power, 0);
  expect(integral(0)).toBeCloseTo(2, 14);
  expect(integral(14)).toBeCloseTo(2 / 15, 14);
  expect(integral(15)).toBeCloseTo(0, 14);
});
