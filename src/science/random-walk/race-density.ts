import type { Random } from "../random.ts";
import { HALF_LOG_2PI, INV_SQRT_2PI, lowerMills } from "./mills-ratio.ts";

/**
 * One accumulator of the race model (SCIENCE §3): a diffusion with drift d = w·x + b and variance v = 1 + w²
 * sig_i² a second, started at 0, with threshold z > 0. T is the time since the end of the non-decision time,
 * in seconds.
 *
 * Both log densities depend on (w, b, z) through A = (z − dT)/√(vT) and B = −(z + dT)/√(vT), which are
 * differentiated here once for both. Derivatives go into `out` as [∂w, ∂b, ∂z, ∂ww, ∂wb, ∂bb, ∂wz, ∂bz, ∂zz].
 */

/** sig_i: how strongly the weight scales the noise of the accumulated evidence. Fixed. */
export const INPUT_NOISE = 0.1;
const NOISE_VARIANCE = INPUT_NOISE * INPUT_NOISE;

/**
 * Log density of the accumulator's reaching its threshold at T: the inverse Gaussian. Out of place: −∞ for z
 * ≤ 0.
 */
export function logFinish(x: number, w: number, b: number, z: number, T: number): number {
  if (!(z > 0)) return Number.NEGATIVE_INFINITY;
  const v = 1 + NOISE_VARIANCE * w * w;
  const A = (z - (w * x + b) * T) / Math.sqrt(v * T);
  return Math.log(z) - HALF_LOG_2PI - 0.5 * Math.log(v * T * T * T) - 0.5 * A * A;
}

/** As `logFinish`, with derivatives. */
export function finishDerivatives(
  x: number,
  w: number,
  b: number,
  z: number,
  T: number,
  out: Float64Array,
): number {
  if (!(z > 0)) return outside(out);
  const v = 1 + NOISE_VARIANCE * w * w;
  const r = 1 / Math.sqrt(v * T);
  const A = (z - (w * x + b) * T) * r;
  // ρ = ∂ log r / ∂w and its derivative.
  const rho = (-NOISE_VARIANCE * w) / v;
  const rho1 = -NOISE_VARIANCE / v + 2 * rho * rho;
  const Tr = T * r;
  const Aw = -x * Tr + A * rho;
  const Aww = -x * Tr * rho + Aw * rho + A * rho1;
  const inverse = 1 / z;
  out[0] = rho - A * Aw;
  out[1] = A * Tr;
  out[2] = inverse - A * r;
  out[3] = rho1 - Aw * Aw - A * Aww;
  out[4] = Tr * (Aw + A * rho);
  out[5] = -Tr * Tr;
  out[6] = -r * (Aw + A * rho);
  out[7] = r * Tr;
  out[8] = -inverse * inverse - r * r;
  return Math.log((z * r * INV_SQRT_2PI) / T) - 0.5 * A * A;
}

/** Log probability that the accumulator has not reached its threshold by T. */
export function logSurvival(x: number, w: number, b: number, z: number, T: number): number {
  if (!(z > 0)) return Number.NEGATIVE_INFINITY;
  const r = 1 / Math.sqrt((1 + NOISE_VARIANCE * w * w) * T);
  const dT = (w * x + b) * T;
  return hazardTerms((z - dT) * r, -(z + dT) * r);
}

/** u = φ(A)/S and c = φ(A) m(B)/S of the last call of `hazardTerms`, m being Φ/φ. */
const hazard = new Float64Array(2);

/**
 * log S, S = Φ(A) − exp((B² − A²)/2) Φ(B), for B < A: through Mills ratios where A < 0, so that neither term
 * over- or underflows; else through log1p.
 */
function hazardTerms(A: number, B: number): number {
  if (A < 0) {
    const mB = lowerMills(-B);
    const h = lowerMills(-A) - mB;
    hazard[0] = 1 / h;
    hazard[1] = mB / h;
    return Math.log(h) - HALF_LOG_2PI - 0.5 * A * A;
  }
  const density = INV_SQRT_2PI * Math.exp(-0.5 * A * A);
  const crossed =
    B <= 0 ? density * lowerMills(-B) : Math.exp(0.5 * (B - A) * (B + A)) - density * lowerMills(B);
  const lost = density * lowerMills(A) + crossed;
  const S = 1 - lost;
  hazard[0] = density / S;
  hazard[1] = crossed / S;
  return Math.log1p(-lost);
}

