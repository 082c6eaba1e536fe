import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { startRunLoop } from "../../jobs/run-loop.ts";
import { startWorker, type Worker } from "../../jobs/worker.ts";
import { type ComputeSlot, createComputeSlot } from "../../src/analyses/compute-slot.ts";
import { beginDueNights, beginTonight, finishNights } from "../../src/analyses/nights.ts";
import { planRuns, toQueue } from "../../src/analyses/plan.ts";
import { appendSimulatedPhotometry } from "../../src/ingest/simulated-recordings.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { changeNightSettings, fetchNightSettings } from "../../src/read/night-settings.ts";
import { enqueueRuns } from "../../src/read/run-queue.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();
const db = () => openDatabase(log.pool("worker"));
const running: Worker[] = [];
beforeAll(async () => {
  await sinceLongAgo();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
  await forgetNights();
  await changeNightSettings(db(), { timeZone: "UTC", dueTime: "03:00", window: null, maxRuns: null });
  await sinceLongAgo();
});

/** Nights are known by the moments that tests give; none is due by the server's own clock. */
async function forgetNights(): Promise<void> {
  await log.pool("migrator").query("update derived.run set night_id = null");
  await log.pool("migrator").query("delete from derived.night");
}
/** Else a running worker makes up for the last one due, which before 03:00 is not tonight's. */
const sinceNow = () =>
  log.pool("migrator").query("update derived.night_settings set since = clock_timestamp()");
const sinceLongAgo = () =>
  log.pool("migrator").query("update derived.night_settings set since = '2000-01-01'");

/** The calendar days of the nights that begin when somebody looks at these moments, one after the other. */
async function nightsBegunAt(...moments: readonly string[]): Promise<readonly (string | null)[]> {
  const begun: (string | null)[] = [];
  for (const moment of moments) {
    const nights = await beginDueNights(db(), new Date(moment));
    begun.push(nights[0]?.night ?? null);
  }
  return begun;
}

test("a night begins once it is due by the lab's clock, and once only", async () => {
  await changeNightSettings(db(), { timeZone: "America/New_York", dueTime: "02:30" });
  expect(
    await nightsBegunAt(
      "2026-01-15T07:29:00Z", // 02:29 of the 15th there: the night of the 14th, which nobody began, is made up for.
      "2026-01-15T07:30:00Z",
      "2026-01-15T07:31:00Z",
      "2026-01-16T07:29:59Z",
      "2026-01-16T07:30:00Z",
    ),
  ).toEqual(["2026-01-14", "2026-01-15", null, null, "2026-01-16"]);
});

test("of many schedulers that look at the same moment, one begins the night", async () => {
  const at = new Date("2026-02-01T04:00:00Z");
  const begun = await Promise.all(Array.from({ length: 8 }, () => beginDueNights(db(), at)));
  expect(begun.flat()).toMatchObject([{ night: "2026-02-01" }]);
});

test("after days of downtime the newest night is made up for, and stands for all", async () => {
  expect(await nightsBegunAt("2026-03-01T03:00:00Z", "2026-03-05T11:00:00Z", "2026-03-05T12:00:00Z")).toEqual(
    ["2026-03-01", "2026-03-05", null],
  );
});

test("a clock that jumps back repeats no night; one that jumps ahead takes none from the days after", async () => {
  expect(
    await nightsBegunAt(
      "2026-04-10T03:00:00Z",
      "2026-04-10T01:00:00Z", // Back by two hours: the night of the 9th was never begun.
      "2026-04-10T03:00:00Z",
      "2026-06-01T03:00:00Z", // Ahead by weeks, and back again.
      "2026-04-10T04:00:00Z",
      "2026-04-11T03:00:00Z",
    ),
  ).toEqual(["2026-04-10", "2026-04-09", null, "2026-06-01", null, "2026-04-11"]);
});

