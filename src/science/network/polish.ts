import { observedInformation } from "./curvature.ts";
import type { FitObjective } from "./fit-objective.ts";
import { inverseOfPositive } from "./small-matrix.ts";

export interface Polished {
  readonly phi: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Longest change of any φ in a step. */
const MAX_STEP = 1;

/**
 * Damped Newton steps (Levenberg 1944; Marquardt 1963) from where quasi-Newton steps gave out: the likelihood's
 * ridges are long and narrow, and reflections at 0 put kinks across them. Never ends higher than it began.
 *
 * @param objective −log L; parameters that a bound holds stay there
 */
export function polish(objective: FitObjective, start: Float64Array, maxIterations: number): Polished {
  const { lower, upper } = objective.space;
  let phi = start;
  let gradient = new Float64Array(phi.length);
  let value = objective.gradient(phi, gradient);
  let damping = 1e-3;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const free = [...phi.keys()].filter(
      (i) => !((phi[i] <= lower[i] && gradient[i] > 0) || (phi[i] >= upper[i] && gradient[i] < 0)),
    );
    const n = free.length;
    const information = observedInformation(objective, phi, free);
    let gain = 0;
    for (let attempt = 0; attempt < 12 && gain === 0; attempt++) {
      const damped = information.slice();
      for (let i = 0; i < n; i++)
        damped[i * (n + 1)] += damping * Math.max(1e-3, Math.abs(damped[i * (n + 1)]));
      const inverse = inverseOfPositive(damped, n);
      const next = inverse ? newtonStep(phi, gradient, free, inverse, lower, upper) : null;
      const nextGradient = new Float64Array(phi.length);
      const nextValue = next ? objective.gradient(next, nextGradient) : Number.POSITIVE_INFINITY;
      if (next && nextValue < value) {
        gain = value - nextValue;
        phi = next;
        value = nextValue;
        gradient = nextGradient;
        damping = Math.max(1e-10, damping / 10);
      } else {
        damping *= 5;
      }
    }
    if (gain < 1e-9) break;
  }
  return { phi, value, gradient };
}

function newtonStep(
  phi: Float64Array,
  gradient: Float64Array,
  free: readonly number[],
  inverse: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): Float64Array {
  const n = free.length;
  const next = phi.slice();
  free.forEach((i, row) => {
    let step = 0;
    for (let column = 0; column < n; column++) step -= inverse[row * n + column] * gradient[free[column]];
    const to = phi[i] + Math.max(-MAX_STEP, Math.min(MAX_STEP, step));
    next[i] = Math.min(upper[i], Math.max(lower[i], to));
  });
  return next;
}
