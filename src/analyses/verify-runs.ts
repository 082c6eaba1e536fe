import type pg from "pg";
import type { Db } from "../read/database.ts";
import { digestOfTrial, fetchKeptIdentities } from "../read/runs.ts";
import { seededRandom } from "../science/random.ts";
import { DEFAULT_MEMORY_LIMIT_MB, DEFAULT_TIME_LIMIT_S } from "./analysis.ts";
import type { ComputeSlot } from "./compute-slot.ts";
import type { FreshRun } from "./plan.ts";
import { analysisNamed } from "./registry.ts";
import { fetchInput } from "./run-inputs.ts";

export type VerifiedRun = FreshRun &
  (
    | { readonly state: "same" }
    /** It gives other bytes now. Digests as hexadecimal digits. */
    | { readonly state: "different"; readonly stored: string; readonly recomputed: string }
    /** It gives an error now. */
    | { readonly state: "failed"; readonly code: string; readonly message: string }
    /** Its data changed while it was looked at, or it was made before digests were kept. */
    | { readonly state: "skipped"; readonly reason: string }
  );

/**
 * Computes a result again, in a thread that knows nothing of it, and compares its bytes with those that are stored.
 * What started from an earlier result starts from the same one. Nothing is written.
 */
export async function verifyRun(
  context: { readonly db: Db; readonly pool: pg.Pool; readonly slot: ComputeSlot },
  run: FreshRun,
): Promise<VerifiedRun> {
  const { db, pool, slot } = context;
  const analysis = analysisNamed(run.analysis);
  const kept = (await fetchKeptIdentities(db, [run.runId])).get(run.runId);
  const stored = kept?.resultDigest;
  if (stored == null) return { ...run, state: "skipped", reason: "its digest was not kept" };
  const fetched = await fetchInput({ db, pool }, analysis, run.scope, run.runId);
  if (fetched.state !== "ready" || !fetched.inputHash.equals(kept?.inputHash ?? Buffer.of())) {
    return { ...run, state: "skipped", reason: "its data have changed" };
  }
  const { outcome } = await slot.run(
    { task: "analysis", analysis: run.analysis, input: fetched.input },
    {
      timeS: analysis.timeLimitS ?? DEFAULT_TIME_LIMIT_S,
      memoryMb: analysis.memoryLimitMb ?? DEFAULT_MEMORY_LIMIT_MB,
    },
    new AbortController().signal,
  );
  if (!outcome.ok) {
    const { code, message } = outcome.error;
    return { ...run, state: "failed", code, message };
  }
  const recomputed = await digestOfTrial(db, run.runId, analysis.tables, (transaction, trialId) =>
    analysis.insert(transaction, trialId, run.scope, outcome.result),
  );
  if (recomputed.equals(stored)) return { ...run, state: "same" };
  return {
    ...run,
    state: "different",
    stored: stored.toString("hex"),
    recomputed: recomputed.toString("hex"),
  };
}

/** So many of them by chance, in their order; all where there are no more. The same seed gives the same ones. */
export function sampleRuns(runs: readonly FreshRun[], n: number, seed: number): readonly FreshRun[] {
  const random = seededRandom(seed);
  const sampled: FreshRun[] = [];
  // Each is taken with the chance that is left to it, so that n are taken in the end.
  runs.forEach((run, k) => {
    if (random.uniform() * (runs.length - k) < n - sampled.length) sampled.push(run);
  });
  return sampled;
}
