import { setTimeout as pause } from "node:timers/promises";
import type { NightReport } from "../../src/analyses/night-report.ts";
import { beginTonight } from "../../src/analyses/nights.ts";
import { cohortAnalyses } from "../../src/analyses/registry.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchReport } from "../../src/read/nights.ts";
import { bar, median } from "./measure.ts";
import {
  appendMice,
  copyResults,
  LAB,
  PROJECT,
  startWorkers,
  subjectOf,
  type Twins,
  waitForRuns,
  withTwins,
} from "./twins.ts";

const MICE = Number(process.env.SADDLEPOINT_BENCH_MICE ?? 1_000);
const SESSIONS = 10;
const TRIALS_PER_SESSION = 200;
/** Mice that are really derived; the others are their twins, with the same trials and copies of their results. */
const DERIVED = Math.min(MICE, Number(process.env.SADDLEPOINT_BENCH_DERIVED ?? 100));
const CHANGED = Math.max(1, Math.round(MICE / 100));
const PLANNING_S = 2;
const NIGHT_OVER_COMPUTE = 1.3;
const EMPTY_NIGHT_S = 5;
const TWO_OVER_ONE = 1.7;

/**
 * A night with 1 % of the mice changed, a night with nothing changed, and two workers against one.
 * Deriving all mice once takes long: SADDLEPOINT_BENCH_FOLDER names a folder that keeps them for the next time.
 */
export async function benchNightly(): Promise<void> {
  const size = { mice: MICE, derived: DERIVED, sessions: SESSIONS, trialsPerSession: TRIALS_PER_SESSION };
  await withTwins("nightly", size, async (bench) => {
    await appendMice(bench, 0, DERIVED);
    await startWorkers(bench, 2);
    await deriveAll(bench);
    await startWorkers(bench, 0);
    await appendMice(bench, DERIVED, MICE);
    await copyResults(bench);
    await startWorkers(bench, 2);
    await night(bench);
    if (process.env.SADDLEPOINT_BENCH_PREPARE !== "1") await measure(bench);
  });
}

async function deriveAll(bench: Twins): Promise<void> {
  const started = performance.now();
  await waitForRuns(bench);
  await night(bench);
  console.log(
    `${DERIVED} mice of ${SESSIONS * TRIALS_PER_SESSION} trials, all that was not derived: ${since(started)} s`,
  );
}

const since = (started: number) => ((performance.now() - started) / 1000).toFixed(1);

async function measure(bench: Twins): Promise<void> {
  const rounds = 3;
  const ofCohort = new Set(cohortAnalyses.map(({ name }) => name));
  for (let round = 0; round < rounds; round++) {
    const { planningS, report, computeS, cpuS } = await changedNight(bench, CHANGED);
    const cohortS = report.analyses
      .filter(({ analysis }) => ofCohort.has(analysis))
      .reduce((sum, { durationS }) => sum + durationS, 0);
    const limitS = (NIGHT_OVER_COMPUTE * computeS) / 2 + cohortS;
    console.log(
      `${CHANGED} mice changed: ${report.nRuns} runs, ${computeS.toFixed(1)} s of the mice's runs ` +
        `(${cpuS.toFixed(1)} s of processor time), ${cohortS.toFixed(2)} s for the cohort`,
    );
    bar(`planning, at most ${PLANNING_S} s`, `${planningS.toFixed(2)} s`, planningS <= PLANNING_S);
    bar(
      `a night with 1 % changed, at most 1.3 x compute / 2 + cohort = ${limitS.toFixed(1)} s`,
      `${report.durationS.toFixed(1)} s`,
      report.durationS <= limitS,
    );
    const empty = await night(bench);
    bar(
      `a night with nothing changed, at most ${EMPTY_NIGHT_S} s`,
      `${empty.tookS.toFixed(2)} s`,
      empty.tookS <= EMPTY_NIGHT_S,
    );
  }
  const two: number[] = [];
  const one: number[] = [];
  // More mice than in the nights above: throughput is of work that does not end with one worker waiting for the other.
  for (let round = 0; round < rounds; round++) {
    await startWorkers(bench, 2);
    two.push((await changedNight(bench, 2 * CHANGED)).report.durationS);
    await startWorkers(bench, 1);
    one.push((await changedNight(bench, 2 * CHANGED)).report.durationS);
  }
  // Neighbours in time are compared: a machine that others use too is not equally fast for minutes on end.
  const ratio = median(one.map((s, round) => s / two[round]));
  bar(
    `two workers over one, at least ${TWO_OVER_ONE}`,
    `${ratio.toFixed(2)} (${one.map((s) => s.toFixed(1)).join(", ")} s against ${two.map((s) => s.toFixed(1)).join(", ")} s)`,
    ratio >= TWO_OVER_ONE,
  );
}

let nChanged = 0;

/** One trial of each of some mice is amended; then a night. */
async function changedNight(bench: Twins, changed: number) {
  // Each night undoes what the last one saw, so that none finds the fit that it starts from to be its own.
  const choice = nChanged++ % 2 === 0 ? "left" : "right";
  const ingest = createPool(bench.url, "ingest", { max: 1 });
  const worker = createPool(bench.url, "worker", { max: 1 });
  const events = Array.from({ length: changed }, (_, k): NewEvent<"TrialAmended"> => {
    const mouse = Math.floor((k * MICE) / changed);
    return {
      type: "TrialAmended",
      schemaVersion: 1,
      lab: LAB,
      project: PROJECT,
      subject: subjectOf(bench, mouse),
      session: 5,
      source: "bench",
      sourceEventId: `amended ${nChanged} ${mouse} ${Date.now()}`,
      occurredAt: null,
      actor: "bench",
      payload: { trial: 3, reason: "bench", changes: { choice } },
    };
  });
  await append(ingest, events);
  await catchUp(worker);
  await Promise.all([ingest.end(), worker.end()]);
  // The workers see the events too; what they queue is due in hours, or now by the night.
  await pause(1_000);
  const made = await night(bench);
  // Wall against wall: on a machine that others use too, processor time says nothing of how long a night takes.
  const { rows } = await bench.owner.query<{ computeS: number; cpuS: number }>(
    `select sum(duration_s) as "computeS", sum(cpu_s) as "cpuS" from derived.run
     where home is not null and night_id = (select max(night_id) from derived.night)`,
  );
  return { ...made, ...rows[0] };
}

/** Begins a night and waits for its end, which the workers tell. */
async function night({
  url,
  owner,
}: Twins): Promise<{ planningS: number; tookS: number; report: NightReport }> {
  // Each calendar day has one night: the others become those of long ago.
  await owner.query(
    "update derived.night set night = night - 1000 * night_id::int where night > current_date - 2",
  );
  const pool = createPool(url, "worker", { max: 2 });
  const db = openDatabase(pool);
  const started = performance.now();
  const begun = await beginTonight(db);
  if (begun === null) throw new Error("today had its night");
  if (begun.nPlanned === 0) {
    // No run ends it; the scheduler does, at its next look.
    const { finishNights } = await import("../../src/analyses/nights.ts");
    await finishNights(db);
  }
  for (;;) {
    const report = await fetchReport<NightReport>(db, begun.night);
    if (report !== null) {
      const tookS = (performance.now() - started) / 1000;
      await pool.end();
      return { planningS: begun.planningS, tookS, report };
    }
    await pause(20);
  }
}
