import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { type PlannedRun, toQueue } from "../analyses/plan.ts";
import { countOpenRuns, fetchOutcomes, type RunSummary } from "../read/run-history.ts";
import { enqueueRuns } from "../read/run-queue.ts";
import { projectedPosition } from "../read/run-states.ts";
import type { CliContext } from "./context.ts";
import type { Output } from "./output.ts";

const POLL_MS = 100;
/** What somebody waits for comes before all else. */
export const ASKED_PRIORITY = -1;

export async function queueAsked(context: CliContext, runs: readonly PlannedRun[]): Promise<number> {
  const db = context.db("worker");
  return await enqueueRuns(db, runs.map(toQueue), {
    cause: "request",
    priority: ASKED_PRIORITY,
    inputPosition: await projectedPosition(db),
  });
}

/**
 * Queues these runs and makes them in this process, until none of them waits. Workers that run elsewhere share the
 * work.
 *
 * @returns how the newest run of each ended
 */
export async function makeRuns(
  context: CliContext,
  out: Output,
  runs: readonly PlannedRun[],
  slots = 2,
): Promise<readonly RunSummary[]> {
  if (runs.length === 0) return [];
  const db = context.db("worker");
  await queueAsked(context, runs);
  // Loaded where they are needed: most answers are there already.
  const { startRunLoop } = await import("../../jobs/run-loop.ts");
  let failure: unknown = null;
  let nMade = 0;
  const loop = startRunLoop({
    db,
    pool: context.pool("worker"),
    worker: `${hostname()}:${process.pid}:${randomBytes(3).toString("hex")}:cli`,
    slots,
    nightRules: () => ({ isOpen: false, maxRuns: null }),
    onRun: ({ analysis, scope }, { state }) => {
      if (state === "waiting") return;
      nMade++;
      out.progress(`${nMade} of ${runs.length}: ${analysis} of ${scope} ${state}`);
    },
    onError: (error) => {
      failure = error;
    },
  });
  try {
    while ((await countOpenRuns(db, runs)) > 0) {
      if (failure !== null) throw failure;
      await pause(POLL_MS);
    }
  } finally {
    await loop.stop(0);
  }
  return await fetchOutcomes(db, runs);
}
