import type pg from "pg";
import type { TrialRecord } from "../formats/trial-csv/trial-row.ts";
import { appendBulk, type BulkResult, type EventChunk } from "../log/append-bulk.ts";
import type { SimulatedCohortMouse } from "../science/network/simulate-cohort.ts";
import {
  CHOICE_LEFT,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  type TrialTable,
} from "../science/trial-table.ts";
import { registrationEvents, trialEventWriter } from "./trial-events.ts";

/** The rows of a trial table as records of one subject. */
export function* trialRecords(subject: string, trials: TrialTable): Generator<TrialRecord> {
  for (let t = 0; t < trials.nTrials; t++) {
    const responseTimeS = trials.responseTimeS[t];
    yield {
      subject,
      session: trials.sessionBoundariesKnown ? trials.session[t] : null,
      trial: trials.trial[t],
      contrastLeft: trials.contrastLeft[t],
      contrastRight: trials.contrastRight[t],
      choice: choiceNames.get(trials.choice[t]) ?? "no-go",
      responseTimeS: Number.isNaN(responseTimeS) ? null : responseTimeS,
      outcome: outcomeNames.get(trials.outcome[t]) ?? null,
      rewardVolumeUl: null,
      repeatNumber: trials.repeatNumber[t] || null,
      block: null,
      stimulusOnS: null,
      goCueS: null,
      choiceS: null,
      outcomeS: null,
    };
  }
}

const choiceNames = new Map([
  [CHOICE_LEFT, "left" as const],
  [CHOICE_RIGHT, "right" as const],
]);
const outcomeNames = new Map([
  [OUTCOME_CORRECT, "correct" as const],
  [OUTCOME_INCORRECT, "incorrect" as const],
]);

const CHUNK_EVENTS = 2_000;

/** Appends one simulated mouse, labelled as such; the same mouse again adds nothing. */
export async function appendSimulatedMouse(
  pool: pg.Pool,
  mouse: SimulatedCohortMouse,
  at: { readonly lab: string; readonly project: string; readonly actor: string },
): Promise<BulkResult> {
  const provenance = { ...at, source: "simulation" };
  return await appendBulk(pool, async function* (): AsyncGenerator<EventChunk> {
    const eventsOf = trialEventWriter(provenance, () => ({ simulated: true }));
    let events = [...registrationEvents(provenance)];
    for (const record of trialRecords(mouse.subject, mouse.trials)) {
      events.push(...eventsOf(record));
      if (events.length >= CHUNK_EVENTS) {
        yield { events };
        events = [];
      }
    }
    yield { events };
  });
}
