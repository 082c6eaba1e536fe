/** Which fifth of a subject's training a session lies in, from 1; the session is the i-th of n, from 0. */
export function fifthOf(i: number, n: number, fifths = 5): number {
  return 1 + Math.floor((i * fifths) / n);
}
