import type pg from "pg";
import type { NewEvent } from "../../src/events/new-event.ts";
import { appendBulk, type EventChunk } from "../../src/log/append-bulk.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { seconds } from "./measure.ts";

/** Trials of a subject: 25 sessions of 200. */
export const TRIALS_OF_SUBJECT = 5_000;
const TRIALS_OF_SESSION = 200;
const CHUNK = 2_000;

export const homeOf = (i: number): string => `bench/proof/${subjectOf(i)}`;
const subjectOf = (i: number): string => `M${Math.floor(i / TRIALS_OF_SUBJECT)}`;

/** The i-th trial of the benchmark's log, from 0. */
export function trialAt(i: number): NewEvent<"TrialRecorded"> {
  const session = 1 + Math.floor((i % TRIALS_OF_SUBJECT) / TRIALS_OF_SESSION);
  const trial = 1 + (i % TRIALS_OF_SESSION);
  const subject = subjectOf(i);
  return {
    schemaVersion: 1,
    lab: "bench",
    project: "proof",
    subject,
    session,
    occurredAt: null,
    actor: "bench",
    type: "TrialRecorded",
    source: "csv",
    sourceEventId: `trial:proof/${subject}/${session}/${trial}`,
    payload: {
      trial,
      contrastLeft: i % 2 === 0 ? 0.25 : 0,
      contrastRight: i % 2 === 0 ? 0 : 0.5,
      choice: i % 3 === 0 ? "left" : "right",
      responseTimeS: 0.3 + ((i * 7919) % 100_003) / 100_003,
      outcome: "correct",
    },
  };
}

/** Appends trials `from` to before `to` as one file. @returns seconds */
export function appendTrials(ingest: pg.Pool, from: number, to: number): Promise<number> {
  return seconds(() =>
    appendBulk(ingest, async function* (): AsyncGenerator<EventChunk> {
      for (let i = from; i < to; i += CHUNK) {
        yield { events: Array.from({ length: Math.min(CHUNK, to - i) }, (_, k) => trialAt(i + k)) };
      }
    }),
  );
}

/** Reads a page of 100 trials of a subject with a number below `nSubjects`. @returns seconds */
export function readPage(pool: pg.Pool, i: number, nSubjects: number): Promise<number> {
  const home = `bench/proof/M${(i * 7919) % nSubjects}`;
  return seconds(() => fetchTrialPages(openDatabase(pool), [{ home, session: 3, first: 100, after: null }]));
}
