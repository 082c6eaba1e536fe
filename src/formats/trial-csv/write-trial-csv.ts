/**
 * Writing trial tables in the format that `readTrialCsv` reads.
 *
 * Every row goes through the reader's own checks before it is written, and must read back as itself: a table
 * that was written can be read.
 */
import { createWriteStream } from "node:fs";
import { access, rename, rm, writeFile } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { SaddlepointError } from "../../errors.ts";
import { columnLayout } from "./column-layout.ts";
import { metadataFile } from "./file-names.ts";
import { trialRowReader } from "./row-reader.ts";
import { type SubjectTally, type TallyKeeper, tallyKeeper, totalSessions } from "./subject-tally.ts";
import type { TrialField } from "./trial-fields.ts";
import type { TrialRecord } from "./trial-row.ts";

type WrittenField = Exclude<TrialField, "signed_contrast">;

/** Columns beyond the ones that every table has. */
export type OptionalTrialField =
  | "outcome"
  | "reward_volume_ul"
  | "repeat_number"
  | "block"
  | "stimulus_on_s"
  | "go_cue_s"
  | "choice_s"
  | "outcome_s";

export interface WriteTrialCsvOptions {
  /** Columns to add to subject, session, trial, contrasts, choice and response time. */
  readonly optionalColumns?: readonly OptionalTrialField[];
  /** Say in the metadata that no animal made these trials. */
  readonly simulated?: boolean;
  /** For the metadata; unless given, shortest response time minus 50 ms where that is above 0, else null. */
  readonly nonDecisionTimeS?: number | null;
  /** Replace a file that is there. */
  readonly overwrite?: boolean;
}

export interface WrittenTrialCsv {
  readonly nTrials: number;
  readonly subjects: readonly SubjectTally[];
  /** The JSON written beside the table; null where the target was a stream. */
  readonly metadataFile: string | null;
}

const baseColumns = [
  "subject",
  "session",
  "trial",
  "contrast_left",
  "contrast_right",
  "choice",
  "response_time_s",
] as const satisfies WrittenField[];

const writtenValue: Readonly<Record<WrittenField, (row: TrialRecord) => string | number | null>> = {
  subject: (row) => row.subject,
  session: (row) => row.session,
  trial: (row) => row.trial,
  contrast_left: (row) => row.contrastLeft,
  contrast_right: (row) => row.contrastRight,
  choice: (row) => row.choice,
  response_time_s: (row) => row.responseTimeS,
  outcome: (row) => row.outcome,
  reward_volume_ul: (row) => row.rewardVolumeUl,
  repeat_number: (row) => row.repeatNumber,
  block: (row) => row.block,
  stimulus_on_s: (row) => row.stimulusOnS,
  go_cue_s: (row) => row.goCueS,
  choice_s: (row) => row.choiceS,
  outcome_s: (row) => row.outcomeS,
};

/** SOURCES: the non-decision time is the shortest response time less this. */
const NON_DECISION_MARGIN_S = 0.05;
const CHUNK_ROWS = 1_000;

/**
 * Write trials, sorted by subject, session and trial, to a file or a stream.
 *
 * A file is gzip where its name ends in `.gz`; it appears under its name only when it is whole, and its JSON
 * after it. A stream gets plain CSV, no JSON, and is not ended. Numbers are the shortest decimals that read
 * back as themselves. Equal rows give equal bytes.
 *
 * @throws SaddlepointError TRIAL_CSV_EXISTS, TRIAL_CSV_NO_TRIALS, and whatever reading the row would throw;
 *   Error (a bug) where a row says something that no written column holds
 */
export async function writeTrialCsv(
  target: string | Writable,
  rows: Iterable<TrialRecord> | AsyncIterable<TrialRecord>,
  options: WriteTrialCsvOptions = {},
): Promise<WrittenTrialCsv> {
  const tally = tallyKeeper();
  if (typeof target !== "string") {
    await pipeline(Readable.from(csvText(rows, options, tally, "(stream)")), target, { end: false });
    return { ...totals(tally), metadataFile: null };
  }
  if (!options.overwrite) await refuseExisting(target);
  const partial = `${target}.partial-${process.pid}`;
  try {
    const text = Readable.from(csvText(rows, options, tally, target));
    const file = createWriteStream(partial);
    await (/\.gz$/i.test(target) ? pipeline(text, createGzip(), file) : pipeline(text, file));
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  const json = metadataFile(target);
  await writeFile(json, `${JSON.stringify(metadataOf(tally, options))}\n`);
  return { ...totals(tally), metadataFile: json };
}

function totals(tally: TallyKeeper): {
  readonly nTrials: number;
  readonly subjects: readonly SubjectTally[];
} {
  const subjects = tally.subjects();
  return { nTrials: subjects.reduce((sum, { nTrials }) => sum + nTrials, 0), subjects };
}

function metadataOf(tally: TallyKeeper, options: WriteTrialCsvOptions): Readonly<Record<string, unknown>> {
  const { nTrials, subjects } = totals(tally);
  const times = subjects.flatMap(({ minResponseTimeS }) => minResponseTimeS ?? []);
  const shortest = Math.min(...times) - NON_DECISION_MARGIN_S;
  const computed = Number.isFinite(shortest) && shortest > 0 ? shortest : null;
  return {
    subject: subjects.length === 1 ? subjects[0].subject : null,
    trials: nTrials,
    sessions: totalSessions(subjects),
    t_nd_s: options.nonDecisionTimeS === undefined ? computed : options.nonDecisionTimeS,
    ...(options.simulated ? { simulated: true } : {}),
  };
}

async function* csvText(
  rows: Iterable<TrialRecord> | AsyncIterable<TrialRecord>,
  options: WriteTrialCsvOptions,
  tally: TallyKeeper,
  file: string,
): AsyncGenerator<string> {
  const columns: readonly WrittenField[] = [...baseColumns, ...(options.optionalColumns ?? [])];
  const layout = columnLayout({ line: 1, cells: columns }, {}, file);
  const readBack = trialRowReader(layout, undefined, "");
  let text = `${columns.join(",")}\n`;
  let line = 1;
  for await (const row of rows) {
    line += 1;
    const cells = columns.map((field) => cellOf(row, field));
    requireSame(row, readBack({ line, cells }), line);
    tally.add(row);
    text += `${cells.map(quotedIfNeeded).join(",")}\n`;
    if (line % CHUNK_ROWS === 0) {
      yield text;
      text = "";
    }
  }
  if (line === 1) {
    const remedy = "A table has at least one trial: check what was to be written.";
    throw new SaddlepointError("TRIAL_CSV_NO_TRIALS", "there are no trials to write", remedy, { file });
  }
  yield text;
}

function cellOf(row: TrialRecord, field: WrittenField): string {
  const value = writtenValue[field](row);
  // String(number) is the shortest decimal that reads back as the same float64; it also drops the sign of −0.
  return value === null ? "" : String(value);
}

function requireSame(row: TrialRecord, readBack: TrialRecord, line: number): void {
  for (const [field, value] of Object.entries(writtenValue)) {
    if (value(row) !== value(readBack)) {
      throw new Error(
        `line ${line}: ${field} ${value(row)} would read back as ${value(readBack)}; is its column written?`,
      );
    }
  }
}

function quotedIfNeeded(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

async function refuseExisting(file: string): Promise<void> {
  for (const path of [file, metadataFile(file)]) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (!there) continue;
    const remedy = "Write to another place, or remove what is there first.";
    throw new SaddlepointError("TRIAL_CSV_EXISTS", "there is a file already", remedy, { file: path });
  }
}
