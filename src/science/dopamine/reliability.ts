import type { TrialTable } from "../trial-table.ts";
import { correlation } from "./across-sessions.ts";
import { encodingColumns, regressorNames } from "./design.ts";
import { absorbDesign, regress } from "./regression.ts";
import type { Responses } from "./responses.ts";
import type { SnippetSet } from "./snippet-set.ts";
import { stretchesOf } from "./stages.ts";

/** How well the halves of its trials agree on a regressor's coefficient, over sessions. */
export interface Reliability {
  readonly alignment: SnippetSet["alignment"];
  readonly name: string;
  /** Spearman & Brown's, of odd and even trials; null where it is undefined. */
  readonly reliability: number | null;
  /** Sessions in which both halves have the coefficient. */
  readonly nSessions: number;
}

/** Coefficients of the odd and of the even trials of each session with enough of both. */
export function splitHalfReliabilities(
  trials: TrialTable,
  { row, response }: Responses,
  measured: Int32Array,
  hemisphere: "left" | "right",
  { driftTrials, minTrials }: { readonly driftTrials: number; readonly minTrials: number },
  alignment: SnippetSet["alignment"],
): readonly Reliability[] {
  const starts = stretchesOf(
    trials,
    measured.map((k) => row[k]),
  );
  const halves = [0, 1].map(() =>
    regressorNames.map(() => new Float64Array(starts.length - 1).fill(Number.NaN)),
  );
  for (let s = 0; s + 1 < starts.length; s++) {
    const session = measured.subarray(starts[s], starts[s + 1]);
    if (session.length < minTrials) continue;
    halves.forEach((half, parity) => {
      const own = session.filter((_, i) => i % 2 === parity);
      const rows = own.map((k) => row[k]);
      const columns = encodingColumns(trials, rows, hemisphere);
      // A half has every other trial: so many of them reach over twice as much drift.
      const design = absorbDesign(regressorNames, columns, Int32Array.of(0, own.length), driftTrials / 2);
      regress(
        design,
        Float64Array.from(own, (k) => response[k]),
      )?.coefficients.forEach(({ estimate }, j) => {
        half[j][s] = estimate ?? Number.NaN;
      });
    });
  }
  return regressorNames.map((name, j) => ({
    alignment,
    name,
    reliability: splitHalfReliability(halves[0][j], halves[1][j]),
    nSessions: halves[0][j].filter((value, s) => !Number.isNaN(value + halves[1][j][s])).length,
  }));
}

/** Spearman & Brown's reliability of the whole from the correlation of its halves; null below r = −1 or undefined. */
export function splitHalfReliability(odd: Float64Array, even: Float64Array): number | null {
  const r = correlation(odd, even);
  return r === null || r <= -1 ? null : (2 * r) / (1 + r);
}
