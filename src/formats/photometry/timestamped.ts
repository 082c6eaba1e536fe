import { SaddlepointError } from "../../errors.ts";
import { medianOf } from "../../science/photometry/control-regression.ts";
import { type EvenGrid, evenGridWalk, GAP_INTERVALS } from "../../science/photometry/interpolate.ts";
import type { ColumnSpool, SpoolColumn } from "./column-spool.ts";
import type { RecordingWindow } from "./recording.ts";

/** A channel with the time of each of its samples, read from its beginning as often as is needed. */
export interface TimestampedChannel {
  readonly length: number;
  /** The same for channels that share their times, which are then looked at once. */
  readonly clock: unknown;
  blocks(): AsyncIterable<{ readonly timesS: Float64Array; readonly values: Float64Array }>;
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
/** The median interval is taken of at most so many, evenly spread. */
const MAX_INTERVALS = 250_000;

/**
 * Puts channels on the grid of the quickest of them, from the latest first sample to the earliest last one. Goes
 * through them block by block; the even samples lie in the spool.
 *
 * @throws SaddlepointError TIMESTAMPS_UNUSABLE
 */
export async function onOneGrid(
  file: string,
  spool: ColumnSpool,
  channels: readonly TimestampedChannel[],
): Promise<EvenChannels> {
  const clocks = new Map<unknown, Clock>();
  for (const channel of channels) {
    if (!clocks.has(channel.clock)) clocks.set(channel.clock, await clockOf(file, channel));
  }
  const all = [...clocks.values()];
  const interval = Math.min(...all.map(({ intervalS }) => intervalS));
  const startS = Math.max(...all.map(({ firstS }) => firstS));
  const endS = Math.min(...all.map(({ lastS }) => lastS));
  const nSamples = Math.floor((endS - startS) / interval + 1e-6) + 1;
  const most = Math.max(...channels.map(({ length }) => length));
  if (!(nSamples >= 2) || nSamples > MAX_STRETCH * most + 1000) {
    throw unusable(
      file,
      `the channels have ${endS - startS} s in common at ${(1 / interval).toFixed(2)} Hz, for ${most} samples`,
    );
  }
  const grid = { startS, sampleRateHz: 1 / interval, nSamples };
  const even: EvenChannel[] = [];
  for (const channel of channels) {
    even.push(await evenChannel(spool, channel, grid, clocks.get(channel.clock)?.intervalS ?? interval));
  }
  const anyGap = even.some(({ gaps }) => gaps.length > 0);
  return {
    ...grid,
    nMissing: Math.max(...all.map(({ nMissing }) => nMissing)),
    async read(asked, from, n) {
      const gap = anyGap ? new Uint8Array(n) : null;
      if (gap !== null) for (const channel of asked) markGaps(even[channel].gaps, gap, from);
      const values: Float64Array[] = [];
      for (const channel of asked) values.push(await even[channel].values.read(from, n));
      return { channels: values, gap, clipped: null };
    },
  };
}

interface Clock {
  readonly firstS: number;
  readonly lastS: number;
  /** What two samples are apart where none is missing. */
  readonly intervalS: number;
  readonly nMissing: number;
}

/** @throws SaddlepointError TIMESTAMPS_UNUSABLE where the times do not ascend */
async function clockOf(file: string, channel: TimestampedChannel): Promise<Clock> {
  const { length } = channel;
  if (length < 2) throw unusable(file, `a channel has ${length} samples`);
  const stride = Math.ceil(length / MAX_INTERVALS);
  const some: number[] = [];
  let firstS = Number.NaN;
  let lastS = Number.NaN;
  let row = 0;
  for await (const { timesS } of channel.blocks()) {
    for (const timeS of timesS) {
      if (row === 0) firstS = timeS;
      else if (!(timeS > lastS)) {
        throw unusable(
          file,
          `the timestamp of row ${row + 1} of a channel, ${timeS} s, does not come after ${lastS} s`,
        );
      } else if (row % stride === 0) some.push(timeS - lastS);
      lastS = timeS;
      row++;
    }
  }
  // Of those that are not gaps the mean: the median of rounded timestamps is rounded too.
  const usual = GAP_INTERVALS * medianOf(Float64Array.from(some));
  let sum = 0;
  let n = 0;
  for await (const apart of intervalsOf(channel)) {
    for (const interval of apart) {
      if (!(interval <= usual)) continue;
      sum += interval;
      n++;
    }
  }
  const intervalS = sum / n;
  let nMissing = 0;
  for await (const apart of intervalsOf(channel)) {
    for (const interval of apart) nMissing += Math.max(0, Math.round(interval / intervalS) - 1);
  }
  return { firstS, lastS, intervalS, nMissing };
}

/** What each sample is apart from the one before it, by the block. */
async function* intervalsOf(channel: TimestampedChannel): AsyncGenerator<Float64Array> {
  let before: number | null = null;
  for await (const { timesS } of channel.blocks()) {
    const first: number | null = before;
    const apart = timesS.map((timeS, i) => timeS - (i > 0 ? timesS[i - 1] : (first ?? timeS)));
    if (timesS.length > 0) before = timesS[timesS.length - 1];
    yield first === null ? apart.subarray(1) : apart;
  }
}

interface EvenChannel {
  readonly values: SpoolColumn;
  /** First and last + 1 of each stretch of samples that are made up, one after the other. */
  readonly gaps: readonly number[];
}

async function evenChannel(
  spool: ColumnSpool,
  channel: TimestampedChannel,
  grid: EvenGrid,
  intervalS: number,
): Promise<EvenChannel> {
  const values = spool.column();
  const gaps: number[] = [];
  const walk = evenGridWalk(grid, intervalS);
  const keep = async (piece: ReturnType<typeof walk.end>): Promise<void> => {
    const from = values.length;
    for (let t = 0; t < piece.gap.length; t++) {
      if (piece.gap[t] === 0) continue;
      if (gaps[gaps.length - 1] === from + t) gaps[gaps.length - 1]++;
      else gaps.push(from + t, from + t + 1);
    }
    await values.append(piece.values);
  };
  for await (const block of channel.blocks()) await keep(walk.add(block.timesS, block.values));
  await keep(walk.end());
  return { values, gaps };
}

function markGaps(gaps: readonly number[], gap: Uint8Array, from: number): void {
  let low = 0;
  let high = gaps.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gaps[2 * middle + 1] <= from) low = middle + 1;
    else high = middle;
  }
  for (let i = 2 * low; i < gaps.length && gaps[i] < from + gap.length; i += 2) {
    gap.fill(1, Math.max(0, gaps[i] - from), Math.min(gap.length, gaps[i + 1] - from));
  }
}

function unusable(file: string, why: string): SaddlepointError {
  return new SaddlepointError(
    "TIMESTAMPS_UNUSABLE",
    `the samples' times cannot be used: ${why}`,
    "Times must be in seconds and ascend; check that this is the right column and that the file is whole.",
    { file },
  );
}
