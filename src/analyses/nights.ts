import type { Db } from "../read/database.ts";
import { fetchNightSettings } from "../read/night-settings.ts";
import {
  beginDueNight,
  beginNightNow,
  finishNight,
  listEndedNights,
  listUnplannedNights,
  type NightRow,
  notePlan,
  type PlannedCount,
} from "../read/nights.ts";
import { enqueueRuns } from "../read/run-queue.ts";
import { projectedPosition } from "../read/run-states.ts";
import { makeNightReport, type NightReport } from "./night-report.ts";
import { makePlan, toQueue } from "./plan.ts";
import { analyses } from "./registry.ts";

/** A scheduler that says nothing for so long after it began a night has died. */
const SILENT_S = 60;

export interface PlannedNight extends NightRow {
  readonly nPlanned: number;
  readonly planningS: number;
}

/**
 * Begins the night that is due, if there is one that nobody has begun, and plans what a dead scheduler left unplanned.
 *
 * @param at another time than the server's clock
 */
export async function beginDueNights(db: Db, at: Date | null = null): Promise<readonly PlannedNight[]> {
  const begun = await beginDueNight(db, at);
  const left = await listUnplannedNights(db, SILENT_S);
  const nights: PlannedNight[] = [];
  for (const night of [...left, ...(begun === null ? [] : [begun])]) nights.push(await planNight(db, night));
  return nights;
}

/** Begins today's night before it is due; null where it was begun already. */
export async function beginTonight(db: Db): Promise<PlannedNight | null> {
  const begun = await beginNightNow(db);
  return begun && (await planNight(db, begun));
}

/** Queues everything that is not of the present data. Idempotent: what waits already is kept. */
async function planNight(db: Db, night: NightRow): Promise<PlannedNight> {
  const started = performance.now();
  const { priorities } = await fetchNightSettings(db);
  const inputPosition = await projectedPosition(db);
  const { runs, fresh, parked } = await makePlan(db);
  await enqueueRuns(db, runs.map(toQueue), {
    cause: "night",
    priority: priorities.night,
    nightId: night.nightId,
    inputPosition,
  });
  const planned: Record<string, PlannedCount> = {};
  for (const { name } of analyses) {
    const nPlanned = runs.filter(({ analysis }) => analysis === name).length;
    planned[name] = { planned: nPlanned, fresh: fresh[name] ?? 0, parked: parked[name] ?? 0 };
  }
  const planningS = (performance.now() - started) / 1000;
  await notePlan(db, night.nightId, planningS, planned);
  return { ...night, planned, planningS, nPlanned: runs.length };
}

/** Ends the nights of which no run is left, each with its report, and once whoever looks. */
export async function finishNights(db: Db): Promise<readonly NightReport[]> {
  const reports: NightReport[] = [];
  for (const night of await listEndedNights(db)) {
    const report = await makeNightReport(db, night);
    if (await finishNight(db, night.nightId, night.endedAt, report)) reports.push(report);
  }
  return reports;
}
