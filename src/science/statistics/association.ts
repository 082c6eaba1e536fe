import { seededRandom } from "../random.ts";
import { type Proportion, proportionWithInterval } from "./intervals.ts";
import { defaultPermutations, permutationP, shuffle } from "./resampling.ts";

export interface AssociationCell<Label extends string> {
  readonly row: Label;
  readonly column: Label;
  readonly n: number;
  /** Of the row's total, with Wilson's interval. */
  readonly ofRow: Proportion;
}

export interface AssociationTable<Label extends string> {
  /** Cells that are not empty, in the order of `labels`, rows first. */
  readonly cells: readonly AssociationCell<Label>[];
  /** Mutual information of row and column, in bits; null without pairs. */
  readonly informationBits: number | null;
  /** One-sided permutation p-value of no association; null where rows or columns do not vary. */
  readonly p: number | null;
  readonly n: number;
}

/**
 * Cross-tabulates pairs of labels, and tests whether the row tells the column: the columns are permuted over the
 * rows, and the statistic is the mutual information of the table (SCIENCE §2: "early strategy determines late
 * strategy").
 *
 * @param labels every label that may occur, in the order of the table
 */
export function associationTable<Label extends string>(
  pairs: readonly (readonly [row: Label, column: Label])[],
  labels: readonly Label[],
  {
    seed,
    nPermutations = defaultPermutations(pairs.length),
  }: { readonly seed: number; readonly nPermutations?: number },
): AssociationTable<Label> {
  const size = labels.length;
  const rows = Int32Array.from(pairs, ([row]) => labels.indexOf(row));
  const columns = Int32Array.from(pairs, ([, column]) => labels.indexOf(column));
  const counts = new Int32Array(size * size);
  tabulateInto(counts, rows, columns, size);
  const rowTotals = labels.map((_, i) => sum(counts.subarray(i * size, (i + 1) * size)));
  const cells = [...counts].flatMap((n, at) => {
    const i = Math.floor(at / size);
    if (n === 0) return [];
    return [{ row: labels[i], column: labels[at % size], n, ofRow: proportionWithInterval(n, rowTotals[i]) }];
  });
  const n = pairs.length;
  if (n === 0) return { cells, informationBits: null, p: null, n };
  const columnTotals = labels.map((_, j) => sum(counts.filter((_, at) => at % size === j)));
  const fixed = entropySum(rowTotals) + entropySum(columnTotals);
  const information = (table: ArrayLike<number>) => (entropySum(table) - fixed) / n + Math.log2(n);
  const observed = information(counts);
  const varies = new Set(rows).size > 1 && new Set(columns).size > 1;
  if (!varies) return { cells, informationBits: Math.max(0, observed), p: null, n };
  const random = seededRandom(seed);
  let nExtreme = 0;
  for (let k = 0; k < nPermutations; k++) {
    shuffle(columns, random);
    tabulateInto(counts, rows, columns, size);
    // Tables that tie but for rounding count as extreme.
    if (information(counts) >= observed - 1e-12) nExtreme += 1;
  }
  return { cells, informationBits: Math.max(0, observed), p: permutationP(nExtreme, nPermutations), n };
}

/** Counts of (row, column), size×size row-major. */
function tabulateInto(counts: Int32Array, rows: Int32Array, columns: Int32Array, size: number): void {
  counts.fill(0);
  for (let i = 0; i < rows.length; i++) counts[rows[i] * size + columns[i]] += 1;
}

/** Σ n log2 n. */
function entropySum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] > 1) total += counts[i] * Math.log2(counts[i]);
  }
  return total;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
