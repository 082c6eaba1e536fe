import { logisticNormal } from "./logistic-normal.ts";
import { type ObservationModel, packedLength } from "./observation-model.ts";

/** Logarithms are taken of products of many factors in [1, 2]; this bounds the products. */
const LARGE = 1e280;

/**
 * The logistic choice model: P(right) = σ(x_t · e_t) (SCIENCE §3).
 *
 * @param design N×K, row-major: the regressors of each trial
 * @param right N: 1 for a right choice, 0 for left
 */
export function choiceModel(
  paramNames: readonly string[],
  design: Float64Array,
  right: Uint8Array,
  observed: Uint8Array | null = null,
): ObservationModel {
  const nParams = paramNames.length;
  const nTrials = right.length;
  const packed = packedLength(nParams);

  const predictor = (params: Float64Array, t: number) => {
    let eta = 0;
    for (let k = 0, i = t * nParams; k < nParams; k++, i++) eta += design[i] * params[i];
    return eta;
  };

  return {
    paramNames,
    nParams,
    nTrials,
    start: new Float64Array(nParams),

    logLikelihood(params, first, end) {
      let linear = 0;
      let product = 1;
      let logs = 0;
      for (let t = first; t < end; t++) {
        if (observed !== null && observed[t] === 0) continue;
        const eta = right[t] === 1 ? predictor(params, t) : -predictor(params, t);
        if (eta < 0) linear += eta;
        product *= 1 + Math.exp(eta < 0 ? eta : -eta);
        if (product > LARGE) {
          logs += Math.log(product);
          product = 1;
        }
      }
      return linear - logs - Math.log(product);
    },

    derivatives(params, gradient, curvature, first, end) {
      let linear = 0;
      let product = 1;
      let logs = 0;
      for (let t = first; t < end; t++) {
        const row = t * nParams;
        const block = t * packed;
        if (observed !== null && observed[t] === 0) {
          gradient.fill(0, row, row + nParams);
          curvature.fill(0, block, block + packed);
          continue;
        }
        let eta = 0;
        for (let i = row; i < row + nParams; i++) eta += design[i] * params[i];
        const sign = right[t] === 1 ? 1 : -1;
        const favour = sign * eta;
        const tail = Math.exp(favour < 0 ? favour : -favour);
        const inverse = 1 / (1 + tail);
        if (favour < 0) linear += favour;
        product *= 1 + tail;
        if (product > LARGE) {
          logs += Math.log(product);
          product = 1;
        }
        const slope = sign * (favour < 0 ? inverse : tail * inverse);
        const weight = tail * inverse * inverse;
        for (let i = 0, at = block; i < nParams; i++) {
          const x = design[row + i];
          gradient[row + i] = slope * x;
          const weighted = weight * x;
          for (let j = 0; j <= i; j++) curvature[at++] = weighted * design[row + j];
        }
      }
      return linear - logs - Math.log(product);
    },

    curvatureSlope(params, covariance, out) {
      for (let t = 0; t < nTrials; t++) {
        const row = t * nParams;
        if (observed !== null && observed[t] === 0) {
          out.fill(0, row, row + nParams);
          continue;
        }
        let eta = 0;
        let variance = 0;
        for (let i = 0, at = t * packed; i < nParams; i++) {
          const x = design[row + i];
          eta += x * params[row + i];
          for (let j = 0; j < i; j++) variance += 2 * x * design[row + j] * covariance[at++];
          variance += x * x * covariance[at++];
        }
        const tail = Math.exp(eta < 0 ? eta : -eta);
        const inverse = 1 / (1 + tail);
        const weight = tail * inverse * inverse;
        // σ(1 − σ)(1 − 2σ), with 1 − 2σ = −tanh(η/2).
        const third = -weight * (eta < 0 ? 1 - tail : tail - 1) * inverse;
        const scale = 0.5 * third * variance;
        for (let i = row; i < row + nParams; i++) out[i] = scale * design[i];
      }
    },

    stepLimit: () => 1,

    logPredictive(t, mean, covariance) {
      if (observed !== null && observed[t] === 0) return 0;
      let eta = 0;
      let variance = 0;
      for (let i = 0, at = 0; i < nParams; i++) {
        const x = design[t * nParams + i];
        eta += x * mean[i];
        for (let j = 0; j < i; j++) variance += 2 * x * design[t * nParams + j] * covariance[at++];
        variance += x * x * covariance[at++];
      }
      return Math.log(logisticNormal(right[t] === 1 ? eta : -eta, Math.sqrt(Math.max(0, variance))));
    },

    masked(mask) {
      return choiceModel(paramNames, design, right, mask);
    },
  };
}
