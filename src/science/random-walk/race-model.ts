import { cubaturePoints } from "./cubature.ts";
import { type ObservationModel, packedLength } from "./observation-model.ts";
import {
  addThirdTrace,
  finishDerivatives,
  logFinish,
  logSurvival,
  survivalDerivatives,
} from "./race-density.ts";

export const RACE_PARAMS: readonly string[] = ["wr", "wl", "br", "bl", "z"];

const K = 5;
const PACKED = packedLength(K);
const Z = 4;
/** Constant start: middling weights and drifts, threshold 1 (SCIENCE §3). */
const START = Float64Array.of(1, 1, 0.5, 0.5, 1);
/** A Newton step leaves the threshold z at least this share of itself. */
const LEAST_SHARE = 0.1;

/** Where each accumulator's (w, b) and the packed entries of their Hessian (ww, wb, bb, wz, bz) lie; z is last. */
interface Side {
  readonly w: number;
  readonly b: number;
  readonly ww: number;
  readonly wb: number;
  readonly bb: number;
  readonly wz: number;
  readonly bz: number;
}
const RIGHT: Side = { w: 0, b: 2, ww: 0, wb: 3, bb: 5, wz: 10, bz: 12 };
const LEFT: Side = { w: 1, b: 3, ww: 2, wb: 7, bb: 9, wz: 11, bz: 13 };
const SIDES = [RIGHT, LEFT] as const;
const ZZ = 14;

/**
 * The race model of choice and response time (SCIENCE §3): the chosen side's accumulator reaches z at T, the
 * other side's has not reached it by then.
 *
 * @param right N: 1 for a right choice
 * @param contrastRight N, 0 to 1; `contrastLeft` likewise
 * @param time N: response time less the non-decision time, in seconds, > 0
 */
export function raceModel(
  right: Uint8Array,
  contrastLeft: Float64Array,
  contrastRight: Float64Array,
  time: Float64Array,
  observed: Uint8Array | null = null,
): ObservationModel {
  const nTrials = right.length;
  const chosen = new Float64Array(9);
  const other = new Float64Array(9);
  const block = new Float64Array(6);
  const slope = new Float64Array(3);

  return {
    paramNames: RACE_PARAMS,
    nParams: K,
    nTrials,
    start: START,

    logLikelihood(params, first, end) {
      let sum = 0;
      for (let t = first; t < end; t++) {
        if (observed !== null && observed[t] === 0) continue;
        const p = t * K;
        const z = params[p + Z];
        const T = time[t];
        const isRight = right[t] === 1;
        const win = isRight ? RIGHT : LEFT;
        const lose = isRight ? LEFT : RIGHT;
        const xWin = isRight ? contrastRight[t] : contrastLeft[t];
        const xLose = isRight ? contrastLeft[t] : contrastRight[t];
        sum +=
          logFinish(xWin, params[p + win.w], params[p + win.b], z, T) +
          logSurvival(xLose, params[p + lose.w], params[p + lose.b], z, T);
      }
      return sum;
    },

    derivatives(params, gradient, curvature, first, end) {
      let sum = 0;
      for (let t = first; t < end; t++) {
        const p = t * K;
        const h = t * PACKED;
        if (observed !== null && observed[t] === 0) {
          gradient.fill(0, p, p + K);
          curvature.fill(0, h, h + PACKED);
          continue;
        }
        const z = params[p + Z];
        const T = time[t];
        const isRight = right[t] === 1;
        const win = isRight ? RIGHT : LEFT;
        const lose = isRight ? LEFT : RIGHT;
        const xWin = isRight ? contrastRight[t] : contrastLeft[t];
        const xLose = isRight ? contrastLeft[t] : contrastRight[t];
        sum += finishDerivatives(xWin, params[p + win.w], params[p + win.b], z, T, chosen);
        sum += survivalDerivatives(xLose, params[p + lose.w], params[p + lose.b], z, T, other);
        gradient[p + win.w] = chosen[0];
        gradient[p + win.b] = chosen[1];
        gradient[p + lose.w] = other[0];
        gradient[p + lose.b] = other[1];
        gradient[p + Z] = chosen[2] + other[2];
        // The pairs of one side's parameters with the other's: they meet only through z.
        curvature[h + 1] = 0;
        curvature[h + 4] = 0;
        curvature[h + 6] = 0;
        curvature[h + 8] = 0;
        curvature[h + win.ww] = -chosen[3];
        curvature[h + win.wb] = -chosen[4];
        curvature[h + win.bb] = -chosen[5];
        curvature[h + win.wz] = -chosen[6];
        curvature[h + win.bz] = -chosen[7];
        curvature[h + lose.ww] = -other[3];
        curvature[h + lose.wb] = -other[4];
        curvature[h + lose.bb] = -other[5];
        curvature[h + lose.wz] = -other[6];
        curvature[h + lose.bz] = -other[7];
        curvature[h + ZZ] = -chosen[8] - other[8];
      }
      return sum;
    },

    curvatureSlope(params, covariance, out) {
      out.fill(0);
      for (let t = 0; t < nTrials; t++) {
        if (observed !== null && observed[t] === 0) continue;
        const p = t * K;
        const h = t * PACKED;
        const isRight = right[t] === 1;
        for (const side of SIDES) {
          block[0] = covariance[h + side.ww];
          block[1] = covariance[h + side.wb];
          block[2] = covariance[h + side.bb];
          block[3] = covariance[h + side.wz];
          block[4] = covariance[h + side.bz];
          block[5] = covariance[h + ZZ];
          slope.fill(0);
          addThirdTrace(
            isRight !== (side === RIGHT),
            side === RIGHT ? contrastRight[t] : contrastLeft[t],
            params[p + side.w],
            params[p + side.b],
            params[p + Z],
            time[t],
            block,
            slope,
          );
          out[p + side.w] = slope[0];
          out[p + side.b] = slope[1];
          out[p + Z] += slope[2];
        }
      }
    },

    stepLimit(params, step, first, end) {
      let limit = 1;
      for (let i = first * K + Z; i < end * K; i += K) {
        if (step[i] * limit < -(1 - LEAST_SHARE) * params[i])
          limit = (-(1 - LEAST_SHARE) * params[i]) / step[i];
      }
      return limit;
    },

    logPredictive(t, mean, covariance) {
      if (observed !== null && observed[t] === 0) return 0;
      const points = cubaturePoints(mean, covariance);
      let largest = Number.NEGATIVE_INFINITY;
      let nInside = 0;
      const logs: number[] = [];
      for (const point of points) {
        // What is known is that z is positive: points where it is not have no weight.
        if (!(point[Z] > 0)) continue;
        const isRight = right[t] === 1;
        const win = isRight ? RIGHT : LEFT;
        const lose = isRight ? LEFT : RIGHT;
        const xWin = isRight ? contrastRight[t] : contrastLeft[t];
        const xLose = isRight ? contrastLeft[t] : contrastRight[t];
        const log =
          logFinish(xWin, point[win.w], point[win.b], point[Z], time[t]) +
          logSurvival(xLose, point[lose.w], point[lose.b], point[Z], time[t]);
        nInside++;
        logs.push(log);
        largest = Math.max(largest, log);
      }
      if (nInside === 0) return Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (const log of logs) sum += Math.exp(log - largest);
      return largest + Math.log(sum / nInside);
    },

    masked(mask) {
      return raceModel(right, contrastLeft, contrastRight, time, mask);
    },
  };
}
