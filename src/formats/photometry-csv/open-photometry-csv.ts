import { SaddlepointError } from "../../errors.ts";
import type { NumberColumns } from "../parquet/read-columns.ts";
import type { PhotometryRecording, RecordedPulses } from "../photometry/recording.ts";
import { onOneGrid } from "../photometry/timestamped.ts";

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
export function openPhotometryCsv(
  file: string,
  table: NumberColumns,
  options: PhotometryCsvColumns = {},
): PhotometryRecording {
  const { name: timeName, unitS } = timeColumn(file, table, options);
  const column = table.columns.get(timeName) ?? new Float64Array(0);
  const timesS = unitS === 1 ? column : column.map((time) => time * unitS);
  const others = [...table.columns].filter(([name]) => name !== timeName);
  const digital = others.filter(([, values]) => isDigital(values));
  const analog = others.filter(([, values]) => !isDigital(values));
  if (analog.length === 0) throw columns(file, table, "there is no column of a signal");
  const channels = analog.map(([, values]) => {
    // A sample that is not there is a gap like one without a row.
    const present = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
    if (present.length === values.length) return { timesS, values };
    return {
      timesS: Float64Array.from(present, (row) => timesS[row]),
      values: Float64Array.from(present, (row) => values[row]),
    };
  });
  const even = onOneGrid(file, channels);
  return {
    file,
    format: "CSV",
    ...even,
    channels: analog.map(([name]) => ({ name, units: "a.u." })),
    facts: { rows: table.nRows, timeColumn: timeName, timeUnitS: unitS, missingSamples: even.nMissing },
    parts: [],
    notices: table.names
      .filter((name) => !table.columns.has(name))
      .map((name) => `the column ${name} holds text and is passed over`),
    async pulses() {
      return digital.map(([name, values]): RecordedPulses => {
        const edges: number[] = [];
        for (let row = 1; row < values.length; row++) {
          if (values[row] === 1 && values[row - 1] === 0) edges.push(timesS[row]);
        }
        return { name, timesS: Float64Array.from(edges) };
      });
    },
    close: async () => {},
  };
}

function timeColumn(
  file: string,
  table: NumberColumns,
  { time, timeUnitS }: PhotometryCsvColumns,
): { readonly name: string; readonly unitS: number } {
  if (time !== undefined) {
    if (table.columns.has(time)) return { name: time, unitS: timeUnitS ?? 1 };
    throw columns(file, table, `there is no column of numbers called ${time}`);
  }
  for (const name of table.columns.keys()) {
    const letters = name.toLowerCase().replace(/[^a-z]/g, "");
    if (TIME_NAMES.includes(letters) || letters === "times") return { name, unitS: timeUnitS ?? 1 };
    if (MILLISECOND_NAMES.includes(letters)) return { name, unitS: timeUnitS ?? 0.001 };
  }
  throw columns(file, table, "no column is called time");
}

function isDigital(values: Float64Array): boolean {
  return values.every((value) => value === 0 || value === 1) && values.includes(0) && values.includes(1);
}

function columns(file: string, table: NumberColumns, why: string): SaddlepointError {
  return new SaddlepointError(
    "PHOTOMETRY_CSV_COLUMNS",
    `${why}; the columns of numbers are: ${[...table.columns.keys()].slice(0, 20).join(", ")}`,
    "Say which column holds the times with --time-column NAME, and --time-unit ms where they are milliseconds.",
    { file, line: 1 },
  );
}
