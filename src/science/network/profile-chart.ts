import type { FitObjective } from "./fit-objective.ts";

/** A parameter of the fit by its index, or the initial product β a_i u_{c,i} by the index 0 … 5 of its association. */
export type ProfileTarget =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "product"; readonly association: number };

/** φ with one coordinate exchanged for the profiled quantity, so that holding it is holding a coordinate. */
export interface ProfileChart {
  readonly at: number;
  /** Range of the profiled quantity. */
  readonly low: number;
  readonly high: number;
  /** The lower bound stands for 0. */
  readonly lowIsZero: boolean;
  readonly toChart: (phi: Float64Array) => Float64Array;
  readonly fromChart: (z: Float64Array) => Float64Array;
  /** −log L in these coordinates. */
  readonly objective: FitObjective;
}

/** Initial logits, as logarithms: what is below moves no choice, what is above is beyond any. */
const PRODUCT_RANGE = [Math.log(1e-3), Math.log(30)] as const;

/** What a weight that leaves the fit's bounds costs, in nats for the square of each unit of its logarithm. */
const WALL = 100;

/** Products are logarithms as well, so that the chart is a shear: log q = log β + log a_i + log u_{c,i}. */
export function profileChart(objective: FitObjective, target: ProfileTarget): ProfileChart {
  const { space } = objective;
  if (target.kind === "parameter") {
    const { index } = target;
    return {
      at: index,
      low: space.lower[index],
      high: space.upper[index],
      lowIsZero: index >= space.secondLayerAt,
      toChart: (phi) => phi.slice(),
      fromChart: (z) => z.slice(),
      objective,
    };
  }
  const at = space.secondLayerAt + target.association;
  const a = space.firstLayerAt < 0 ? -1 : space.firstLayerAt + (target.association % 3);
  const rest = (z: Float64Array) => z[space.betaAt] + (a < 0 ? 0 : z[a]);
  const moved = (z: Float64Array, by: number) => {
    const other = z.slice();
    other[at] += by;
    return other;
  };
  const fromChart = (z: Float64Array) => moved(z, -rest(z));
  return {
    at,
    low: PRODUCT_RANGE[0],
    high: PRODUCT_RANGE[1],
    lowIsZero: true,
    toChart: (phi) => moved(phi, rest(phi)),
    fromChart,
    objective: {
      space,
      gradient(z, gradient) {
        const phi = fromChart(z);
        const value = objective.gradient(phi, gradient);
        const outside = phi[at] - Math.min(space.upper[at], Math.max(space.lower[at], phi[at]));
        gradient[at] += 2 * WALL * outside;
        gradient[space.betaAt] -= gradient[at];
        if (a >= 0) gradient[a] -= gradient[at];
        return value + WALL * outside * outside;
      },
      value(z) {
        const phi = fromChart(z);
        const outside = phi[at] - Math.min(space.upper[at], Math.max(space.lower[at], phi[at]));
        return objective.value(phi) + WALL * outside * outside;
      },
    },
  };
}
