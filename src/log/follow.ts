import type pg from "pg";

/** Where append.ts says that the log has grown. */
const CHANNEL = "saddlepoint_log";

/** A notice can be lost with its connection, so followers also look of their own accord. */
const POLL_MS = 1_000;

export interface Follower {
  /** Ends after the step that is being made. */
  stop(): Promise<void>;
}

/**
 * Calls `step` once now and then whenever the log may have grown, never twice at a time. A step that throws is
 * reported and tried again.
 */
export function followLog(
  pool: pg.Pool,
  step: () => Promise<void>,
  onError: (error: unknown) => void,
): Follower {
  let stopped = false;
  let wake: (() => void) | undefined;
  let due = true;
  const notice = () => {
    due = true;
    wake?.();
  };

  async function listen(): Promise<pg.PoolClient | undefined> {
    try {
      const client = await pool.connect();
      client.on("notification", notice);
      client.on("error", () => {});
      await client.query(`listen ${CHANNEL}`);
      return client;
    } catch (error) {
      onError(error);
      return undefined;
    }
  }

  async function loop(): Promise<void> {
    let listener: pg.PoolClient | undefined;
    while (!stopped) {
      if (listener === undefined) {
        listener = await listen();
        listener?.once("end", () => {
          listener = undefined;
        });
      }
      due = false;
      try {
        await step();
      } catch (error) {
        onError(error);
      }
      if (!due && !stopped) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
    }
    listener?.removeAllListeners("notification");
    listener?.release(true);
  }

  const done = loop();
  return {
    async stop() {
      stopped = true;
      wake?.();
      await done;
    },
  };
}
