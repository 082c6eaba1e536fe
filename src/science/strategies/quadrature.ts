/** Gauss–Legendre nodes on [−1, 1] and their weights, n each (Newton on the Legendre polynomial). */
export function gaussLegendre(n: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (n - i - 0.25)) / (n + 0.5));
    let derivative = 1;
    for (let iteration = 0; iteration < 100; iteration++) {
      let previous = 1;
      let value = x;
      for (let k = 2; k <= n; k++) {
        const next = ((2 * k - 1) * x * value - (k - 1) * previous) / k;
        previous = value;
        value = next;
      }
      derivative = (n * (x * value - previous)) / (x * x - 1);
      const step = value / derivative;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * derivative * derivative);
  }
  return { nodes, weights };
}

const corner = gaussLegendre(10);

/**
 * P(X ≤ h and Y ≤ k) of standard normals with correlation rho:
 * Φ(h)Φ(k) + ∫₀^asin(rho) exp(−(h² + k² − 2hk sin θ)/(2 cos² θ)) dθ / 2π (Plackett 1954; Drezner & Wesolowsky 1990).
 * Better than 1e-6 for |rho| ≤ .9; worse beyond, never outside what the margins allow.
 *
 * @param pH Φ(h)
 * @param pK Φ(k)
 */
export function bivariateNormalCdf(h: number, k: number, rho: number, pH: number, pK: number): number {
  const independent = pH * pK;
  if (Math.abs(rho) < 1e-9 || pH === 0 || pK === 0 || pH === 1 || pK === 1) return independent;
  const half = 0.5 * Math.asin(Math.max(-1, Math.min(1, rho)));
  const squares = h * h + k * k;
  let sum = 0;
  for (let i = 0; i < corner.nodes.length; i++) {
    const sine = Math.sin(half * (1 + corner.nodes[i]));
    sum += corner.weights[i] * Math.exp((h * k * sine - 0.5 * squares) / (1 - sine * sine));
  }
  const joint = independent + (half * sum) / (2 * Math.PI);
  return Math.max(0, pH + pK - 1, Math.min(joint, pH, pK));
}
