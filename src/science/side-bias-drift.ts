/** Whether a mouse's choices come to lean to one side: a sign of trouble with its rig, or its health. */

export interface SideBiasDrift {
  /** Mean bias of the sessions before, and of the newest ones: P(right) without a stimulus, minus ½. */
  readonly before: number;
  readonly after: number;
}

/** Sessions on each side of the comparison. */
const SESSIONS = 3;
/** Least change that is worth a look, as a difference of probabilities. */
const LEAST_CHANGE = 0.15;

/**
 * The mean bias of the last 3 sessions against that of the 3 before them, where it moved away from the middle by .15
 * or more; null where it did not, or where fewer than 6 sessions have a bias.
 *
 * @param biases of the sessions in order; null where a session does not define one
 */
export function sideBiasDrift(biases: readonly (number | null)[]): SideBiasDrift | null {
  const known = biases.filter((bias) => bias !== null).slice(-2 * SESSIONS);
  if (known.length < 2 * SESSIONS) return null;
  const before = mean(known.slice(0, SESSIONS));
  const after = mean(known.slice(SESSIONS));
  const isDrift = Math.abs(after - before) >= LEAST_CHANGE && Math.abs(after) > Math.abs(before);
  return isDrift ? { before, after } : null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
