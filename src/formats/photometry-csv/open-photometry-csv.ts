import { SaddlepointError } from "../../errors.ts";
import {
  type ColumnSpool,
  SPOOL_BLOCK,
  type SpoolColumn,
  type SpooledTable,
} from "../photometry/column-spool.ts";
import type { PhotometryRecording, RecordedPulses } from "../photometry/recording.ts";
import { onOneGrid, type TimestampedChannel } from "../photometry/timestamped.ts";

/** How the columns of a photometry table are to be read. */
export interface PhotometryCsvColumns {
  /** Column of times; else one called time, timestamp or the like. */
  readonly time?: string;
  /** Factor that makes its times seconds, for example 0.001. */
  readonly timeUnitS?: number;
}

const TIME_NAMES = [
  "time",
  "times",
  "timestamp",
  "timestamps",
  "t",
  "times",
  "timesec",
  "timeseconds",
  "seconds",
];
const MILLISECOND_NAMES = ["timems", "timestampms", "milliseconds", "ms"];

/**
 * Takes a table of times and channels as a recording. Columns that hold only 0 and 1, and change, are digital inputs.
 *
 * @throws SaddlepointError PHOTOMETRY_CSV_COLUMNS, TIMESTAMPS_UNUSABLE
 */
export async function openPhotometryCsv(
  file: string,
  spool: ColumnSpool,
  table: SpooledTable,
  options: PhotometryCsvColumns = {},
): Promise<PhotometryRecording> {
  const { name: timeName, time, unitS } = timeColumn(file, table, options);
  const digital: [string, SpoolColumn][] = [];
  const analog: string[] = [];
  const channels: TimestampedChannel[] = [];
  for (const [name, column] of table.columns) {
    if (name === timeName) continue;
    const { isDigital, nBlank } = await contentOf(column);
    if (isDigital) {
      digital.push([name, column]);
      continue;
    }
    analog.push(name);
    channels.push({
      length: column.length - nBlank,
      clock: nBlank === 0 ? time : column,
      blocks: () => presentSamples(time, column, unitS),
    });
  }
  if (analog.length === 0) throw columns(file, table, "there is no column of a signal");
  const even = await onOneGrid(file, spool, channels);
  return {
    file,
    format: "CSV",
    ...even,
    channels: analog.map((name) => ({ name, units: "a.u." })),
    facts: { rows: table.nRows, timeColumn: timeName, timeUnitS: unitS, missingSamples: even.nMissing },
    parts: [],
    notices: table.names
      .filter((name) => !table.columns.has(name))
      .map((name) => `the column ${name} holds text and is passed over`),
    async pulses() {
      const inputs: RecordedPulses[] = [];
      for (const [name, column] of digital) {
        const edges: number[] = [];
        let before = Number.NaN;
        for await (const { timesS, values } of presentSamples(time, column, unitS)) {
          for (let row = 0; row < values.length; row++) {
            if (values[row] === 1 && before === 0) edges.push(timesS[row]);
            before = values[row];
          }
        }
        inputs.push({ name, timesS: Float64Array.from(edges) });
      }
      return inputs;
    },
    close: () => spool.close(),
  };
}

/** Times and values where there is a value: a sample that is not there is a gap like one without a row. */
async function* presentSamples(
  time: SpoolColumn,
  column: SpoolColumn,
  unitS: number,
): AsyncGenerator<{ readonly timesS: Float64Array; readonly values: Float64Array }> {
  for (let from = 0; from < column.length; from += SPOOL_BLOCK) {
    const n = Math.min(SPOOL_BLOCK, column.length - from);
    const values = await column.read(from, n);
    const times = await time.read(from, n);
    const timesS = unitS === 1 ? times : times.map((each) => each * unitS);
    if (!values.some(Number.isNaN)) yield { timesS, values };
    else {
      yield {
        timesS: timesS.filter((_, row) => !Number.isNaN(values[row])),
        values: values.filter((value) => !Number.isNaN(value)),
      };
    }
  }
}

/** Only 0 and 1, and both of them, is a digital input. */
async function contentOf(
  column: SpoolColumn,
): Promise<{ readonly isDigital: boolean; readonly nBlank: number }> {
  let [nBlank, nLow, nHigh] = [0, 0, 0];
  for (let from = 0; from < column.length; from += SPOOL_BLOCK) {
    for (const value of await column.read(from, Math.min(SPOOL_BLOCK, column.length - from))) {
      if (Number.isNaN(value)) nBlank++;
      else if (value === 0) nLow++;
      else if (value === 1) nHigh++;
    }
  }
  return { isDigital: nLow > 0 && nHigh > 0 && nLow + nHigh === column.length, nBlank };
}

function timeColumn(
  file: string,
  table: SpooledTable,
  { time, timeUnitS }: PhotometryCsvColumns,
): { readonly name: string; readonly time: SpoolColumn; readonly unitS: number } {
  if (time !== undefined) {
    const column = table.columns.get(time);
    if (column !== undefined) return { name: time, time: column, unitS: timeUnitS ?? 1 };
    throw columns(file, table, `there is no column of numbers called ${time}`);
  }
  for (const [name, column] of table.columns) {
    const letters = name.toLowerCase().replace(/[^a-z]/g, "");
    if (TIME_NAMES.includes(letters)) return { name, time: column, unitS: timeUnitS ?? 1 };
    if (MILLISECOND_NAMES.includes(letters)) return { name, time: column, unitS: timeUnitS ?? 0.001 };
  }
  throw columns(file, table, "no column is called time");
}

function columns(file: string, table: SpooledTable, why: string): SaddlepointError {
  return new SaddlepointError(
    "PHOTOMETRY_CSV_COLUMNS",
    `${why}; the columns of numbers are: ${[...table.columns.keys()].slice(0, 20).join(", ")}`,
    "Say which column holds the times with --time-column NAME, and --time-unit 0.001 where they are milliseconds. A table of one row a trial comes with import traces.",
    { file, line: 1 },
  );
}
