import type pg from "pg";
import type { Place } from "../errors.ts";
import type { NewEvent } from "../events/new-event.ts";
import {
  readTrialCsv,
  type TrialCsvOptions,
  type TrialCsvSummary,
} from "../formats/trial-csv/read-trial-csv.ts";
import {
  readTrialMetadata,
  type TrialMetadata,
  verifyTrialMetadata,
} from "../formats/trial-csv/trial-metadata.ts";
import { appendBulk, type EventChunk } from "../log/append-bulk.ts";
import { loggedPayload } from "../log/read.ts";
import { registrationEvents, type SubjectFacts, subjectEventId, trialEventWriter } from "./trial-events.ts";

export interface ImportOptions extends TrialCsvOptions {
  readonly lab: string;
  readonly project: string;
  readonly actor: string;
  /** Called as rows are read. */
  readonly onProgress?: (trials: number) => void;
}

export interface ImportedFile {
  readonly file: string;
  readonly subjects: readonly string[];
  readonly nTrials: number;
  /** Events that the log did not have: 0 for a file that was imported before. */
  readonly appended: number;
  readonly alreadyThere: number;
  readonly simulated: boolean;
  readonly notices: readonly string[];
}

/**
 * Imports one trial table, all of it or nothing. The same trials again, from this file or a copy, add nothing.
 *
 * @param pool of the role ingest
 * @throws SaddlepointError TRIAL_CSV_… and TRIAL_METADATA_… for the file; INVALID_EVENT, EVENT_CONTENT_CONFLICT
 *   from the log, with the line they are about
 */
export async function importTrialCsv(
  pool: pg.Pool,
  file: string,
  options: ImportOptions,
): Promise<ImportedFile> {
  const metadata = await readTrialMetadata(file);
  const reading = readTrialCsv(file, options);
  const provenance = { lab: options.lab, project: options.project, source: "csv", actor: options.actor };
  let summary: TrialCsvSummary | undefined;

  const registered = new Map<string, SubjectFacts>();
  const notices: string[] = [];

  /** A subject stays as it was registered first: another file of it need not bring the same metadata. */
  async function register(subjects: readonly string[]): Promise<void> {
    for (const subject of new Set(subjects)) {
      if (registered.has(subject)) continue;
      const id = subjectEventId(options.project, subject);
      const logged = (await loggedPayload(pool, options.lab, provenance.source, id)) as SubjectFacts | null;
      const { nonDecisionTimeS } = metadata;
      if (logged !== null && nonDecisionTimeS !== null && nonDecisionTimeS !== logged.nonDecisionTimeS) {
        notices.push(
          `${subject} keeps the non-decision time it was registered with, ${logged.nonDecisionTimeS ?? "none"}; append a SubjectAmended to change it to ${nonDecisionTimeS}`,
        );
      }
      registered.set(subject, logged ?? factsOf(metadata));
    }
  }

  async function* chunks(): AsyncGenerator<EventChunk> {
    yield { events: registrationEvents(provenance), placeOf: () => ({ file }) };
    const eventsOf = trialEventWriter(provenance, (subject) => registered.get(subject) ?? {});
    let nTrials = 0;
    for await (const rows of reading) {
      await register(rows.map((row) => row.subject));
      const events: NewEvent[] = [];
      const lines: number[] = [];
      for (const row of rows) {
        for (const event of eventsOf(row)) {
          events.push(event);
          lines.push(row.line);
        }
      }
      yield { events, placeOf: (i): Place => ({ file, line: lines[i] }) };
      nTrials += rows.length;
      options.onProgress?.(nTrials);
    }
    summary = reading.summary();
    verifyTrialMetadata(metadata, summary);
  }

  const result = await appendBulk(pool, chunks);
  if (summary === undefined) throw new Error("appendBulk did not read the file to its end");
  return {
    file,
    subjects: summary.subjects.map((s) => s.subject),
    nTrials: summary.nTrials,
    appended: result.appended,
    alreadyThere: result.alreadyThere,
    simulated: metadata.simulated,
    notices: [...summary.notices.map((notice) => notice.message), ...notices],
  };
}

function factsOf(metadata: TrialMetadata): SubjectFacts {
  return {
    ...(metadata.nonDecisionTimeS === null ? {} : { nonDecisionTimeS: metadata.nonDecisionTimeS }),
    ...(metadata.simulated ? { simulated: true } : {}),
  };
}