/**
 * As `logSurvival`, with derivatives. With a = ∂ log S/∂A, b = ∂ log S/∂B, u and c as in `hazard`:
 *
 *     a = u + A c      a_A = c − a(A + a)      c_A = −c(A + a)
 *     b = −(u + B c)   a_B = b_A = −b(A + a)   b_B = B b − b² − c     c_B = −b(c + 1)
 */
export function survivalDerivatives(
  x: number,
  w: number,
  b: number,
  z: number,
  T: number,
  out: Float64Array,
): number {
  if (!(z > 0)) return outside(out);
  const v = 1 + NOISE_VARIANCE * w * w;
  const r = 1 / Math.sqrt(v * T);
  const Tr = T * r;
  const d = w * x + b;
  const A = z * r - d * Tr;
  const B = -z * r - d * Tr;
  const value = hazardTerms(A, B);
  const c = hazard[1];
  const gA = hazard[0] + A * c;
  const gB = -(hazard[0] + B * c);
  const gAA = c - gA * (A + gA);
  const gAB = -gB * (A + gA);
  const gBB = (B - gB) * gB - c;

  const rho = (-NOISE_VARIANCE * w) / v;
  const rho1 = -NOISE_VARIANCE / v + 2 * rho * rho;
  const Aw = -x * Tr + A * rho;
  const Bw = -x * Tr + B * rho;
  const Aww = -x * Tr * rho + Aw * rho + A * rho1;
  const Bww = -x * Tr * rho + Bw * rho + B * rho1;
  const both = gA + gB;
  const difference = gA - gB;
  const slopeA = gAA * Aw + gAB * Bw;
  const slopeB = gAB * Aw + gBB * Bw;
  out[0] = gA * Aw + gB * Bw;
  out[1] = -Tr * both;
  out[2] = r * difference;
  out[3] = slopeA * Aw + slopeB * Bw + gA * Aww + gB * Bww;
  out[4] = -Tr * (slopeA + slopeB + rho * both);
  out[5] = Tr * Tr * (gAA + 2 * gAB + gBB);
  out[6] = r * (slopeA - slopeB + rho * difference);
  out[7] = -Tr * r * (gAA - gBB);
  out[8] = r * r * (gAA - 2 * gAB + gBB);
  return value;
}

function outside(out: Float64Array): number {
  out.fill(0);
  return Number.NEGATIVE_INFINITY;
}

/**
 * Adds ½ Σ_ij C_ij ∂³ log p/∂i∂j∂k, k = w, b, z, of both densities to `out`.
 *
 * @param survives whether the density is that of surviving T, rather than of finishing at T
 * @param C covariance of (w, b, z): [ww, wb, bb, wz, bz, zz]
 */
