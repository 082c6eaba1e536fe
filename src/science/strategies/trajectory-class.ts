import type { LearningPoint } from "../session-measures.ts";
import { defaultLabelThresholds } from "./label.ts";
import { defaultWindowParameters, type Exclusion } from "./windows.ts";

export const trajectoryClassNames = ["left", "balanced", "right"] as const;

export type TrajectoryClassName = (typeof trajectoryClassNames)[number];

export interface TrajectoryClassParameters {
  /** Left or right where the weighted slope difference reaches this. */
  readonly threshold: number;
  /** With fewer sessions there is no learning curve to speak of. */
  readonly minSessions: number;
}

/** The threshold is θ of the strategy labels, not fitted to any classes. */
export const defaultTrajectoryClassParameters: TrajectoryClassParameters = {
  threshold: defaultLabelThresholds.association,
  minSessions: defaultWindowParameters.minSessions,
};

/** Which side a mouse's whole learning curve came to rely on: a summary of a continuum, not a type. */
export type TrajectoryClass =
  | { readonly name: TrajectoryClassName; readonly slopeDifference: number; readonly excluded: null }
  | { readonly name: null; readonly slopeDifference: null; readonly excluded: Exclusion };

/**
 * Classes a whole learning curve by the weighted mean over its sessions of right − left slope,
 *
 *     D = Σ u_s (rightSlope_s − leftSlope_s) / Σ u_s,   u_s = (s − first + ½) / (last − first + 1),
 *
 * in which sessions count in proportion to the training done by then, since all mice begin without associations:
 * right where D ≥ θ, left where D ≤ −θ, else balanced. One mouse at a time, so that its class does not depend on the
 * cohort it is seen in, unlike the paper's (soft-DTW 3-means of smoothed slopes), to which this is held.
 */
export function trajectoryClass(
  measures: readonly LearningPoint[],
  parameters: Partial<TrajectoryClassParameters> = {},
): TrajectoryClass {
  const { threshold, minSessions } = { ...defaultTrajectoryClassParameters, ...parameters };
  if (measures.length < minSessions) {
    const reason = `${measures.length} of the ${minSessions} sessions that a trajectory class needs`;
    return { name: null, slopeDifference: null, excluded: { code: "TOO_FEW_SESSIONS", reason } };
  }
  const first = measures[0].session;
  const length = measures[measures.length - 1].session - first + 1;
  let sum = 0;
  let weights = 0;
  for (const { session, leftSlope, rightSlope } of measures) {
    if (leftSlope === null || rightSlope === null) continue;
    const weight = (session - first + 0.5) / length;
    sum += weight * (rightSlope - leftSlope);
    weights += weight;
  }
  if (weights === 0) {
    const reason = "its slopes are undefined: a contrast was never shown";
    return { name: null, slopeDifference: null, excluded: { code: "UNDEFINED_MEASURES", reason } };
  }
  const slopeDifference = sum / weights;
  const name = slopeDifference >= threshold ? "right" : slopeDifference <= -threshold ? "left" : "balanced";
  return { name, slopeDifference, excluded: null };
}
