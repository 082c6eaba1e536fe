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

  let listener: pg.PoolClient | undefined;

  /** A lost connection goes back to the pool, which ends it and makes another when it is asked. */
  function lose(client: pg.PoolClient): void {
    if (listener !== client) return;
    listener = undefined;
    client.release(true);
    notice();
  }

  async function listen(): Promise<void> {
    try {
      const client = await pool.connect();
      listener = client;
      client.on("notification", notice);
      client.once("error", () => lose(client));
      client.once("end", () => lose(client));
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      if (listener !== undefined) lose(listener);
      onError(error);
    }
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      if (listener === undefined) await listen();
      due = false;
      try {
        await step();
      } catch (error) {
        onError(error);
      }
      if (!due && !stopped) await pause();
    }
    if (listener !== undefined) lose(listener);
  }

  async function pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = undefined;
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