export function addThirdTrace(
  survives: boolean,
  x: number,
  w: number,
  b: number,
  z: number,
  T: number,
  C: Float64Array,
  out: Float64Array,
): void {
  const v = 1 + NOISE_VARIANCE * w * w;
  const r = 1 / Math.sqrt(v * T);
  const Tr = T * r;
  const d = w * x + b;
  const A = z * r - d * Tr;
  const B = -z * r - d * Tr;
  const rho = (-NOISE_VARIANCE * w) / v;
  const rho1 = -NOISE_VARIANCE / v + 2 * rho * rho;
  const rho2 = (-2 * NOISE_VARIANCE * rho) / v + 4 * rho * rho1;
  const bend = rho * rho + rho1;

  // Gradients and Hessians of A and B; only w appears twice in either.
  const Aw = -x * Tr + A * rho;
  const Aww = -x * Tr * rho + Aw * rho + A * rho1;
  const Awww = -x * Tr * bend + Aww * rho + 2 * Aw * rho1 + A * rho2;
  // α = C ∇A, q = ∇Aᵀ C ∇A, t = tr(C ∇²A).
  const alphaW = C[0] * Aw - C[1] * Tr + C[3] * r;
  const alphaB = C[1] * Aw - C[2] * Tr + C[4] * r;
  const alphaZ = C[3] * Aw - C[4] * Tr + C[5] * r;
  const qAA = Aw * alphaW - Tr * alphaB + r * alphaZ;
  const cross = r * rho;
  const tA = C[0] * Aww + 2 * (C[3] * cross - C[1] * T * cross);
  const bendsAw = Aww * alphaW - T * cross * alphaB + cross * alphaZ;
  const thirdAw = C[0] * Awww + 2 * r * bend * (C[3] - C[1] * T);
  const thirdAb = -C[0] * Tr * bend;
  const thirdAz = C[0] * r * bend;
  const hessAb = -T * cross * alphaW;
  const hessAz = cross * alphaW;

  if (!survives) {
    // log finish = log z + log r − A²/2 + …: its A-derivatives are −A, −1, 0.
    out[0] += 0.5 * (-tA * Aw - 2 * bendsAw - A * thirdAw + C[0] * rho2);
    out[1] += 0.5 * (tA * Tr - 2 * hessAb - A * thirdAb);
    out[2] += 0.5 * (-tA * r - 2 * hessAz - A * thirdAz + (2 * C[5]) / (z * z * z));
    return;
  }

  hazardTerms(A, B);
  const c = hazard[1];
  const gA = hazard[0] + A * c;
  const gB = -(hazard[0] + B * c);
  const gAA = c - gA * (A + gA);
  const gAB = -gB * (A + gA);
  const gBB = (B - gB) * gB - c;
  const cA = -c * (A + gA);
  const cB = -gB * (c + 1);
  const gAAA = cA - gAA * (A + gA) - gA * (1 + gAA);
  const gAAB = cB - gAB * (A + gA) - gA * gAB;
  const gABB = -gBB * (A + gA) - gB * gAB;
  const gBBB = gB + (B - 2 * gB) * gBB - cB;

  const Bw = -x * Tr + B * rho;
  const Bww = -x * Tr * rho + Bw * rho + B * rho1;
  const Bwww = -x * Tr * bend + Bww * rho + 2 * Bw * rho1 + B * rho2;
  const betaW = C[0] * Bw - C[1] * Tr - C[3] * r;
  const betaB = C[1] * Bw - C[2] * Tr - C[4] * r;
  const betaZ = C[3] * Bw - C[4] * Tr - C[5] * r;
  const qAB = Aw * betaW - Tr * betaB + r * betaZ;
  const qBB = Bw * betaW - Tr * betaB - r * betaZ;
  const tB = C[0] * Bww - 2 * (C[3] * cross + C[1] * T * cross);
  const bendsBw = Bww * betaW - T * cross * betaB - cross * betaZ;
  const thirdBw = C[0] * Bwww - 2 * r * bend * (C[3] + C[1] * T);
  const hessBb = -T * cross * betaW;
  const hessBz = -cross * betaW;

  const cubicA = gAAA * qAA + 2 * gAAB * qAB + gABB * qBB + gAA * tA + gAB * tB;
  const cubicB = gAAB * qAA + 2 * gABB * qAB + gBBB * qBB + gAB * tA + gBB * tB;
  // Hessians of A and B on α and β: Σ_ab G_ab (∇²A^a α^b).
  const mixAw = Aww * betaW - T * cross * betaB + cross * betaZ;
  const mixBw = Bww * alphaW - T * cross * alphaB - cross * alphaZ;
  const bends = gAA * bendsAw + gAB * (mixAw + mixBw) + gBB * bendsBw;
  const bendsB = gAA * hessAb + gAB * (hessBb + hessAb) + gBB * hessBb;
  const bendsZ = gAA * hessAz + gAB * (-hessBz - hessAz) + gBB * hessBz;
  out[0] += 0.5 * (cubicA * Aw + cubicB * Bw + 2 * bends + gA * thirdAw + gB * thirdBw);
  out[1] += 0.5 * (-Tr * (cubicA + cubicB) + 2 * bendsB + (gA + gB) * thirdAb);
  out[2] += 0.5 * (r * (cubicA - cubicB) + 2 * bendsZ + (gA - gB) * thirdAz);
}

/**
 * Draws when an accumulator reaches its threshold: inverse Gaussian (Michael, Schucany & Haas 1976). One that
 * drifts away arrives with probability exp(2zd/v) only, and then as fast as one that drifts towards it.
 *
 * @returns seconds; Infinity if it never arrives
 */
export function firstPassageTime(x: number, w: number, b: number, z: number, random: Random): number {
  const d = w * x + b;
  const v = 1 + NOISE_VARIANCE * w * w;
  if (d < 0 && random.uniform() >= Math.exp((2 * z * d) / v)) return Number.POSITIVE_INFINITY;
  const y = random.normal() ** 2;
  const shape = (z * z) / v;
  if (d === 0) return shape / y;
  const mean = z / Math.abs(d);
  const a = (mean * y) / (2 * shape);
  const smaller = mean / (1 + a + Math.sqrt(a * (2 + a)));
  return random.uniform() * (mean + smaller) <= mean ? smaller : (mean * mean) / smaller;
}
