import { randomBytes } from "node:crypto";
import { availableParallelism, hostname } from "node:os";
import { resolve } from "node:path";
import { makeWorkerUtils, Logger as QueueLogger } from "graphile-worker";
import { type Logger, pino } from "pino";
import { finishNights } from "../src/analyses/nights.ts";
import { type PlannedRun, planRuns, toQueue } from "../src/analyses/plan.ts";
import type { RunOutcome } from "../src/analyses/run-analysis.ts";
import { answerRunRequests } from "../src/analyses/run-requests.ts";
import { ANALYSED_EVENT_TYPES } from "../src/events/event-types.ts";
import { followLog } from "../src/log/follow.ts";
import { homesTouched } from "../src/log/read.ts";
import { packageRoot, packageVersion } from "../src/package-root.ts";
import { createPool } from "../src/postgres/pool.ts";
import { catchUp } from "../src/projections/catch-up.ts";
import { admitCohorts } from "../src/read/cohort-grants.ts";
import { openDatabase } from "../src/read/database.ts";
import { fetchNightSettings } from "../src/read/night-settings.ts";
import { type ClaimedRun, enqueueRuns } from "../src/read/run-queue.ts";
import { beatHeart, endHeart } from "../src/read/workers.ts";
import { coalesced } from "./coalesced.ts";
import { runQueue } from "./queue-runner.ts";
import { startRunLoop } from "./run-loop.ts";
import { taskList } from "./task-list.ts";
import { sendReports } from "./webhook.ts";

export interface WorkerOptions {
  readonly url: string;
  /** Analyses that compute at the same time; the number of cores unless told. */
  readonly concurrency?: number;
  /** How long new trials may go on arriving before their subject is derived anew. */
  readonly debounceMs?: number;
  /** A worker that is silent for so long is taken for dead. */
  readonly leaseMs?: number;
  /** How long runs may go on when the worker is asked to stop. */
  readonly graceMs?: number;
  readonly onRun?: (analysis: string, scope: string, outcome: RunOutcome) => void;
  readonly onError?: (error: unknown) => void;
  /** Lines about runs and nights, with their numbers. None without it. */
  readonly log?: Logger;
  /** Told after start-up what had to be derived. */
  readonly onPlan?: (plan: readonly PlannedRun[]) => void;
}

export interface Worker {
  /** Finishes the runs that are at work, or gives them back, then stops. */
  stop(): Promise<void>;
}

const DEBOUNCE_MS = 2_000;
const GRACE_MS = 10_000;
const HEARTBEAT_MS = 10_000;
const QUEUE_POLL_MS = 1_000;
/** How soon what was asked for over the API is done. */
const REQUESTS_POLL_MS = 500;
/** How soon a change of the nights' settings is heeded, and the window opens and shuts. */
const SETTINGS_MS = 5_000;
/** Jobs of the library's queue are few and short: they plan and report, the run loop computes. */
const QUEUE_CONCURRENCY = 2;

