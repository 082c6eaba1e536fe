import { SaddlepointError } from "../errors.ts";
import type { Db } from "../read/database.ts";
import { cancelRuns, fetchRunDetail } from "../read/run-history.ts";
import { enqueueRuns } from "../read/run-queue.ts";
import { endRequest, fetchOpenRuns, type TakenRequest, takeRequest } from "../read/run-requests.ts";
import { projectedPosition } from "../read/run-states.ts";
import { planRuns, toQueue } from "./plan.ts";
import { withFoundations } from "./registry.ts";
import { retryRuns } from "./retry-runs.ts";

/** Planning one subject takes much less. */
const MAX_TAKEN_MS = 60_000;

/**
 * Does what was asked for over the API about runs, the oldest first, until nothing waits. Doing one twice, after a
 * worker died over it, comes to the same.
 *
 * @param priority of the runs that are queued
 * @returns how many were done
 */
export async function answerRunRequests(db: Db, priority: number): Promise<number> {
  let nDone = 0;
  for (;;) {
    const request = await takeRequest(db, MAX_TAKEN_MS);
    if (request === null) return nDone;
    try {
      await endRequest(db, request.id, { runIds: await answer(db, request, priority) });
      nDone += 1;
    } catch (error) {
      await endRequest(db, request.id, { error: failure(error) });
      throw error;
    }
  }
}

async function answer(db: Db, { asking, actor }: TakenRequest, priority: number): Promise<readonly number[]> {
  if (asking.action === "cancel") return await cancelRuns(db, [asking.runId], actor);
  if (asking.action === "retry") {
    const run = await fetchRunDetail(db, asking.runId);
    return run === null ? [] : (await retryRuns(db, [run], actor)).map(({ runId }) => runId);
  }
  const { home, analyses } = asking;
  const plan = await planRuns(db, {
    homes: [home],
    // What an analysis stands on, and nobody has derived, it would wait for in vain.
    ...(analyses === null ? {} : { analyses: withFoundations(analyses) }),
  });
  const inputPosition = await projectedPosition(db);
  await enqueueRuns(db, plan.map(toQueue), { cause: "request", priority, inputPosition });
  return await fetchOpenRuns(db, plan);
}

function failure(error: unknown) {
  if (error instanceof SaddlepointError) {
    return { code: error.code, message: error.message, remedy: error.remedy, expected: true };
  }
  return {
    code: "REQUEST_FAILED",
    message: "the worker could not do it; its log says why",
    remedy: "Ask again; if it fails again, tell whoever runs the server.",
    expected: false,
  };
}
