import { pearson } from "../statistics/correlation.ts";
import { permutationP } from "../statistics/resampling.ts";

/** A mouse's coefficients and associations by session, columns of equal length; NaN where undefined. */
export interface SessionSeries {
  readonly contralateral: Float64Array;
  readonly ipsilateral: Float64Array;
  /** Its A_L or A_R, as the fibre's hemisphere has it. */
  readonly contralateralAssociation: Float64Array;
  readonly ipsilateralAssociation: Float64Array;
}

export type Associations = Pick<SessionSeries, "contralateralAssociation" | "ipsilateralAssociation">;

export interface AcrossSessions {
  readonly n: number;
  readonly contralateralR: number | null;
  readonly ipsilateralR: number | null;
  /** Of the coefficients' difference, contra − ipsi, with the associations' difference. */
  readonly differenceR: number | null;
  /**
   * One-sided p of differenceR against the same with the associations of other mice, at the same fraction of training;
   * null without other mice.
   */
  readonly p: number | null;
  readonly nOthers: number;
}

/**
 * Whether a fibre's stimulus coefficients follow the mouse's own associations over its sessions (SCIENCE §5). Both
 * drift, as those of any mouse do: so the null is the associations of other mice, never shuffled sessions.
 */
export function acrossSessions(own: SessionSeries, others: readonly Associations[]): AcrossSessions {
  const difference = minus(own.contralateral, own.ipsilateral);
  const follows = (associations: Associations) =>
    correlation(
      difference,
      minus(associations.contralateralAssociation, associations.ipsilateralAssociation),
    );
  const differenceR = follows(own);
  const alternatives = others.map((other) => follows(stretched(other, difference.length)));
  const known = alternatives.filter((r) => r !== null);
  return {
    n: difference.filter((value) => !Number.isNaN(value)).length,
    contralateralR: correlation(own.contralateral, own.contralateralAssociation),
    ipsilateralR: correlation(own.ipsilateral, own.ipsilateralAssociation),
    differenceR,
    p:
      differenceR === null || known.length === 0
        ? null
        : permutationP(known.filter((r) => r >= differenceR).length, known.length),
    nOthers: known.length,
  };
}

/**
 * Another mouse's associations at the same fractions of training, between its sessions on a straight line: steps, where
 * it had fewer of them, would follow smooth coefficients less than the mouse's own associations do, by chance alone.
 */
function stretched(other: Associations, n: number): Associations {
  const pick = (column: Float64Array) =>
    Float64Array.from({ length: n }, (_, s) => {
      const at = n === 1 ? 0 : (s * (column.length - 1)) / (n - 1);
      const before = Math.floor(at);
      const after = Math.min(before + 1, column.length - 1);
      return column[before] + (at - before) * (column[after] - column[before]);
    });
  return {
    contralateralAssociation: pick(other.contralateralAssociation),
    ipsilateralAssociation: pick(other.ipsilateralAssociation),
  };
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

/** Over the sessions in which both are defined; null with fewer than 3. */
export function correlation(x: Float64Array, y: Float64Array): number | null {
  const both: number[] = [];
  for (let s = 0; s < x.length; s++) if (!Number.isNaN(x[s] + y[s])) both.push(s);
  if (both.length < 3) return null;
  return pearson(
    both.map((s) => x[s]),
    both.map((s) => y[s]),
  );
}
