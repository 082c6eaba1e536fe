import { type LearningRule, rewardOf } from "./learning-rule.ts";

/**
 * The tutor–executor and total-RPE updates of SCIENCE §6, projected on the side model's (w, b).
 *
 * As psytrax does it: (w, b) is placed on the network's manifold through its initial state, a_L = a_R = .05,
 * a_B = 1,
 *
 *     u_{c,i} = .2 ± ½ w/(β a) (+ where the action is the stimulus's side),   u_{R,B} = −u_{L,B} = ½ b/β,
 *
 * the network's update (with η = 1, without |·|) is applied there, and w = ½ (logit at right − logit at left
 * stimulus), b = logit at no stimulus, are differentiated along it. With s = sign(contrast), y = ±1 the
 * choice, r its reward:
 *
 *     δ_tot = r − V(x),  V(x) = .2 a |s| + y (s w + b)/2β;   Δw = w/βa,  Δb = b/β
 *     dw = ½β [δ_tot (.2 Δw + ½ y s Δw²) + y s a² δ_w]   (0 at zero contrast)
 *     db = β [½ y δ_tot Δb² + y δ_b]
 *
 * where δ_w = δ_b = δ_tot for total-RPE, and δ_stim, δ_bias for tutor–executor.
 */
const BETA = 9;
const A_STIMULUS = 0.05;
const U_STIMULUS = 0.2;

/**
 * @param side N: sign of the contrast, −1, 0, 1
 * @param right N: 1 for a right choice
 */
export function projectedNetworkRule(
  kind: "tutor-executor" | "total-rpe",
  side: Int8Array,
  right: Uint8Array,
): LearningRule {
  const partial = kind === "tutor-executor";
  const toDw = 1 / (BETA * A_STIMULUS);
  const toDb = 1 / BETA;

  const derivatives: LearningRule["derivatives"] = (t, params, at, r, jacobian, hessian) => {
    const w = params[at];
    const b = params[at + 1];
    const s = side[t];
    const y = right[t] === 1 ? 1 : -1;
    const slopeW = (-y * s) / (2 * BETA);
    const slopeB = -y / (2 * BETA);
    const reward = rewardOf(s, right[t]);
    const baseline = reward - (s === 0 ? 0 : U_STIMULUS * A_STIMULUS);
    const total = baseline + slopeW * w + slopeB * b;
    hessian.fill(0);
    if (s === 0) {
      r[0] = 0;
      jacobian[0] = 0;
      jacobian[1] = 0;
    } else {
      const dw = toDw * w;
      const g = U_STIMULUS * dw + 0.5 * y * s * dw * dw;
      const g1 = toDw * (U_STIMULUS + y * s * dw);
      const g2 = y * s * toDw * toDw;
      const own = y * s * A_STIMULUS * A_STIMULUS;
      const error = partial ? baseline + slopeW * w : total;
      r[0] = 0.5 * BETA * (total * g + own * error);
      jacobian[0] = 0.5 * BETA * (slopeW * g + total * g1 + own * slopeW);
      jacobian[1] = 0.5 * BETA * (slopeB * g + (partial ? 0 : own * slopeB));
      hessian[0] = 0.5 * BETA * (2 * slopeW * g1 + total * g2);
      hessian[1] = 0.5 * BETA * slopeB * g1;
      hessian[2] = hessian[1];
    }
    const db = toDb * b;
    const q = 0.5 * y * db * db;
    const q1 = y * toDb * db;
    const q2 = y * toDb * toDb;
    // The bias alone predicts no reward from the stimulus.
    const error = partial ? reward + slopeB * b : total;
    r[1] = BETA * (total * q + y * error);
    jacobian[2] = BETA * (slopeW * q + (partial ? 0 : y * slopeW));
    jacobian[3] = BETA * (slopeB * q + total * q1 + y * slopeB);
    hessian[5] = BETA * slopeW * q1;
    hessian[6] = hessian[5];
    hessian[7] = BETA * (2 * slopeB * q1 + total * q2);
  };
  const jacobian = new Float64Array(4);
  const hessian = new Float64Array(8);

  return {
    nParams: 2,
    derivatives,
    value(t, params, at, r) {
      derivatives(t, params, at, r, jacobian, hessian);
    },
    thirdTrace(t, _params, _at, covariance, out) {
      const s = side[t];
      const y = right[t] === 1 ? 1 : -1;
      const slopeW = (-y * s) / (2 * BETA);
      const slopeB = -y / (2 * BETA);
      const g2 = s === 0 ? 0 : 0.5 * BETA * y * s * toDw * toDw;
      const q2 = BETA * y * toDb * toDb;
      const www = 3 * slopeW * g2;
      const wwb = slopeB * g2;
      out[0] = covariance[0] * www + 2 * covariance[1] * wwb;
      out[1] = covariance[0] * wwb;
      const bbb = 3 * slopeB * q2;
      const bbw = slopeW * q2;
      out[2] = covariance[3] * bbw;
      out[3] = covariance[3] * bbb + 2 * covariance[1] * bbw;
    },
  };
}
