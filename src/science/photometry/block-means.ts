/** Means of consecutive blocks of a trace that comes in pieces. */
export interface BlockAverager {
  add(samples: Float64Array): void;
  /** Of the whole blocks; of all samples where they fill none. */
  means(): Float64Array;
  /** Of all samples; 0 where there are none. */
  mean(): number;
}

export function blockAverager(blockSamples: number): BlockAverager {
  const means: number[] = [];
  let sum = 0;
  let n = 0;
  let total = 0;
  let count = 0;
  return {
    add(samples) {
      for (let t = 0; t < samples.length; t++) {
        sum += samples[t];
        total += samples[t];
        n++;
        count++;
        if (n === blockSamples) {
          means.push(sum / n);
          sum = 0;
          n = 0;
        }
      }
    },
    means: () => Float64Array.from(means.length === 0 && n > 0 ? [sum / n] : means),
    mean: () => (count > 0 ? total / count : 0),
  };
}
