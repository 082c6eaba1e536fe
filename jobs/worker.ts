import { randomBytes } from "node:crypto";
import { availableParallelism, hostname } from "node:os";
import { resolve } from "node:path";
import { Logger, makeWorkerUtils } from "graphile-worker";
import { type PlannedRun, planRuns, toQueue } from "../src/analyses/plan.ts";
import type { RunOutcome } from "../src/analyses/run-analysis.ts";
import { ANALYSED_EVENT_TYPES } from "../src/events/event-types.ts";
import { followLog } from "../src/log/follow.ts";
import { homesTouched } from "../src/log/read.ts";
import { packageRoot, packageVersion } from "../src/package-root.ts";
import { createPool } from "../src/postgres/pool.ts";
import { catchUp } from "../src/projections/catch-up.ts";
import { type Db, openDatabase } from "../src/read/database.ts";
import { enqueueRuns } from "../src/read/run-queue.ts";
import { beatHeart, endHeart } from "../src/read/workers.ts";
import { runQueue } from "./queue-runner.ts";
import { startRunLoop } from "./run-loop.ts";
import { PRIORITIES } from "./settings.ts";
import { taskList } from "./task-list.ts";

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
/** Jobs of the library's queue are few and short: they plan and report, the run loop computes. */
const QUEUE_CONCURRENCY = 2;

/**
 * A worker: it follows the log, keeps the projections up to date, queues the analyses of every subject whose data
 * changed, and makes the runs that are due. Any number of workers share the work.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const onError = options.onError ?? (() => {});
  /** What has been started, to be ended in the opposite order. */
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end().catch(onError);
  };
  try {
    await start(options, onError, endings);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: WorkerOptions,
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

  const logger = new Logger(() => (level, message) => {
    if (level === "error") onError(new Error(message));
  });
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  endings.push(async () => await utils.release());

  // What happened while no worker ran is in the plan; from here on, what the log says is enough.
  let position = await catchUp(pool);
  const plan = await planRuns(db, { timing: "change" });
  options.onPlan?.(plan);
  await queueChanges(db, plan, position);

  const loop = startRunLoop({
    db,
    pool,
    worker: name,
    slots,
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
    onRun: (run, outcome) => options.onRun?.(run.analysis, run.scope, outcome),
    onError,
  });
  endings.push(() => loop.stop(options.graceMs ?? GRACE_MS));

  const runner = await runQueue({
    pgPool: pool,
    logger,
    concurrency: QUEUE_CONCURRENCY,
    pollInterval: QUEUE_POLL_MS,
    noHandleSignals: true,
    taskList: taskList({ db, wake: loop.wake }),
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
      const homes = await homesTouched(pool, position, reached, ANALYSED_EVENT_TYPES);
      if (homes.length > 0) {
        const changed = await planRuns(db, { timing: "change", homes });
        await queueChanges(db, changed, reached, options.debounceMs ?? DEBOUNCE_MS);
      }
      position = reached;
    },
    onError,
  );
  endings.push(() => follower.stop());
}

async function queueChanges(
  db: Db,
  plan: readonly PlannedRun[],
  inputPosition: number,
  delayMs = 0,
): Promise<void> {
  const cause = "change";
  await enqueueRuns(db, plan.map(toQueue), { cause, priority: PRIORITIES[cause], inputPosition, delayMs });
}
