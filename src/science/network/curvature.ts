import type { FitObjective } from "./fit-objective.ts";

/** Step of the central differences, in units of φ. */
const STEP = 1e-5;

/**
 * The observed information −∂² log L/∂φ² over some of the parameters, by central differences of the exact
 * gradient.
 *
 * @returns row-major, indices.length², symmetric
 */
export function observedInformation(
  objective: FitObjective,
  phi: Float64Array,
  indices: readonly number[],
): Float64Array {
  const n = indices.length;
  const information = new Float64Array(n * n);
  const above = new Float64Array(phi.length);
  const below = new Float64Array(phi.length);
  const moved = phi.slice();
  indices.forEach((i, row) => {
    moved[i] = phi[i] + STEP;
    objective.gradient(moved, above);
    moved[i] = phi[i] - STEP;
    objective.gradient(moved, below);
    moved[i] = phi[i];
    indices.forEach((j, column) => {
      const curvature = (above[j] - below[j]) / (2 * STEP);
      information[row * n + column] += curvature / 2;
      information[column * n + row] += curvature / 2;
    });
  });
  return information;
}
