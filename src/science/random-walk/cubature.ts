import { cholesky } from "./chain.ts";

/**
 * The 2K points mean ± √K × the columns of the covariance's Cholesky factor, each of weight 1/2K: they
 * integrate polynomials up to the third degree exactly over N(mean, covariance), and any positive function to
 * a positive value (the third-degree spherical–radial rule, Arasaratnam & Haykin 2009).
 *
 * @param covariance packed block
 */
export function cubaturePoints(mean: Float64Array, covariance: Float64Array): readonly Float64Array[] {
  const K = mean.length;
  const lower = new Float64Array(covariance.length);
  cholesky(covariance, K, lower, 0);
  const points: Float64Array[] = [];
  for (let j = 0; j < K; j++) {
    for (const sign of [1, -1]) {
      const point = mean.slice();
      for (let i = j; i < K; i++) {
        const entry = lower[(i * (i + 1)) / 2 + j];
        // `cholesky` leaves the diagonal inverted.
        point[i] += sign * Math.sqrt(K) * (i === j ? 1 / entry : entry);
      }
      points.push(point);
    }
  }
  return points;
}
