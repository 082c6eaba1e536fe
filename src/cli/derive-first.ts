import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { planRuns, toQueue } from "../analyses/plan.ts";
import { analysisNamed, foundationsOf } from "../analyses/registry.ts";
import { enqueueRuns } from "../read/run-queue.ts";
import { projectedPosition } from "../read/run-states.ts";
import type { CliContext } from "./context.ts";
import type { Output } from "./output.ts";

const POLL_MS = 100;
/** What somebody waits for comes before all else. */
const PRIORITY = -1;

/**
 * Derives what is not of the present data of these analyses, and of those that they stand on, of these subjects:
 * nothing where it is there already. Workers that run elsewhere share the work.
 */
export async function deriveFirst(
  context: CliContext,
  out: Output,
  analyses: readonly string[],
  homes: readonly string[],
): Promise<void> {
  const names = new Set<string>();
  const add = (name: string): void => {
    for (const foundation of foundationsOf(analysisNamed(name))) add(foundation);
    names.add(name);
  };
  for (const name of analyses) add(name);
  const db = context.db("worker");
  const plan = () => planRuns(db, { analyses: [...names], homes });
  const planned = await plan();
  if (planned.length === 0) return;
  out.progress(`deriving ${planned.length} results first …`);
  await enqueueRuns(db, planned.map(toQueue), {
    cause: "request",
    priority: PRIORITY,
    inputPosition: await projectedPosition(db),
  });
  // Loaded where they are needed: most answers are there already.
  const { startRunLoop } = await import("../../jobs/run-loop.ts");
  let failure: unknown = null;
  const loop = startRunLoop({
    db,
    pool: context.pool("worker"),
    worker: `${hostname()}:${process.pid}:cli`,
    slots: 2,
    isNightOpen: () => false,
    onRun: ({ analysis, scope }, { state }) => {
      if (state !== "waiting") out.progress(`${scope}: ${analysis} ${state}`);
    },
    onError: (error) => {
      failure = error;
    },
  });
  try {
    while ((await plan()).length > 0) {
      if (failure !== null) throw failure;
      await pause(POLL_MS);
    }
  } finally {
    await loop.stop(0);
  }
}
