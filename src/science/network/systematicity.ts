/**
 * Which association a mouse forms first (SCIENCE §6, warning 3). In a balanced task the fixed point {B} has no bias, so
 * what leaves it first is decided on the manifold of frozen bias V_R − V_L = b, where P(right) = σ(βb): with both
 * stimulus pathways off, each escapes at its own rate.
 */
import type { SessionMeasure } from "../session-measures.ts";
import { associationForce } from "./association-force.ts";
import type { ExpectedLearning } from "./expected-update.ts";

export interface EscapeRates {
  /** Growth a trial with weights of either sign; 0 where the pathway does not grow. */
  readonly unconstrained: number;
  /** With weights at or above 0. */
  readonly projected: number;
}

export interface BiasEscape {
  readonly pRight: number;
  readonly left: EscapeRates;
  readonly right: EscapeRates;
  /** The side of the faster projected escape; null where they are equal. */
  readonly first: "left" | "right" | null;
}

/**
 * Escape rates of the left and right pathway from their origins while the bias pathway gives the actions these values.
 *
 * A pathway's weights grow by a' = η Σ_c u_c G^total_c and u_c' = η a G^own_c, hence the rate
 * η √(Σ_c G^total_c G^own_c): over both actions unconstrained, and over those that the flow does not press against 0
 * projected. For the total-RPE rule these are η P(stim) √[(p(1 − V))² + ((1 − p)V')²] and η P(stim) p (1 − V).
 */
export function escapeAtBias(learning: ExpectedLearning, valueLeft: number, valueRight: number): BiasEscape {
  const v = Float64Array.of(0, 0, valueLeft, 0, 0, valueRight);
  const total = new Float64Array(6);
  const own = new Float64Array(6);
  associationForce(learning, v, "total", total);
  associationForce(learning, v, "own", own);
  const rates = (i: number): EscapeRates => {
    const product = [i, 3 + i].map((k) => total[k] * own[k]);
    const growing = product.filter((_, c) => own[3 * c + i] > 0 && total[3 * c + i] > 0);
    const scale = Math.sqrt(learning.rates[i] * learning.rates[3 + i]);
    const rate = (terms: readonly number[]) =>
      scale *
      Math.sqrt(
        Math.max(
          0,
          terms.reduce((a, b) => a + b, 0),
        ),
      );
    return { unconstrained: rate(product), projected: rate(growing) };
  };
  const [left, right] = [rates(0), rates(1)];
  const apart = right.projected - left.projected;
  const equal = Math.abs(apart) <= 1e-12 * Math.max(left.projected, right.projected);
  return {
    pRight: 1 / (1 + Math.exp(-learning.beta * (valueRight - valueLeft))),
    left,
    right,
    first: equal ? null : apart > 0 ? "right" : "left",
  };
}

/** The manifold's point with V_R − V_L = b and a mean value of ½, the reward that guessing earns. */
export function escapeAtFrozenBias(learning: ExpectedLearning, bias: number): BiasEscape {
  return escapeAtBias(learning, 0.5 - bias / 2, 0.5 + bias / 2);
}

/** A stimulus that moves choice by this much counts as associated (SCIENCE §4's θ). */
export const ASSOCIATED = 0.2;

/**
 * The side that a mouse associated first: the larger slope in the first session in which one reaches θ; carried rows
 * say nothing. Null where none does, or both are equal then.
 */
export function observedFirstAssociation(
  measures: readonly Pick<SessionMeasure, "session" | "leftSlope" | "rightSlope" | "carried">[],
  threshold: number = ASSOCIATED,
): { readonly side: "left" | "right"; readonly session: number } | null {
  for (const { session, leftSlope, rightSlope, carried } of measures) {
    if (carried || leftSlope === null || rightSlope === null) continue;
    if (Math.max(leftSlope, rightSlope) < threshold) continue;
    if (leftSlope === rightSlope) return null;
    return { side: rightSlope > leftSlope ? "right" : "left", session };
  }
  return null;
}
