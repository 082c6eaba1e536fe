/** Mean and spread of what simulated mice show. */

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean, as the values themselves spread. */
export function standardErrorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** A share of intervals that held the truth. */
export interface Coverage {
  readonly share: number;
  /** Its standard error. The intervals of one mouse need not be independent, so it is over mice. */
  readonly error: number;
  readonly n: number;
}

/** @param held of each mouse, whether each of its intervals held the truth */
export function coverageOf(held: readonly (readonly boolean[])[]): Coverage {
  const n = held.reduce((sum, mouse) => sum + mouse.length, 0);
  const share = held.reduce((sum, mouse) => sum + mouse.filter(Boolean).length, 0) / n;
  // Of a ratio of sums over mice; not below that of independent intervals, where by luck all mice are alike.
  const squares = held.reduce(
    (sum, mouse) => sum + (mouse.filter(Boolean).length - share * mouse.length) ** 2,
    0,
  );
  const overMice = Math.sqrt((squares * held.length) / (held.length - 1)) / n;
  return { share, error: Math.max(overMice, Math.sqrt((0.95 * 0.05) / n)), n };
}
