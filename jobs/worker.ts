import { hostname } from "node:os";
import { resolve } from "node:path";
import { Logger, makeWorkerUtils } from "graphile-worker";
import { createComputePool } from "../src/analyses/compute-pool.ts";
import { type PlannedRun, planRuns } from "../src/analyses/plan.ts";
import { subjectAnalyses } from "../src/analyses/registry.ts";
import type { RunOutcome } from "../src/analyses/run-analysis.ts";
import { TRIAL_EVENT_TYPES } from "../src/events/event-types.ts";
import { followLog } from "../src/log/follow.ts";
import { homesTouched } from "../src/log/read.ts";
import { packageRoot, packageVersion } from "../src/package-root.ts";
import { createPool } from "../src/postgres/pool.ts";
import { catchUp } from "../src/projections/catch-up.ts";
import { openDatabase } from "../src/read/database.ts";
import { beatHeart, endHeart } from "../src/read/workers.ts";
import { enqueueRuns } from "./enqueue.ts";
import { runQueue } from "./queue-runner.ts";
import { taskList } from "./task-list.ts";

export interface WorkerOptions {
  readonly url: string;
  /** Analyses that compute at the same time; the number of cores unless told. */
  readonly concurrency?: number;
  /** How long new trials may go on arriving before their subject is derived anew. */
  readonly debounceMs?: number;
  readonly onRun?: (analysis: string, home: string, outcome: RunOutcome) => void;
  readonly onError?: (error: unknown) => void;
  /** Told after start-up what had to be derived. */
  readonly onPlan?: (plan: readonly PlannedRun[]) => void;
}

export interface Worker {
  /** Finishes the jobs that are running, then stops. */
  stop(): Promise<void>;
}

const DEBOUNCE_MS = 2_000;
const HEARTBEAT_MS = 10_000;
const QUEUE_POLL_MS = 1_000;

/**
 * A worker: it follows the log, keeps the projections up to date, queues the analyses of every subject whose
 * trials changed, and runs them. Any number of workers share the work.
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
  const compute = createComputePool(options.concurrency);
  const pool = createPool(options.url, "worker", { max: compute.threads + 6 });
  const db = openDatabase(pool);
  endings.push(() => db.destroy());
  endings.push(() => compute.close());

  const name = `${hostname()}:${process.pid}`;
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
  const plan = await planRuns(db);
  options.onPlan?.(plan);
  await enqueueRuns(utils.addJob, plan);

  const runner = await runQueue({
    pgPool: pool,
    logger,
    concurrency: compute.threads,
    pollInterval: QUEUE_POLL_MS,
    noHandleSignals: true,
    taskList: taskList({ db, compute, onRun: options.onRun ?? (() => {}) }),
    crontabFile: resolve(packageRoot, "jobs/crontab"),
    beforeRestart: async (poolIds) => {
      await utils.forceUnlockWorkers([...poolIds]);
      await enqueueRuns(utils.addJob, await planRuns(db));
    },
    onError,
  });
  endings.push(() => runner.stop());

  const follower = followLog(
    pool,
    async () => {
      const reached = await catchUp(pool);
      if (reached === position) return;
      const homes = await homesTouched(pool, position, reached, TRIAL_EVENT_TYPES);
      const runs = homes.flatMap((home) => subjectAnalyses.map(({ name: analysis }) => ({ analysis, home })));
      await enqueueRuns(utils.addJob, runs, options.debounceMs ?? DEBOUNCE_MS);
      position = reached;
    },
    onError,
  );
  endings.push(() => follower.stop());
}