test("at changes of daylight saving time each calendar day has one night", async () => {
  await changeNightSettings(db(), { timeZone: "Europe/Paris", dueTime: "02:30" });
  const days: (string | null)[] = [];
  // Every 10 minutes of the two nights around each change; on 29 March there is no 02:30, on 25 October there are two.
  for (const day of ["2026-03-28", "2026-10-24"]) {
    for (let minute = 0; minute < 48 * 60; minute += 10) {
      const at = new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000);
      days.push(...(await nightsBegunAt(at.toISOString())));
    }
  }
  expect(days.filter((day) => day !== null)).toEqual([
    "2026-03-27",
    "2026-03-28",
    "2026-03-29",
    "2026-10-23",
    "2026-10-24",
    "2026-10-25",
  ]);
}, 120_000);

test("what was due before the instance was made is not made up for", async () => {
  await log.pool("migrator").query("update derived.night_settings set since = '2026-05-01T03:00:01Z'");
  expect(await nightsBegunAt("2026-05-01T09:00:00Z", "2026-05-02T03:00:00Z")).toEqual([null, "2026-05-02"]);
  await sinceLongAgo();
});

test("the window is open by the lab's clock, over midnight too", async () => {
  await changeNightSettings(db(), { timeZone: "Asia/Tokyo", window: { from: "22:00", to: "06:00" } });
  const isOpen = async (at: string) => (await fetchNightSettings(db(), new Date(at))).isOpen;
  expect(await isOpen("2026-01-01T12:59:00Z")).toBe(false); // 21:59
  expect(await isOpen("2026-01-01T13:00:00Z")).toBe(true); // 22:00
  expect(await isOpen("2026-01-01T20:59:00Z")).toBe(true); // 05:59
  expect(await isOpen("2026-01-01T21:00:00Z")).toBe(false); // 06:00
});

test("a night whose scheduler died before it had planned is planned by another", async () => {
  await log.pool("migrator").query(
    `insert into derived.night (night, time_zone, due_at, began_at)
     values ('2026-07-01', 'UTC', '2026-07-01T03:00Z', clock_timestamp() - interval '2 minutes')`,
  );
  const planned = await beginDueNights(db(), new Date("2026-07-01T04:00:00Z"));
  expect(planned).toMatchObject([{ night: "2026-07-01", nPlanned: 0 }]);
  expect(await finishNights(db())).toMatchObject([{ night: "2026-07-01", nRuns: 0 }]);
  expect(await finishNights(db())).toEqual([]);
});

async function start(options: Partial<Parameters<typeof startWorker>[0]> = {}): Promise<string[]> {
  const runs: string[] = [];
  running.push(
    await startWorker({
      url: log.url,
      concurrency: 2,
      debounceMs: 50,
      onRun: (analysis, scope, { state }) => {
        if (state !== "waiting" && state !== "unchanged") runs.push(`${analysis} ${scope} ${state}`);
      },
      ...options,
    }),
  );
  return runs;
}

test("in a night two workers make the cohort's analyses, of trials, photometry and light, once each", async () => {
  const rule = "tutor-executor";
  const at = { lab: "lab", project: "light", actor: "test", seed: 1 };
  const size = { mice: 2, seed: 1, sessions: 9, trialsPerSession: 70, responseTimes: true };
  for (const mouse of simulateCohort({ rule, ...size })) {
    await appendSimulatedMouse(log.pool("ingest"), mouse, at);
    await appendSimulatedPhotometry(log.pool("ingest"), mouse, rule, "partial", at);
  }
  const light = Array.from({ length: 60 }, (_, k) => ({
    ...trial("SIM001", 3 + (k % 3), k, {}, { lab: "lab", project: "light", source: "test" }),
    type: "StimulationRecorded" as const,
    sourceEventId: `light ${k}`,
    payload: {
      stimulation: 1 + Math.floor(k / 3),
      trial: 1 + 3 * Math.floor(k / 3),
      site: "DLS",
      hemisphere: "both" as const,
      condition: "active" as const,
      alignment: "outcome" as const,
    },
  }));
  await append(log.pool("ingest"), light);
  await catchUp(log.pool("worker"));
  await sinceNow();
  const both = [await start(), await start()];
  const night = await beginTonight(db());
  expect(night?.nPlanned).toBeGreaterThan(0);
  expect(await beginTonight(db())).toBeNull();
  await vi.waitFor(
    async () => {
      const { rows } = await log
        .pool("reader")
        .query("select report from derived.night where finished_at is not null");
      expect(rows).toHaveLength(1);
    },
    { timeout: 100_000, interval: 200 },
  );
  const ofCohort = both
    .flat()
    .filter((run) => run.includes("cohort"))
    .sort();
  expect(ofCohort).toEqual([
    "cohort-statistics lab/light succeeded",
    "dopamine-cohort lab/light succeeded",
    "stimulation-cohort lab/light succeeded",
  ]);
  const { rows: stored } = await log.pool("reader").query(
    `select (select count(*)::int from derived.cohort_statistics where cohort = 'lab/light') as statistics,
            (select n_subjects from derived.dopamine_cohort where cohort = 'lab/light') as dopamine,
            (select count(*)::int > 0 from derived.cohort_effect where cohort = 'lab/light') as light`,
  );
  expect(stored).toEqual([{ statistics: 1, dopamine: 2, light: true }]);
  // A night on the same data has nothing to do.
  await forgetNights();
  expect(await beginTonight(db())).toMatchObject({ nPlanned: 0 });
}, 150_000);

