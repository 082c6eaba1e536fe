import { SaddlepointError } from "../../errors.ts";
import {
  type ColumnSpool,
  SPOOL_BLOCK,
  type SpoolColumn,
  type SpooledTable,
} from "../photometry/column-spool.ts";
import type { PhotometryRecording, RecordedPulses } from "../photometry/recording.ts";
import { onOneGrid, type TimestampedChannel } from "../photometry/timestamped.ts";
import { INPUT_BITS, LED_BITS, MAX_FLAGS, WAVELENGTHS_NM } from "./fp3002-flags.ts";

const TIME_COLUMNS = ["Timestamp", "SystemTimestamp"];
const STATE_COLUMNS = ["Flags", "LedState"];
const REGION = /^(Region\d+[RG]|[RG]\d+)$/;

/** Whether a table has the columns of FP3002 frames. */
export function isFp3002(names: readonly string[]): boolean {
  return (
    TIME_COLUMNS.some((name) => names.includes(name)) &&
    STATE_COLUMNS.some((name) => names.includes(name)) &&
    names.some((name) => REGION.test(name))
  );
}

/**
 * Takes the frames of a Neurophotometrics FP3002 apart: each frame was lit by one source, so a region's frames under
 * 470 nm are one channel and those under 415 nm another. Frames with no source or several are counted and left out.
 *
 * @throws SaddlepointError FP3002_FRAMES, TIMESTAMPS_UNUSABLE
 */
export async function openFp3002(
  file: string,
  spool: ColumnSpool,
  table: SpooledTable,
): Promise<PhotometryRecording> {
  const time = table.columns.get(TIME_COLUMNS.find((name) => table.columns.has(name)) ?? "");
  const state = table.columns.get(STATE_COLUMNS.find((name) => table.columns.has(name)) ?? "");
  const regions = table.names.filter((name) => REGION.test(name) && table.columns.has(name));
  if (time === undefined || state === undefined || regions.length === 0) {
    throw frames(file, 1, "there is no time, no state or no region");
  }
  const sources = new Map<number, LitFrames>();
  const edges = INPUT_BITS.map((): number[] => []);
  let other = 0;
  let skipped = 0;
  let [stateBefore, counterBefore] = [Number.NaN, Number.NaN];
  for (let from = 0; from < table.nRows; from += SPOOL_BLOCK) {
    const n = Math.min(SPOOL_BLOCK, table.nRows - from);
    const times = await time.read(from, n);
    const states = await state.read(from, n);
    const counters = await table.columns.get("FrameCounter")?.read(from, n);
    const rowsOf = new Map<number, number[]>();
    for (let row = 0; row < n; row++) {
      if (!(Number.isInteger(states[row]) && states[row] >= 0 && states[row] <= MAX_FLAGS)) {
        throw frames(file, from + row, `the state is ${states[row]}, which the device does not have`);
      }
      for (const [i, [, bit]] of INPUT_BITS.entries()) {
        const rises = (states[row] & bit) !== 0 && (stateBefore & bit) === 0 && from + row > 0;
        if (rises) edges[i].push(times[row]);
      }
      stateBefore = states[row];
      if (counters !== undefined) {
        if (from + row > 0) skipped += Math.max(0, counters[row] - counterBefore - 1);
        counterBefore = counters[row];
      }
      const wavelength = WAVELENGTHS_NM[states[row] & LED_BITS];
      if (wavelength === undefined) other++;
      else {
        const rows = rowsOf.get(wavelength) ?? [];
        rowsOf.set(wavelength, rows);
        rows.push(row);
      }
    }
    for (const [wavelength, rows] of rowsOf) {
      const lit = sources.get(wavelength) ?? {
        times: spool.column(),
        regions: new Map(regions.map((region) => [region, spool.column()])),
      };
      sources.set(wavelength, lit);
      await lit.times.append(Float64Array.from(rows, (row) => times[row]));
      for (const [region, column] of lit.regions) {
        const values = (await table.columns.get(region)?.read(from, n)) ?? new Float64Array(n);
        const odd = rows.find((row) => !Number.isFinite(values[row]));
        if (odd !== undefined) throw frames(file, from + odd, `${region} is no number`);
        await column.append(Float64Array.from(rows, (row) => values[row]));
      }
    }
  }
  const lit = [...sources].filter(([, { times }]) => times.length > 1).sort(([a], [b]) => a - b);
  if (lit.length === 0) throw frames(file, 0, "no source lit more than one frame");
  const names = regions.flatMap((region) => lit.map(([wavelength]) => `${region}-${wavelength}`));
  const channels = regions.flatMap((region) => lit.map(([, source]) => channelOf(source, region)));
  const even = await onOneGrid(file, spool, channels);
  return {
    file,
    format: "FP3002",
    ...even,
    channels: names.map((name) => ({ name, units: "a.u." })),
    facts: {
      frames: table.nRows,
      ...Object.fromEntries(lit.map(([wavelength, { times }]) => [`frames${wavelength}Nm`, times.length])),
      framesOfNoOrSeveralSources: other,
      droppedFrames: skipped,
      missingSamples: even.nMissing,
    },
    parts: [],
    notices:
      skipped > 0 ? [`the frame counter skips ${skipped} frames; snippets across them are flagged`] : [],
    async pulses() {
      return INPUT_BITS.map(
        ([name], i): RecordedPulses => ({ name, timesS: Float64Array.from(edges[i]) }),
      ).filter(({ timesS }) => timesS.length > 0);
    },
    close: () => spool.close(),
  };
}

/** The frames of one light source. */
interface LitFrames {
  readonly times: SpoolColumn;
  readonly regions: ReadonlyMap<string, SpoolColumn>;
}

function channelOf({ times, regions }: LitFrames, region: string): TimestampedChannel {
  return {
    length: times.length,
    clock: times,
    async *blocks() {
      for (let from = 0; from < times.length; from += SPOOL_BLOCK) {
        const n = Math.min(SPOOL_BLOCK, times.length - from);
        const values = (await regions.get(region)?.read(from, n)) ?? new Float64Array(n);
        yield { timesS: await times.read(from, n), values };
      }
    },
  };
}

function frames(file: string, row: number, why: string): SaddlepointError {
  return new SaddlepointError(
    "FP3002_FRAMES",
    `row ${row + 1} is no FP3002 frame: ${why}`,
    "Give the table as Bonsai or the FP3002 software wrote it: FrameCounter, Timestamp, Flags and a column a region.",
    { file, line: row + 1 },
  );
}
