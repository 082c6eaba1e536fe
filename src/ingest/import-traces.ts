import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import type { NewEvent, Payloads } from "../events/new-event.ts";
import { fingerprint } from "../formats/binary-file.ts";
import type { AlignmentKind } from "../formats/event-times/read-event-times.ts";
import { readParquetColumns } from "../formats/parquet/read-columns.ts";
import { kindOfFile } from "../formats/photometry/open-recording.ts";
import { readNumberCsv } from "../formats/photometry-csv/read-number-csv.ts";
import { trialTraces } from "../formats/photometry-csv/trial-traces.ts";
import { appendBulk, type EventChunk } from "../log/append-bulk.ts";
import { loggedPayload } from "../log/read.ts";
import {
  contentName,
  PHOTOMETRY_SOURCE,
  photometryEvents,
  type SessionAddress,
  snippetName,
} from "./photometry-events.ts";
import { registrationEvents } from "./trial-events.ts";

export interface TracesImport extends SessionAddress {
  readonly site: string;
  readonly newSite: Payloads["RecordingSiteRegistered"] | null;
  readonly channel: string;
  readonly alignment: AlignmentKind;
  readonly units: string;
  readonly sampleRateHz: number;
  /** Time of the first sample relative to the event. */
  readonly offsetS: number;
  /** Rows are taken where these columns have these values. */
  readonly where: Readonly<Record<string, string>>;
}

export interface ImportedTraces {
  readonly file: string;
  readonly sha256: string;
  readonly preprocessing: string;
  readonly nRows: number;
  readonly nSnippets: number;
  readonly nSamples: number;
  /** Rows with a blank sample, which are left out. */
  readonly nIncomplete: number;
  readonly appended: number;
  readonly alreadyThere: number;
}

/**
 * Imports traces that were cut elsewhere, one row a trial and one column a sample, as snippets of one session. What
 * was done to them before is not known, and the preprocessing says so.
 *
 * @throws SaddlepointError TRACES_NOT_FOUND, TRACES_COLUMN, TRACES_TRIAL_TWICE; of the formats; from the log
 */
export async function importTraces(
  pool: pg.Pool,
  file: string,
  options: TracesImport,
): Promise<ImportedTraces> {
  const { sha256, bytes } = await fingerprint(file);
  const table =
    (await kindOfFile(file)) === "parquet"
      ? { ...(await readParquetColumns(file)), texts: new Map<string, readonly string[]>() }
      : await readNumberCsv(file, Object.keys(options.where));
  const traces = trialTraces(file, table);
  if (traces === null) {
    throw new SaddlepointError(
      "TRACES_NOT_FOUND",
      "no columns count samples, such as photometry.1, photometry.2, …",
      "Give each sample of a trial a column; recordings of a whole session go with `import photometry`.",
      { file, line: 1 },
    );
  }
  const filters = Object.entries(options.where).map(([name, value]) => cellFilter(file, table, name, value));
  const rows = Array.from({ length: table.nRows }, (_, row) => row).filter((row) =>
    filters.every((holds) => holds(row)),
  );
  const { nSamples, samples } = traces;
  const complete = rows.filter(
    (row) => !samples.subarray(row * nSamples, (row + 1) * nSamples).some(Number.isNaN),
  );
  const trialOf = (row: number): number =>
    traces.trial === null ? rows.indexOf(row) + 1 : traces.trial[row];
  requireTrials(file, complete.map(trialOf), complete);
  const steps: Payloads["PreprocessingRegistered"]["steps"] = [
    {
      step: "cut and preprocessed elsewhere",
      parameters: {
        channel: options.channel,
        units: options.units,
        fromS: options.offsetS,
        sampleRateHz: options.sampleRateHz,
      },
    },
    ...Object.entries(options.where).map(([column, value]) => ({
      step: "rows",
      parameters: { column, value },
    })),
  ];
  const preprocessing = contentName("t", { steps, sha256 });
  const make = photometryEvents(options);
  const rawFile: Payloads["RawFileRegistered"] = {
    sha256,
    bytes,
    places: [file.slice(-1000)],
    format: "trial-by-sample table",
  };
  const isKnown =
    (await loggedPayload(pool, options.lab, PHOTOMETRY_SOURCE, make.rawFile(rawFile).sourceEventId)) !== null;
  const head: readonly NewEvent[] = [
    ...registrationEvents({ ...options, source: PHOTOMETRY_SOURCE }),
    ...(options.newSite === null ? [] : [make.site(options.newSite)]),
    ...(isKnown ? [] : [make.rawFile(rawFile)]),
    make.preprocessing({
      preprocessing,
      steps,
      rawSha256: sha256,
    }),
  ];
  const snippets = complete.map((row, i) => {
    const trial = trialOf(row);
    return make.snippet(
      {
        snippet: snippetName({ alignment: options.alignment, trial, timeS: 0 }, i, preprocessing),
        trial,
        site: options.site,
        channel: options.channel,
        alignment: options.alignment,
        units: options.units,
        sampleRateHz: options.sampleRateHz,
        offsetS: options.offsetS,
        preprocessing,
      },
      Float32Array.from(samples.subarray(row * nSamples, (row + 1) * nSamples)),
    );
  });
  const result = await appendBulk(pool, async function* (): AsyncGenerator<EventChunk> {
    yield { events: head, placeOf: () => ({ file }) };
    yield { events: snippets, placeOf: (i) => ({ file, line: complete[i] + 2 }) };
  });
  return {
    ...{ file, sha256, preprocessing, nSamples, nRows: rows.length, nSnippets: snippets.length },
    nIncomplete: rows.length - complete.length,
    appended: result.appended,
    alreadyThere: result.alreadyThere,
  };
}

function cellFilter(
  file: string,
  {
    names,
    columns,
    texts,
  }: {
    readonly names: readonly string[];
    readonly columns: ReadonlyMap<string, Float64Array>;
    readonly texts: ReadonlyMap<string, readonly string[]>;
  },
  name: string,
  value: string,
): (row: number) => boolean {
  const text = texts.get(name);
  if (text !== undefined) return (row) => text[row] === value;
  const column = columns.get(name);
  if (column !== undefined) return (row) => column[row] === Number(value);
  throw new SaddlepointError(
    "TRACES_COLUMN",
    `there is no column called ${name}`,
    `Its columns are: ${names.slice(0, 20).join(", ")}, ….`,
    { file, line: 1, field: name },
  );
}

function requireTrials(file: string, trials: readonly number[], rows: readonly number[]): void {
  const seen = new Set<number>();
  for (const [i, trial] of trials.entries()) {
    if (Number.isInteger(trial) && trial >= 1 && !seen.has(trial)) {
      seen.add(trial);
      continue;
    }
    throw new SaddlepointError(
      "TRACES_TRIAL_TWICE",
      seen.has(trial) ? `trial ${trial} stands there twice` : `trial ${trial} is no number from 1 on`,
      "One session's rows are wanted: select them with --where COLUMN=VALUE, for example --where id=1 --where session=2.",
      { file, line: rows[i] + 2, field: "trial", value: trial },
    );
  }
  if (trials.length === 0) {
    throw new SaddlepointError("TRACES_NOT_FOUND", "no row is selected", "Check --where.", { file });
  }
}