test("what somebody asks for begins at once, while the night keeps every slot busy for long", async () => {
  const mice = Array.from({ length: 12 }, (_, k) => `Q${k}`);
  await append(
    log.pool("ingest"),
    mice.flatMap((mouse) => trials(mouse, 1, 1, 30)),
  );
  await catchUp(log.pool("worker"));
  await beginTonight(db());
  const begun: { readonly run: string; readonly cause: string; readonly atMs: number }[] = [];
  const slowly = (): ComputeSlot => {
    const slot = createComputeSlot();
    return {
      run: async (...task) => {
        await new Promise((resolve) => setTimeout(resolve, 5_000));
        return await slot.run(...task);
      },
      close: () => slot.close(),
    };
  };
  const loop = startRunLoop({
    db: db(),
    pool: log.pool("worker"),
    worker: "slow",
    slots: 1,
    createSlot: slowly,
    onBegin: ({ analysis, scope, cause }) =>
      begun.push({ run: `${analysis} ${scope}`, cause, atMs: performance.now() }),
    onError: (error) => {
      throw error;
    },
  });
  try {
    await vi.waitFor(() => expect(begun).toMatchObject([{ cause: "night" }]), {
      timeout: 5_000,
      interval: 10,
    });
    // It waits among the night's already, and is asked for now.
    const asked = { analyses: ["session-measures"], homes: ["lab/study/Q9"] };
    const plan = await planRuns(db(), asked);
    await enqueueRuns(db(), plan.map(toQueue), { cause: "request", priority: 0, inputPosition: 0 });
    const askedAtMs = performance.now();
    await vi.waitFor(() => expect(begun).toHaveLength(2), { timeout: 5_000, interval: 10 });
    expect(begun[1]).toMatchObject({ run: "session-measures lab/study/Q9", cause: "request" });
    expect(begun[1].atMs - askedAtMs).toBeLessThan(2_000);
  } finally {
    await loop.stop(0);
  }
}, 30_000);

test("outside of its window a night waits, and what is asked for does not", async () => {
  await append(log.pool("ingest"), [...trials("W1", 1, 1, 30)]);
  await catchUp(log.pool("worker"));
  const { rows } = await log.pool("reader").query<{ closed: string; later: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC' + interval '2 hours', 'HH24:MI') as closed,
            to_char(clock_timestamp() at time zone 'UTC' + interval '3 hours', 'HH24:MI') as later`,
  );
  await changeNightSettings(db(), { window: { from: rows[0].closed, to: rows[0].later } });
  await beginTonight(db());
  const runs = await start();
  // What new data ask for is made by day too; the cohort's statistics are the night's alone.
  const ofMouse = (run: string) => run.includes("lab/study/W1");
  await vi.waitFor(() => expect(runs.filter(ofMouse).length).toBeGreaterThan(3), { timeout: 30_000 });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const statistics = "cohort-statistics lab/study succeeded";
  expect(runs).not.toContain(statistics);
  await changeNightSettings(db(), { window: null });
  await vi.waitFor(() => expect(runs).toContain(statistics), { timeout: 30_000 });
}, 60_000);
