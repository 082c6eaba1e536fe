import type { ObservationModel } from "../../../src/science/random-walk/observation-model.ts";

/** y_t ~ N(x_t · e_t, 0.7²): the model on which Laplace's approximation is exact. */
export function gaussianModel(x: readonly (readonly number[])[], y: readonly number[]): ObservationModel {
  const precision = 1 / 0.49;
  const nParams = x[0].length;
  const residual = (params: Float64Array, t: number) =>
    y[t] - x[t].reduce((sum, v, k) => sum + v * params[t * nParams + k], 0);
  const constant = 0.5 * Math.log(precision / (2 * Math.PI));
  const logLikelihood = (params: Float64Array, first: number, end: number) => {
    let sum = 0;
    for (let t = first; t < end; t++) sum += constant - 0.5 * precision * residual(params, t) ** 2;
    return sum;
  };
  return {
    paramNames: x[0].map((_, k) => `p${k}`),
    nParams,
    nTrials: y.length,
    start: new Float64Array(nParams),
    logLikelihood,
    derivatives(params, gradient, curvature, first, end) {
      for (let t = first; t < end; t++) {
        const r = residual(params, t);
        for (let i = 0, at = (t * nParams * (nParams + 1)) / 2; i < nParams; i++) {
          gradient[t * nParams + i] = precision * r * x[t][i];
          for (let j = 0; j <= i; j++) curvature[at++] = precision * x[t][i] * x[t][j];
        }
      }
      return logLikelihood(params, first, end);
    },
    curvatureSlope(_params, _covariance, out) {
      out.fill(0);
    },
    stepLimit: () => 1,
    logPredictive(t, mean, covariance) {
      let variance = 0.49;
      let error = y[t];
      for (let i = 0, at = 0; i < nParams; i++) {
        error -= x[t][i] * mean[i];
        for (let j = 0; j <= i; j++) variance += (i === j ? 1 : 2) * x[t][i] * x[t][j] * covariance[at++];
      }
      return -0.5 * (Math.log(2 * Math.PI * variance) + (error * error) / variance);
    },
    masked() {
      throw new Error("not used");
    },
  };
}
