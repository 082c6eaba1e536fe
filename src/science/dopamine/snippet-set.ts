/** Snippets of one fibre around one kind of event, on one grid of times. */
export interface SnippetSet {
  readonly alignment: "stimulus" | "choice" | "outcome";
  readonly sampleRateHz: number;
  /** Time of the first sample since the event, in seconds. */
  readonly offsetS: number;
  /** Samples of a snippet, T. */
  readonly nSamples: number;
  /** Row of each snippet's trial in the trial table; ascending. */
  readonly row: Int32Array;
  /** Snippets × T, row-major. */
  readonly samples: Float32Array;
}

/** The samples, first and last inside, whose times lie in [fromS, toS]; null where the grid has none of them all. */
export function sampleRange(
  { sampleRateHz, offsetS, nSamples }: SnippetSet,
  fromS: number,
  toS: number,
): readonly [number, number] | null {
  // Times that ought to be equal differ by rounding.
  const slack = 1e-6;
  const first = Math.ceil((fromS - offsetS) * sampleRateHz - slack);
  const last = Math.floor((toS - offsetS) * sampleRateHz + slack);
  return first < 0 || last >= nSamples || last < first ? null : [first, last];
}

/** Whether two sets have the same times. */
export function isOnGrid(
  set: Pick<SnippetSet, "sampleRateHz" | "offsetS" | "nSamples">,
  grid: Pick<SnippetSet, "sampleRateHz" | "offsetS" | "nSamples">,
): boolean {
  return (
    set.nSamples === grid.nSamples && set.sampleRateHz === grid.sampleRateHz && set.offsetS === grid.offsetS
  );
}