/**
 * A worker: it follows the log, keeps the projections up to date, queues the analyses of every subject whose data
 * changed, and makes the runs that are due. Any number of workers share the work.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const log = (options.log ?? pino({ level: "silent" })).child({ component: "worker" });
  const onError = (error: unknown) => {
    log.error({ err: error }, "worker error");
    options.onError?.(error);
  };
  /** What has been started, to be ended in the opposite order. */
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end().catch(onError);
  };
  try {
    await start(options, log, onError, endings);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: WorkerOptions,
  log: Logger,
  onError: (error: unknown) => void,
  endings: (() => Promise<unknown>)[],
): Promise<void> {
  const slots = options.concurrency ?? availableParallelism();
  const pool = createPool(options.url, "worker", { max: slots + 7 });
  const db = openDatabase(pool);
  endings.push(() => db.destroy());

  // Process numbers come again, in containers always the same.
  const name = `${hostname()}:${process.pid}:${randomBytes(3).toString("hex")}`;
  await beatHeart(db, name, packageVersion);
  const heart = setInterval(() => void beatHeart(db, name, packageVersion).catch(onError), HEARTBEAT_MS);
  endings.push(async () => {
    clearInterval(heart);
    await endHeart(db, name);
  });

  const logger = new QueueLogger(() => (level, message) => {
    if (level === "error") onError(new Error(message));
  });
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  endings.push(async () => await utils.release());

  let settings = await fetchNightSettings(db);
  const settingsTimer = setInterval(() => {
    void fetchNightSettings(db)
      .then((present) => {
        settings = present;
      })
      .catch(onError);
  }, SETTINGS_MS);
  endings.push(async () => clearInterval(settingsTimer));

  // Whom cohorts let through depends on data, definitions and results.
  const admission = coalesced(() => admitCohorts(db), onError);
  endings.push(() => admission.settled());

  // What happened while no worker ran is in the plan; from here on, what the log says is enough.
  let position = await catchUp(pool);
  const plan = await planRuns(db, { timing: "change" });
  log.info({ nPlanned: plan.length, position }, "worker started");
  options.onPlan?.(plan);
  const queueChanges = async (changed: readonly PlannedRun[], inputPosition: number, delayMs = 0) => {
    const cause = "change";
    const priority = settings.priorities[cause];
    await enqueueRuns(db, changed.map(toQueue), { cause, priority, inputPosition, delayMs });
  };
  await queueChanges(plan, position);
  admission.ask();

  const endNights = async () => {
    for (const { night, nRuns, nFailed, durationS } of await finishNights(db)) {
      log.info({ night, nRuns, nFailed, durationS }, "night finished");
    }
    await sendReports({ db, log });
  };
  const nightEnd = coalesced(endNights, onError);
  endings.push(() => nightEnd.settled());

  const loop = startRunLoop({
    db,
    pool,
    worker: name,
    slots,
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
    nightRules: () => settings,
    onBegin: (run) => log.debug(about(run), "run begun"),
    onRun: (run, outcome) => {
      const level = outcome.state === "failed" || outcome.state === "retrying" ? "warn" : "info";
      log[level]({ ...about(run), ...outcome }, `run ${outcome.state}`);
      options.onRun?.(run.analysis, run.scope, outcome);
      if (outcome.state === "succeeded") admission.ask();
      if (run.nightId !== null) nightEnd.ask();
    },
    onTaken: (runs) => log.warn({ runs }, "runs taken over from a worker that is silent"),
    onError,
  });
  endings.push(() => loop.stop(options.graceMs ?? GRACE_MS));

  const requests = coalesced(async () => {
    if ((await answerRunRequests(db, settings.priorities.request)) > 0) loop.wake();
  }, onError);
  const requestsTimer = setInterval(requests.ask, REQUESTS_POLL_MS);
  endings.push(async () => {
    clearInterval(requestsTimer);
    await requests.settled();
  });

  const runner = await runQueue({
    pgPool: pool,
    logger,
    concurrency: QUEUE_CONCURRENCY,
    pollInterval: QUEUE_POLL_MS,
    noHandleSignals: true,
    taskList: taskList({ db, log, wake: loop.wake, endNights }),
    crontabFile: resolve(packageRoot, "jobs/crontab"),
    beforeRestart: async (poolIds) => await utils.forceUnlockWorkers([...poolIds]),
    onError,
  });
  endings.push(() => runner.stop());

  const follower = followLog(
    pool,
    async () => {
      const reached = await catchUp(pool);
      if (reached === position) return;
      admission.ask();
      const homes = await homesTouched(pool, position, reached, ANALYSED_EVENT_TYPES);
      if (homes.length > 0) {
        const changed = await planRuns(db, { timing: "change", homes });
        await queueChanges(changed, reached, options.debounceMs ?? DEBOUNCE_MS);
      }
      position = reached;
    },
    onError,
  );
  endings.push(() => follower.stop());
}

/** A run, as lines of the log name it. */
function about({ runId, analysis, scope, cause, nightId, attempts }: ClaimedRun) {
  return { runId, analysis, scope, cause, nightId, attempts };
}
