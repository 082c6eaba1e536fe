import type { Random } from "../random.ts";

/** Draws of one binomial distribution after another, by inversion of their distribution functions. */
export class BinomialDraws {
  readonly #probability: number;
  /** P(at most k) by number of trials, made when first asked for. */
  readonly #cumulative = new Map<number, Float64Array>();

  /** @param probability of success, 0 to 1 */
  constructor(probability: number) {
    this.#probability = probability;
  }

  /** Number of successes in n trials; takes one uniform. */
  draw(n: number, random: Random): number {
    const u = random.uniform();
    if (n === 0 || this.#probability <= 0) return 0;
    if (this.#probability >= 1) return n;
    let cumulative = this.#cumulative.get(n);
    if (cumulative === undefined) {
      cumulative = distribution(n, this.#probability);
      this.#cumulative.set(n, cumulative);
    }
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > u) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function distribution(n: number, p: number): Float64Array {
  const odds = Math.log(p) - Math.log1p(-p);
  const cumulative = new Float64Array(n + 1);
  let log = n * Math.log1p(-p);
  let sum = Math.exp(log);
  cumulative[0] = sum;
  for (let k = 1; k <= n; k++) {
    log += Math.log((n - k + 1) / k) + odds;
    sum += Math.exp(log);
    cumulative[k] = sum;
  }
  return cumulative;
}
