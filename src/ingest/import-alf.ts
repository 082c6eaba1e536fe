import type pg from "pg";
import { readAlfTrials } from "../formats/alf/read-alf-trials.ts";
import { appendBulk, type EventChunk } from "../log/append-bulk.ts";
import type { SessionAddress } from "./photometry-events.ts";
import { registrationEvents, trialEventWriter } from "./trial-events.ts";

export interface ImportedAlf {
  readonly files: readonly string[];
  readonly nTrials: number;
  readonly appended: number;
  readonly alreadyThere: number;
  readonly notices: readonly string[];
}

/**
 * Imports the trials of one ALF session, all or none; the same again adds nothing.
 *
 * @throws SaddlepointError ALF_…, PARQUET_INVALID, NPY_…; from the log
 */
export async function importAlf(pool: pg.Pool, path: string, address: SessionAddress): Promise<ImportedAlf> {
  const { files, trials, notices } = await readAlfTrials(path, address);
  const provenance = { lab: address.lab, project: address.project, actor: address.actor, source: "alf" };
  const result = await appendBulk(pool, async function* (): AsyncGenerator<EventChunk> {
    const eventsOf = trialEventWriter(provenance, () => ({}));
    yield { events: registrationEvents(provenance) };
    yield {
      // Subject and session follow from their trials; registering them would put what else is known of them aside.
      events: trials.flatMap((trial) => eventsOf(trial)).filter(({ type }) => type === "TrialRecorded"),
      placeOf: () => ({ file: files[0] }),
    };
  });
  return {
    files,
    nTrials: trials.length,
    appended: result.appended,
    alreadyThere: result.alreadyThere,
    notices,
  };
}
