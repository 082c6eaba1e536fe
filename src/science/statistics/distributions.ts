/** Standard normal distribution function Φ(x), to about 1e-15 (the series x + x³/3 + x⁵/(3·5) + …). */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size > 9) return x > 0 ? 1 : 0;
  let term = size;
  let sum = size;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (size * size) / (2 * k + 1);
    sum += term;
  }
  const half = (sum * Math.exp(-0.5 * size * size)) / Math.sqrt(2 * Math.PI);
  return x >= 0 ? 0.5 + half : 0.5 - half;
}

/** The x with Φ(x) = p, for p within (1e-12, 1 − 1e-12). */
export function normalQuantile(p: number): number {
  return bisect((x) => normalCdf(x) - p, -9, 9);
}

/** The upper point t of Student's distribution with P(|T| ≤ t) = level, for whole or real degrees ≥ 1. */
export function studentTwoSided(level: number, degrees: number): number {
  const key = `${level} ${degrees}`;
  const known = studentPoints.get(key);
  if (known !== undefined) return known;
  const t = solveStudent(level, degrees);
  studentPoints.set(key, t);
  return t;
}

/** Points found before: trajectories ask for the same few degrees at every session. */
const studentPoints = new Map<string, number>();

function solveStudent(level: number, degrees: number): number {
  const tail = 1 - level;
  // P(|T| > t) = I_w(degrees/2, ½) with w = degrees / (degrees + t²).
  const w = bisect((x) => incompleteBeta(x, degrees / 2, 0.5) - tail, 0, 1);
  return Math.sqrt((degrees * (1 - w)) / w);
}

/** Regularised incomplete beta function I_x(a, b) (continued fraction, Lentz's algorithm; DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a),
  );
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d, tiny);
    c = nonZero(1 + even / c, tiny);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, tiny);
    c = nonZero(1 + odd / c, tiny);
    const step = c * d;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** log Γ(x) for x > 0: the Stirling series, after lifting x above 12 by Γ(x) = Γ(x + 1)/x. */
export function logGamma(x: number): number {
  let lifted = x;
  let product = 1;
  while (lifted < 12) {
    product *= lifted;
    lifted += 1;
  }
  const inverse = 1 / lifted;
  const square = inverse * inverse;
  const series =
    inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (
    (lifted - 0.5) * Math.log(lifted) - lifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
  );
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** Root of an increasing function between lo and hi. */
function bisect(f: (x: number) => number, from: number, to: number): number {
  let lo = from;
  let hi = to;
  for (let i = 0; i < 200; i++) {
    const middle = 0.5 * (lo + hi);
    if (middle === lo || middle === hi) break;
    if (f(middle) < 0) lo = middle;
    else hi = middle;
  }
  return 0.5 * (lo + hi);
}
