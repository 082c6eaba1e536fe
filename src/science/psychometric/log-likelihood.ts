import type { Objective } from "../random-walk/bounded-bfgs.ts";
import type { PsychometricCount } from "../session-measures.ts";
import type { PsychometricParameters } from "./psychometric-function.ts";

/** Slopes are searched in these units, so that all four parameters are of one size. */
export const SLOPE_UNIT = 10;

/** P(right) is kept this far from 0 and 1. */
const EDGE = 1e-12;

/**
 * Binomial log-likelihood of counts (without binomial coefficients) and its gradient, of the point
 * [biasContrast, slope / SLOPE_UNIT, lapseLeft, lapseRight].
 */
export function psychometricObjective(counts: readonly PsychometricCount[]): Objective {
  const at = new Float64Array(4);
  return {
    value(point) {
      at.set(point);
      let sum = 0;
      for (const { contrast, nRight, n } of counts) {
        const core = coreAt(at, contrast);
        const p = Math.min(1 - EDGE, Math.max(EDGE, at[2] + (1 - at[2] - at[3]) * core));
        sum += nRight * Math.log(p) + (n - nRight) * Math.log1p(-p);
      }
      return sum;
    },
    gradient(out) {
      out.fill(0);
      const range = 1 - at[2] - at[3];
      for (const { contrast, nRight, n } of counts) {
        const core = coreAt(at, contrast);
        const p = Math.min(1 - EDGE, Math.max(EDGE, at[2] + range * core));
        const byP = nRight / p - (n - nRight) / (1 - p);
        const byEta = byP * range * core * (1 - core);
        out[0] -= byEta * at[1] * SLOPE_UNIT;
        out[1] += byEta * (contrast - at[0]) * SLOPE_UNIT;
        out[2] += byP * (1 - core);
        out[3] -= byP * core;
      }
    },
  };
}

function coreAt(point: Float64Array, contrast: number): number {
  return 1 / (1 + Math.exp(-point[1] * SLOPE_UNIT * (contrast - point[0])));
}

export function toParameters(point: Float64Array): PsychometricParameters {
  return {
    biasContrast: point[0],
    slope: point[1] * SLOPE_UNIT,
    lapseLeft: point[2],
    lapseRight: point[3],
  };
}
