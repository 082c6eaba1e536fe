import { SaddlepointError } from "../../errors.ts";
import { medianOf } from "../../science/photometry/control-regression.ts";
import { GAP_INTERVALS, onEvenGrid, type RegularTrace } from "../../science/photometry/interpolate.ts";
import type { RecordingWindow } from "./recording.ts";

/** A channel with the time of each of its samples. */
export interface TimestampedChannel {
  readonly timesS: Float64Array;
  readonly values: Float64Array;
}

/** Channels on one even grid. */
export interface EvenChannels {
  readonly startS: number;
  readonly sampleRateHz: number;
  readonly nSamples: number;
  /** Samples that the timestamps show to be missing, of the channel that misses most. */
  readonly nMissing: number;
  read(channels: readonly number[], from: number, n: number): Promise<RecordingWindow>;
}

/** Gaps may not make the grid longer than this many times the samples: a broken timestamp would. */
const MAX_STRETCH = 20;

/**
 * Puts channels on the grid of the quickest of them, from the latest first sample to the earliest last one.
 *
 * @throws SaddlepointError TIMESTAMPS_UNUSABLE
 */
export function onOneGrid(file: string, channels: readonly TimestampedChannel[]): EvenChannels {
  const intervals = channels.map((channel) => usualInterval(file, channel.timesS));
  const interval = Math.min(...intervals);
  const startS = Math.max(...channels.map(({ timesS }) => timesS[0]));
  const endS = Math.min(...channels.map(({ timesS }) => timesS[timesS.length - 1]));
  const nSamples = Math.floor((endS - startS) / interval + 1e-6) + 1;
  const most = Math.max(...channels.map(({ timesS }) => timesS.length));
  if (!(nSamples >= 2) || nSamples > MAX_STRETCH * most + 1000) {
    throw unusable(
      file,
      `the channels have ${endS - startS} s in common at ${(1 / interval).toFixed(2)} Hz, for ${most} samples`,
    );
  }
  const grid = { startS, sampleRateHz: 1 / interval, nSamples };
  const even: RegularTrace[] = channels.map(({ timesS, values }, i) =>
    onEvenGrid(timesS, values, grid, intervals[i]),
  );
  const missing = channels.map(({ timesS }, i) => missingSamples(timesS, intervals[i]));
  const anyGap = even.some(({ gap }) => gap.includes(1));
  return {
    ...grid,
    nMissing: Math.max(...missing),
    async read(asked, from, n) {
      const gap = anyGap ? new Uint8Array(n) : null;
      if (gap !== null) {
        for (const channel of asked) for (let t = 0; t < n; t++) gap[t] |= even[channel].gap[from + t];
      }
      return { channels: asked.map((i) => even[i].values.slice(from, from + n)), gap, clipped: null };
    },
  };
}

/** @throws SaddlepointError TIMESTAMPS_UNUSABLE where they do not ascend */
function usualInterval(file: string, timesS: Float64Array): number {
  if (timesS.length < 2) throw unusable(file, `a channel has ${timesS.length} samples`);
  const apart = new Float64Array(timesS.length - 1);
  for (let t = 0; t < apart.length; t++) {
    apart[t] = timesS[t + 1] - timesS[t];
    if (!(apart[t] > 0)) {
      throw unusable(
        file,
        `the timestamp of row ${t + 2} of a channel, ${timesS[t + 1]} s, does not come after ${timesS[t]} s`,
      );
    }
  }
  // Of those that are not gaps the mean: the median of rounded timestamps is rounded too.
  const usual = GAP_INTERVALS * medianOf(apart);
  let sum = 0;
  let n = 0;
  for (const interval of apart) {
    if (interval > usual) continue;
    sum += interval;
    n++;
  }
  return sum / n;
}

function missingSamples(timesS: Float64Array, interval: number): number {
  let missing = 0;
  for (let t = 1; t < timesS.length; t++) {
    missing += Math.max(0, Math.round((timesS[t] - timesS[t - 1]) / interval) - 1);
  }
  return missing;
}

function unusable(file: string, why: string): SaddlepointError {
  return new SaddlepointError(
    "TIMESTAMPS_UNUSABLE",
    `the samples' times cannot be used: ${why}`,
    "Times must be in seconds and ascend; check that this is the right column and that the file is whole.",
    { file },
  );
}
