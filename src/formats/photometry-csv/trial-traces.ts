import { SaddlepointError } from "../../errors.ts";
import type { NumberColumns } from "../parquet/read-columns.ts";

/** Traces that were cut already, one row a trial. */
export interface TrialTraces {
  /** Common part of the columns' names. */
  readonly channel: string;
  readonly nSamples: number;
  readonly nTrials: number;
  /** nTrials × nSamples, row by row. */
  readonly samples: Float64Array;
  /** By the names session and trial where there are such columns; else null. */
  readonly session: Float64Array | null;
  readonly trial: Float64Array | null;
}

const NUMBERED = /^(.*?)[._ -]?(\d+)$/;
const LEAST_SAMPLES = 8;

/**
 * Finds a table of trials by samples: columns whose names count up from 0 or 1 behind a common beginning. Null where a
 * table has none.
 *
 * @throws SaddlepointError TRIAL_TRACES_GAP where a number is left out
 */
export function trialTraces(file: string, table: NumberColumns): TrialTraces | null {
  const groups = new Map<string, { readonly name: string; readonly number: number }[]>();
  for (const name of table.columns.keys()) {
    const match = NUMBERED.exec(name);
    if (match === null) continue;
    const [, beginning, digits] = match;
    const group = groups.get(beginning) ?? [];
    groups.set(beginning, group);
    group.push({ name, number: Number(digits) });
  }
  const largest = [...groups].sort(([, a], [, b]) => b.length - a.length)[0];
  if (largest === undefined || largest[1].length < LEAST_SAMPLES) return null;
  const [channel, columns] = largest;
  columns.sort((a, b) => a.number - b.number);
  const first = columns[0].number;
  const odd = columns.find(({ number }, k) => number !== first + k);
  if (first > 1 || odd !== undefined) {
    throw new SaddlepointError(
      "TRIAL_TRACES_GAP",
      `the columns ${channel}… do not count up from 0 or 1: ${odd?.name ?? columns[0].name} is out of place`,
      "Give every sample of a trial a column, numbered without gaps.",
      { file, line: 1, field: odd?.name ?? columns[0].name },
    );
  }
  const nSamples = columns.length;
  const samples = new Float64Array(table.nRows * nSamples);
  for (const [k, { name }] of columns.entries()) {
    const values = table.columns.get(name) ?? new Float64Array(table.nRows);
    for (let row = 0; row < table.nRows; row++) samples[row * nSamples + k] = values[row];
  }
  return {
    channel,
    nSamples,
    nTrials: table.nRows,
    samples,
    session: table.columns.get("session") ?? null,
    trial: table.columns.get("trial") ?? null,
  };
}

/** Mean over the trials, sample by sample; NaN cells are left out. */
export function meanTrace({ samples, nSamples, nTrials }: TrialTraces): Float64Array {
  const sum = new Float64Array(nSamples);
  const count = new Float64Array(nSamples);
  for (let row = 0; row < nTrials; row++) {
    for (let k = 0; k < nSamples; k++) {
      const value = samples[row * nSamples + k];
      if (Number.isNaN(value)) continue;
      sum[k] += value;
      count[k]++;
    }
  }
  return sum.map((total, k) => total / count[k]);
}
