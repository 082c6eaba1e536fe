import { SaddlepointError } from "../../errors.ts";
import { readNpy } from "../npy/read-npy.ts";
import { type NumberColumns, readParquetColumns } from "../parquet/read-columns.ts";
import { kindOfFile } from "../photometry/open-recording.ts";
import { readNumberCsv } from "../photometry-csv/read-number-csv.ts";

export const ALIGNMENTS = ["stimulus", "go-cue", "choice", "outcome", "other"] as const;
export type AlignmentKind = (typeof ALIGNMENTS)[number];

/** Something that snippets are cut around. */
export interface EventTime {
  readonly alignment: AlignmentKind;
  /** Number of its trial; null for events outside trials. */
  readonly trial: number | null;
  readonly timeS: number;
}

/** Columns of times, by the project's own names and by ALF's. */
const TIME_COLUMNS: Readonly<Record<string, AlignmentKind>> = {
  stimulus_on_s: "stimulus",
  stimOn_times: "stimulus",
  go_cue_s: "go-cue",
  goCue_times: "go-cue",
  choice_s: "choice",
  response_times: "choice",
  outcome_s: "outcome",
  feedback_times: "outcome",
};

/**
 * Reads event times in seconds: a .npy of times, or a table (CSV, Parquet) with `time_s` or columns such as
 * `stimulus_on_s`, and `trial`. Rows of a table without a trial column, and of ALF's, are trials 1, 2, …
 *
 * @param alignment what the times of a .npy or of `time_s` are
 * @throws SaddlepointError EVENT_TIMES_INVALID; of the formats
 */
export async function readEventTimes(file: string, alignment: AlignmentKind): Promise<readonly EventTime[]> {
  const kind = await kindOfFile(file);
  if (kind === "npy") {
    const { shape, values } = await readNpy(file);
    if (shape.length !== 1) throw invalid(file, `it has ${shape.length} dimensions`);
    return ordered(
      file,
      Array.from(values, (timeS) => ({ alignment, trial: null, timeS })),
    );
  }
  if (kind === "hdf5" || kind === "ppd") throw invalid(file, "it is a recording");
  const table = kind === "parquet" ? await readParquetColumns(file) : await readNumberCsv(file);
  return ordered(file, eventsOf(file, table, alignment));
}

/**
 * Reads the times of pulses: a .npy of times, or a table of times and levels as the FP3002's digital inputs are
 * written (`Timestamp`, `Value`), of which the rising edges count.
 *
 * @throws SaddlepointError EVENT_TIMES_INVALID; of the formats
 */
export async function readPulseTimes(file: string): Promise<Float64Array> {
  const kind = await kindOfFile(file);
  if (kind === "npy") return (await readNpy(file)).values;
  const table = kind === "parquet" ? await readParquetColumns(file) : await readNumberCsv(file);
  const time = ["Timestamp", "SystemTimestamp", "time_s", "time"]
    .map((name) => table.columns.get(name))
    .find((c) => c);
  if (time === undefined)
    throw invalid(file, `there is no time among ${table.names.slice(0, 20).join(", ")}`);
  const level = table.columns.get("Value");
  return level === undefined ? time : time.filter((_, row) => level[row] === 1);
}

function eventsOf(file: string, table: NumberColumns, alignment: AlignmentKind): readonly EventTime[] {
  const trials = table.columns.get("trial");
  const columns = [...table.columns].flatMap(([name, values]): [AlignmentKind, Float64Array][] => {
    const kind = name === "time_s" ? alignment : TIME_COLUMNS[name];
    return kind === undefined ? [] : [[kind, values]];
  });
  if (columns.length === 0) {
    throw invalid(file, `none of its columns is time_s, ${Object.keys(TIME_COLUMNS).join(", ")}`);
  }
  const isOfTrials = trials !== undefined || !table.columns.has("time_s");
  return columns.flatMap(([kind, values]) =>
    [...values.entries()]
      .filter(([, timeS]) => !Number.isNaN(timeS))
      .map(([row, timeS]) => {
        const trial = trials === undefined ? row + 1 : trials[row];
        if (isOfTrials && !(Number.isInteger(trial) && trial >= 1)) {
          throw invalid(file, `trial ${trial} in row ${row + 1} is no number from 1 on`);
        }
        return { alignment: kind, trial: isOfTrials ? trial : null, timeS };
      }),
  );
}

function ordered(file: string, events: readonly EventTime[]): readonly EventTime[] {
  const odd = events.find(({ timeS }) => !Number.isFinite(timeS));
  if (odd !== undefined) throw invalid(file, "a time is no number");
  const keys = new Set(
    events.filter(({ trial }) => trial !== null).map(({ alignment, trial }) => `${alignment} ${trial}`),
  );
  if (keys.size !== events.filter(({ trial }) => trial !== null).length)
    throw invalid(file, "a trial is given twice");
  if (events.length === 0) throw invalid(file, "it holds no times");
  return [...events].sort((a, b) => a.timeS - b.timeS);
}

function invalid(file: string, why: string): SaddlepointError {
  return new SaddlepointError(
    "EVENT_TIMES_INVALID",
    `no event times can be read from it: ${why}`,
    "Give a .npy of times in seconds, or a table with trial and time_s, stimulus_on_s, choice_s or outcome_s.",
    { file },
  );
}
