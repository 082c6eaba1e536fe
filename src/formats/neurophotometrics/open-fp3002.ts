import { SaddlepointError } from "../../errors.ts";
import type { NumberColumns } from "../parquet/read-columns.ts";
import type { PhotometryRecording, RecordedPulses } from "../photometry/recording.ts";
import { onOneGrid, type TimestampedChannel } from "../photometry/timestamped.ts";
import { INPUT_BITS, LED_BITS, MAX_FLAGS, WAVELENGTHS_NM } from "./fp3002-flags.ts";

const TIME_COLUMNS = ["Timestamp", "SystemTimestamp"];
const STATE_COLUMNS = ["Flags", "LedState"];

/** Whether a table has the columns of FP3002 frames. */
export function isFp3002(names: readonly string[]): boolean {
  return (
    TIME_COLUMNS.some((name) => names.includes(name)) &&
    STATE_COLUMNS.some((name) => names.includes(name)) &&
    names.some((name) => /^(Region\d+[RG]|[RG]\d+)$/.test(name))
  );
}

/**
 * Takes the frames of a Neurophotometrics FP3002 apart: each frame was lit by one source, so a region's frames under
 * 470 nm are one channel and those under 415 nm another. Frames with no source or several are counted and left out.
 *
 * @throws SaddlepointError FP3002_FRAMES, TIMESTAMPS_UNUSABLE
 */
export function openFp3002(file: string, table: NumberColumns): PhotometryRecording {
  const time = table.columns.get(TIME_COLUMNS.find((name) => table.columns.has(name)) ?? "");
  const state = table.columns.get(STATE_COLUMNS.find((name) => table.columns.has(name)) ?? "");
  const regions = table.names.filter(
    (name) => /^(Region\d+[RG]|[RG]\d+)$/.test(name) && table.columns.has(name),
  );
  if (time === undefined || state === undefined || regions.length === 0) {
    throw frames(file, 1, "there is no time, no state or no region");
  }
  const rowsOf = new Map<number, number[]>();
  let other = 0;
  for (let row = 0; row < table.nRows; row++) {
    if (!(Number.isInteger(state[row]) && state[row] >= 0 && state[row] <= MAX_FLAGS)) {
      throw frames(file, row, `the state is ${state[row]}, which the device does not have`);
    }
    const wavelength = WAVELENGTHS_NM[state[row] & LED_BITS];
    if (wavelength === undefined) {
      other++;
      continue;
    }
    const rows = rowsOf.get(wavelength) ?? [];
    rowsOf.set(wavelength, rows);
    rows.push(row);
  }
  const lit = [...rowsOf].filter(([, rows]) => rows.length > 1).sort(([a], [b]) => a - b);
  if (lit.length === 0) throw frames(file, 0, "no source lit more than one frame");
  const names: string[] = [];
  const channels: TimestampedChannel[] = [];
  for (const region of regions) {
    const values = table.columns.get(region) ?? new Float64Array(table.nRows);
    for (const [wavelength, rows] of lit) {
      for (const row of rows) {
        if (!Number.isFinite(values[row])) throw frames(file, row, `${region} is no number`);
      }
      names.push(`${region}-${wavelength}`);
      channels.push({
        timesS: Float64Array.from(rows, (row) => time[row]),
        values: Float64Array.from(rows, (row) => values[row]),
      });
    }
  }
  const even = onOneGrid(file, channels);
  const skipped = skippedFrames(table);
  return {
    file,
    format: "FP3002",
    ...even,
    channels: names.map((name) => ({ name, units: "a.u." })),
    facts: {
      frames: table.nRows,
      ...Object.fromEntries(lit.map(([wavelength, rows]) => [`frames${wavelength}Nm`, rows.length])),
      framesOfNoOrSeveralSources: other,
      droppedFrames: skipped,
      missingSamples: even.nMissing,
    },
    parts: [],
    notices:
      skipped > 0 ? [`the frame counter skips ${skipped} frames; snippets across them are flagged`] : [],
    async pulses() {
      return INPUT_BITS.map(
        ([name, bit]): RecordedPulses => ({ name, timesS: risingEdges(time, state, bit) }),
      ).filter(({ timesS }) => timesS.length > 0);
    },
    close: async () => {},
  };
}

function skippedFrames(table: NumberColumns): number {
  const counter = table.columns.get("FrameCounter");
  if (counter === undefined) return 0;
  let skipped = 0;
  for (let row = 1; row < table.nRows; row++) skipped += Math.max(0, counter[row] - counter[row - 1] - 1);
  return skipped;
}

function risingEdges(timeS: Float64Array, state: Float64Array, bit: number): Float64Array {
  const edges: number[] = [];
  for (let row = 1; row < state.length; row++) {
    if ((state[row] & bit) !== 0 && (state[row - 1] & bit) === 0) edges.push(timeS[row]);
  }
  return Float64Array.from(edges);
}

function frames(file: string, row: number, why: string): SaddlepointError {
  return new SaddlepointError(
    "FP3002_FRAMES",
    `row ${row + 1} is no FP3002 frame: ${why}`,
    "Give the table as Bonsai or the FP3002 software wrote it: FrameCounter, Timestamp, Flags and a column a region.",
    { file, line: row + 1 },
  );
}
