import { type LabelThresholds, nLabels } from "./label.ts";
import { tabledNormalCdf } from "./normal-table.ts";
import { bivariateNormalCdf, gaussLegendre } from "./quadrature.ts";

/** How far out, in posterior SDs of b, the integral goes: it leaves out 4e-8. */
const REACH = 5.5;
/** Widest panel of the integral: in SDs of b, and in b, on whose scale σ bends. */
const PANEL_SDS = 2.75;
const PANEL_B = 1;
/** An end to the work where the posterior says next to nothing about b. */
const MAX_PANELS = 64;
const rule = gaussLegendre(8);
/** A variance of 0 is taken as this: a point mass, without a division by 0. */
const MIN_VARIANCE = 1e-24;

/** Writes the six label probabilities of trial t into `into`, at 6t. */
export type LabelIntegral = (
  mean: Float64Array,
  covariance: Float64Array,
  t: number,
  into: Float64Array,
) => void;

/**
 * The posterior mass of each label's region in (b, w_L, w_R).
 *
 * Given b, A_L ≥ θ means w_L ≤ u_L = (logit(σ(b) − θ) − b)/m and A_R ≥ θ means w_R ≥ u_R = (logit(σ(b) + θ) − b)/m
 * (never, where the logit's argument leaves 0 to 1), and B depends on b alone. So the mass is a one-dimensional
 * integral over b, cut where B crosses ±β, of normal and bivariate normal probabilities: Gauss–Legendre panels.
 *
 * @param maxContrast m, the largest contrast
 */
export function createLabelIntegral(maxContrast: number, thresholds: LabelThresholds): LabelIntegral {
  const theta = thresholds.association;
  /** b at which B = β. */
  const edge = Math.log((0.5 + thresholds.bias) / (0.5 - thresholds.bias));
  let b0 = 0;
  let sdB = 0;
  let left0 = 0;
  let leftPerZ = 0;
  let sdLeft = 0;
  let right0 = 0;
  let rightPerZ = 0;
  let sdRight = 0;
  let rho = 0;

  const addPiece = (from: number, to: number, neither: number, into: Float64Array, at: number): void => {
    if (to <= from) return;
    const width = Math.min(PANEL_SDS, PANEL_B / sdB);
    const nPanels = Math.min(MAX_PANELS, Math.ceil((to - from) / width));
    const half = (to - from) / nPanels / 2;
    for (let panel = 0; panel < nPanels; panel++) {
      const centre = from + (2 * panel + 1) * half;
      for (let i = 0; i < rule.nodes.length; i++) {
        const z = centre + half * rule.nodes[i];
        const weight = half * rule.weights[i] * Math.exp(-0.5 * z * z);
        const b = b0 + sdB * z;
        const p = 1 / (1 + Math.exp(-b));
        let left = Number.NEGATIVE_INFINITY;
        let right = Number.NEGATIVE_INFINITY;
        if (p > theta) left = (edgeWeight(p - theta, b) - left0 - leftPerZ * z) / sdLeft;
        if (p < 1 - theta) right = (right0 + rightPerZ * z - edgeWeight(p + theta, b)) / sdRight;
        const isLeft = tabledNormalCdf(left);
        const isRight = tabledNormalCdf(right);
        const both = bivariateNormalCdf(left, right, -rho, isLeft, isRight);
        into[at] += weight * (isLeft - both);
        into[at + 1] += weight * (isRight - both);
        into[at + 2] += weight * both;
        into[at + neither] += weight * (1 - isLeft - isRight + both);
      }
    }
  };
  /** The weight that takes P(right) from σ(b) to p at the largest contrast. */
  const edgeWeight = (p: number, b: number): number => (Math.log(p / (1 - p)) - b) / maxContrast;

  return (mean, covariance, t, into) => {
    const m = 3 * t;
    const c = 9 * t;
    b0 = mean[m];
    left0 = mean[m + 1];
    right0 = mean[m + 2];
    sdB = Math.sqrt(Math.max(covariance[c], MIN_VARIANCE));
    leftPerZ = covariance[c + 1] / sdB;
    rightPerZ = covariance[c + 2] / sdB;
    sdLeft = Math.sqrt(Math.max(covariance[c + 4] - leftPerZ * leftPerZ, MIN_VARIANCE));
    sdRight = Math.sqrt(Math.max(covariance[c + 8] - rightPerZ * rightPerZ, MIN_VARIANCE));
    rho = (covariance[c + 5] - leftPerZ * rightPerZ) / (sdLeft * sdRight);
    const lo = Math.max(-REACH, Math.min(REACH, (-edge - b0) / sdB));
    const hi = Math.max(-REACH, Math.min(REACH, (edge - b0) / sdB));
    const at = t * nLabels;
    for (let k = 0; k < nLabels; k++) into[at + k] = 0;
    addPiece(-REACH, lo, 3, into, at);
    addPiece(lo, hi, 5, into, at);
    addPiece(hi, REACH, 4, into, at);
    let total = 0;
    for (let k = 0; k < nLabels; k++) {
      into[at + k] = Math.max(0, into[at + k]);
      total += into[at + k];
    }
    for (let k = 0; k < nLabels; k++) into[at + k] /= total;
  };
}
