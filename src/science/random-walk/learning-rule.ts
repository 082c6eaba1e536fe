/**
 * A learning rule: the direction r(e, trial) in which a trial's outcome is expected to move the parameters,
 * so that e_{t+1} = e_t + α r(e_t, t) + noise (SCIENCE §3). Arrays are row-major; `at` is where trial t's
 * parameters begin.
 */
export interface LearningRule {
  readonly nParams: number;
  /** Writes r (K). */
  value(t: number, params: Float64Array, at: number, r: Float64Array): void;
  /** Writes r (K), ∂r_k/∂a (K×K) and ∂²r_k/∂a∂b (K×K×K). */
  derivatives(
    t: number,
    params: Float64Array,
    at: number,
    r: Float64Array,
    jacobian: Float64Array,
    hessian: Float64Array,
  ): void;
  /** Writes Σ_ab C_ab ∂³r_k/∂a∂b∂j (K×K: k, j) for a symmetric K×K matrix C. */
  thirdTrace(t: number, params: Float64Array, at: number, covariance: Float64Array, out: Float64Array): void;
}

/** r of SCIENCE §6: 1 for a correct choice, 0 for a wrong one, ½ at zero contrast. */
export function rewardOf(contrast: number, right: number): number {
  if (contrast === 0) return 0.5;
  return contrast > 0 === (right === 1) ? 1 : 0;
}

/**
 * REINFORCE (Williams 1992) on a logistic choice model: r = reward · ∇ log p(choice) = reward (y − σ(x·e)) x.
 *
 * @param design N×K regressors
 * @param right N: 1 for a right choice
 * @param contrast N: signed contrast, from which the reward follows
 */
export function reinforceRule(
  design: Float64Array,
  nParams: number,
  right: Uint8Array,
  contrast: Float64Array,
): LearningRule {
  const K = nParams;
  const predictor = (t: number, params: Float64Array, at: number) => {
    let eta = 0;
    for (let k = 0; k < K; k++) eta += design[t * K + k] * params[at + k];
    return eta;
  };
  return {
    nParams,
    value(t, params, at, r) {
      const h = rewardOf(contrast[t], right[t]) * (right[t] - 1 / (1 + Math.exp(-predictor(t, params, at))));
      for (let k = 0; k < K; k++) r[k] = h * design[t * K + k];
    },
    derivatives(t, params, at, r, jacobian, hessian) {
      const p = 1 / (1 + Math.exp(-predictor(t, params, at)));
      const reward = rewardOf(contrast[t], right[t]);
      const h = reward * (right[t] - p);
      const h1 = -reward * p * (1 - p);
      const h2 = h1 * (1 - 2 * p);
      for (let k = 0; k < K; k++) {
        const xk = design[t * K + k];
        r[k] = h * xk;
        for (let a = 0; a < K; a++) {
          const xka = xk * design[t * K + a];
          jacobian[k * K + a] = h1 * xka;
          for (let b = 0; b < K; b++) hessian[(k * K + a) * K + b] = h2 * xka * design[t * K + b];
        }
      }
    },
    thirdTrace(t, params, at, covariance, out) {
      const p = 1 / (1 + Math.exp(-predictor(t, params, at)));
      const w = p * (1 - p);
      let variance = 0;
      for (let a = 0; a < K; a++) {
        for (let b = 0; b < K; b++) variance += design[t * K + a] * covariance[a * K + b] * design[t * K + b];
      }
      const h3 = -rewardOf(contrast[t], right[t]) * w * (1 - 6 * w) * variance;
      for (let k = 0; k < K; k++)
        for (let j = 0; j < K; j++) out[k * K + j] = h3 * design[t * K + k] * design[t * K + j];
    },
  };
}

/**
 * The same rule with no update after the trials where `observed` is 0: what a held-out trial taught is not
 * known.
 */
export function maskedRule(rule: LearningRule, observed: Uint8Array): LearningRule {
  return {
    nParams: rule.nParams,
    value(t, params, at, r) {
      if (observed[t] === 0) r.fill(0);
      else rule.value(t, params, at, r);
    },
    derivatives(t, params, at, r, jacobian, hessian) {
      if (observed[t] === 0) {
        r.fill(0);
        jacobian.fill(0);
        hessian.fill(0);
      } else rule.derivatives(t, params, at, r, jacobian, hessian);
    },
    thirdTrace(t, params, at, covariance, out) {
      if (observed[t] === 0) out.fill(0);
      else rule.thirdTrace(t, params, at, covariance, out);
    },
  };
}
