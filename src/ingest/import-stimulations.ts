import type pg from "pg";
import { type Place, SaddlepointError } from "../errors.ts";
import { NAME_PATTERN } from "../events/address.ts";
import type { NewEvent } from "../events/new-event.ts";
import {
  readStimulations,
  type StimulationTableOptions,
} from "../formats/stimulation-table/read-stimulations.ts";
import { appendBulk, type EventChunk } from "../log/append-bulk.ts";
import { registrationEvents } from "./trial-events.ts";

export interface StimulationImport extends StimulationTableOptions {
  readonly lab: string;
  readonly project: string;
  readonly actor: string;
  /** Of rows that do not say. */
  readonly subject?: string;
  readonly session?: number;
  /** Onsets of a session's trials on the clock of the stimulations' onsets; asked for where rows name no trial. */
  readonly trialOnsets: (
    subject: string,
    session: number,
  ) => Promise<readonly { readonly trial: number; readonly stimulusOnS: number }[]>;
}

export interface ImportedStimulations {
  readonly file: string;
  readonly nStimulations: number;
  /** Tied to a trial by its number in the table. */
  readonly byIndex: number;
  /** Tied to a trial by the time of their onset. */
  readonly byTime: number;
  readonly appended: number;
  readonly alreadyThere: number;
}

/** Light may come on a little before the stimulus that it is aligned to. */
export const ONSET_TOLERANCE_S = 0.1;

/**
 * Imports stimulations, a file whole or not at all; the same again adds nothing. A row without a trial belongs to the
 * last trial whose stimulus began before its onset (or at most ONSET_TOLERANCE_S after it); before the first trial it
 * belongs to none. A row without a number is numbered by its place in its session in the file.
 *
 * @throws SaddlepointError STIMULATION_…; from the log
 */
export async function importStimulations(
  pool: pg.Pool,
  file: string,
  options: StimulationImport,
): Promise<ImportedStimulations> {
  const { lab, project, actor } = options;
  const rows = await readStimulations(file, options);
  const counted = new Map<string, number>();
  const onsets = new Map<string, Awaited<ReturnType<StimulationImport["trialOnsets"]>>>();
  const provenance = { lab, project, actor, source: "stimulations" };
  const events: NewEvent[] = [];
  let byIndex = 0;
  let byTime = 0;
  for (const row of rows) {
    const subject = row.subject ?? options.subject;
    const session = row.session ?? options.session;
    if (subject === undefined || !NAME_PATTERN.test(subject) || session === undefined) {
      throw new SaddlepointError(
        "STIMULATION_ADDRESS",
        "this row does not say which subject and session it belongs to",
        "Give --subject and --session, or map columns with --map subject=COLUMN --map session=COLUMN.",
        { file, line: row.line },
      );
    }
    const key = `${subject}/${session}`;
    const number = row.stimulation ?? (counted.get(key) ?? 0) + 1;
    counted.set(key, number);
    let trial = row.payload.trial;
    if (trial !== undefined) byIndex++;
    else if (row.payload.onsetS !== undefined) {
      const known = onsets.get(key) ?? (await options.trialOnsets(subject, session));
      onsets.set(key, known);
      trial = trialAt(known, row.payload.onsetS);
      if (trial !== undefined) byTime++;
    }
    events.push({
      ...{
        schemaVersion: 1,
        lab,
        project,
        subject,
        session,
        source: provenance.source,
        occurredAt: null,
        actor,
      },
      type: "StimulationRecorded",
      sourceEventId: `stimulation:${project}/${key}/${number}`,
      payload: { ...row.payload, stimulation: number, ...(trial === undefined ? {} : { trial }) },
    });
  }
  const result = await appendBulk(pool, async function* (): AsyncGenerator<EventChunk> {
    yield { events: registrationEvents(provenance) };
    yield { events, placeOf: (i): Place => ({ file, line: rows[i].line }) };
  });
  return {
    file,
    nStimulations: rows.length,
    byIndex,
    byTime,
    appended: result.appended,
    alreadyThere: result.alreadyThere,
  };
}

/** Number of the last trial whose stimulus began by then. */
function trialAt(
  trials: readonly { readonly trial: number; readonly stimulusOnS: number }[],
  onsetS: number,
): number | undefined {
  let last: { readonly trial: number; readonly stimulusOnS: number } | undefined;
  for (const each of trials) {
    const isBefore = each.stimulusOnS <= onsetS + ONSET_TOLERANCE_S;
    if (isBefore && (last === undefined || each.stimulusOnS > last.stimulusOnS)) last = each;
  }
  return last?.trial;
}
