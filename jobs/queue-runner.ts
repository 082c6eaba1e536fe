import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type Runner, type RunnerOptions, run, type WorkerEvents } from "graphile-worker";

export interface QueueRunner {
  /** Finishes the jobs that are running, then ends. */
  stop(): Promise<void>;
}

export interface QueueRunnerOptions extends RunnerOptions {
  /** Called before a runner that has ended is replaced, with the name of its pool: its jobs are still locked. */
  readonly beforeRestart: (poolIds: readonly string[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const RESTART_MIN_MS = 250;
const RESTART_MAX_MS = 5_000;

/**
 * Runs the queue's jobs for as long as it is wanted. The library's runner ends when it cannot say that a job ended
 * (a server that was killed, or restarted): a worker that outlives its server must put another in its place.
 *
 *   running --(runner ended, not asked)--> pausing --> beforeRestart --> running
 *   running --(stop)--> runner.stop --> ended
 *
 * A failure in any step leads back to pausing, with a pause that doubles up to RESTART_MAX_MS.
 */
export async function runQueue(options: QueueRunnerOptions): Promise<QueueRunner> {
  const { beforeRestart, onError, ...given } = options;
  const stopping = new AbortController();
  /** The pool of the newest runner. */
  let poolId: string | undefined;
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => {
    poolId = workerPool.id;
  });

  const start = (): Promise<Runner> =>
    run({
      ...given,
      events,
      preset: {
        // With a delay, be it none, an end that could not be told ends the runner; without one it is an unhandled
        // rejection, and so the end of the process.
        worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      },
    });

  let runner = await start();

  async function keep(): Promise<void> {
    let wait = RESTART_MIN_MS;
    for (;;) {
      await runner.promise.catch(onError);
      if (stopping.signal.aborted) return;
      const ended = poolId;
      for (;;) {
        await pause(wait, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        try {
          await beforeRestart(ended === undefined ? [] : [ended]);
          runner = await start();
          wait = RESTART_MIN_MS;
          break;
        } catch (error) {
          onError(error);
          wait = Math.min(2 * wait, RESTART_MAX_MS);
        }
      }
      if (stopping.signal.aborted) await runner.stop();
    }
  }

  const kept = keep();
  return {
    async stop() {
      stopping.abort();
      // A runner that has ended by itself rejects, for it is stopped already.
      await runner.stop().catch(() => {});
      await kept;
    },
  };
}
