/**
 * Benjamini & Hochberg's (1995) adjusted p-values: those at or below q are discoveries of which at most a share q is
 * false. What is null stays null and is not counted.
 */
export function adjustedP(values: readonly (number | null)[]): readonly (number | null)[] {
  const known = values.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => b.p - a.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let least = 1;
  known.forEach(({ p, at }, k) => {
    least = Math.min(least, (p * known.length) / (known.length - k));
    adjusted[at] = least;
  });
  return adjusted;
}
