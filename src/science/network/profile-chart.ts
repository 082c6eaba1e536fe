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
  /** z with the quantity at ψ, within the bounds as far as can be: far beyond them a network's weights overflow. */
  readonly held: (z: Float64Array, psi: number) => Float64Array;
  /** −log L in these coordinates, with a wall at the bounds of the exchanged coordinate, which no box can hold. */
  readonly objective: FitObjective;
  /** The same quantity exchanged for another coordinate: for where this one comes to stand in the wall. */
  readonly otherwise: ProfileChart | null;
}

/** Initial logits, as logarithms: what is below moves no choice, what is above is beyond any. */
const PRODUCT_RANGE = [Math.log(1e-3), Math.log(30)] as const;

/**
 * What a coordinate that leaves the fit's bounds costs, in nats for the square of each unit. A likelihood that grows by g
 * a unit is too high behind it by g²/(4 · 100): a tenth of a nat at g = 6, as there is of 5,000 trials.
 */
const WALL = 100;

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
      held: (z, psi) => z.with(index, psi),
      objective,
      otherwise: null,
    };
  }
  const u = space.secondLayerAt + target.association;
  const a = space.firstLayerAt < 0 ? [] : [space.firstLayerAt + (target.association % 3)];
  const inPlaceOfBeta = productChart(objective, space.betaAt, [...a, u], null);
  return productChart(objective, u, [...a, space.betaAt], inPlaceOfBeta);
}

/**
 * Products are logarithms as well, so that the chart is a shear: log q = log β + log a_i + log u_{c,i}.
 *
 * @param at the coordinate of the three (of two in a shallow network) that gives way to log q; `rest` are the others
 */
function productChart(
  objective: FitObjective,
  at: number,
  rest: readonly number[],
  otherwise: ProfileChart | null,
): ProfileChart {
  const { space } = objective;
  const bounded = (i: number, x: number) => Math.min(space.upper[i], Math.max(space.lower[i], x));
  const moved = (z: Float64Array, sign: 1 | -1) => {
    const other = z.slice();
    for (const i of rest) other[at] += sign * z[i];
    return other;
  };
  const fromChart = (z: Float64Array) => moved(z, -1);
  const outsideOf = (phi: Float64Array) => phi[at] - bounded(at, phi[at]);
  return {
    at,
    low: PRODUCT_RANGE[0],
    high: PRODUCT_RANGE[1],
    lowIsZero: true,
    toChart: (phi) => moved(phi, 1),
    fromChart,
    held(z, psi) {
      const next = z.with(at, psi);
      for (const i of rest) next[i] = bounded(i, next[i] + outsideOf(fromChart(next)));
      return next;
    },
    objective: {
      space,
      gradient(z, gradient) {
        const phi = fromChart(z);
        const value = objective.gradient(phi, gradient);
        const outside = outsideOf(phi);
        gradient[at] += 2 * WALL * outside;
        for (const i of rest) gradient[i] -= gradient[at];
        return value + WALL * outside * outside;
      },
      value(z) {
        const phi = fromChart(z);
        return objective.value(phi) + WALL * outsideOf(phi) ** 2;
      },
    },
    otherwise,
  };
}
