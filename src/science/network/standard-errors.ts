import { observedInformation } from "./curvature.ts";
import type { FitObjective } from "./fit-objective.ts";
import { inverseOfPositive } from "./small-matrix.ts";

/** As a fraction of the distance in which the log-likelihood falls by ½: a gradient beyond is no smooth peak's. */
const MAX_OFFSET = 0.1;

/**
 * Standard errors of φ from the observed information, over the parameters that are not at a bound.
 *
 * @returns null for a parameter at a bound, and for all where φ is not a smooth peak: the information is not
 *   positive definite, or the gradient does not vanish (a kink, where a weight meets 0). Then only a profile can
 *   say how sure the fit is.
 */
export function standardErrors(objective: FitObjective, phi: Float64Array): readonly (number | null)[] {
  const { lower, upper } = objective.space;
  const errors = new Array<number | null>(phi.length).fill(null);
  const free = [...phi.keys()].filter((i) => phi[i] > lower[i] && phi[i] < upper[i]);
  const n = free.length;
  const covariance = inverseOfPositive(observedInformation(objective, phi, free), n);
  if (!covariance) return errors;
  const gradient = new Float64Array(phi.length);
  objective.gradient(phi, gradient);
  // gᵀ C g is the squared distance to the quadratic's peak, in standard errors.
  let offset = 0;
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < n; c++) offset += gradient[free[r]] * covariance[r * n + c] * gradient[free[c]];
  }
  if (!(offset < MAX_OFFSET ** 2)) return errors;
  free.forEach((i, row) => {
    errors[i] = Math.sqrt(covariance[row * (n + 1)]);
  });
  return errors;
}
