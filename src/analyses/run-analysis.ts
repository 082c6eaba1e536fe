import { cpus, hostname } from "node:os";
import { SaddlepointError } from "../errors.ts";
import { packageVersion } from "../package-root.ts";
import type { Db } from "../read/database.ts";
import { failRun, findRun, type RunError, staleSubjects, startRun, succeedRun } from "../read/runs.ts";
import { fetchTrialInput } from "../read/trial-table.ts";
import type { ComputePool } from "./compute-pool.ts";
import type { ComputeOutcome } from "./compute-worker.ts";
import { analysisNamed, identityOf } from "./registry.ts";

export type RunOutcome =
  | { readonly state: "unchanged" }
  /** An analysis that it needs has not come to an answer on the present trials. */
  | { readonly state: "waiting"; readonly for: string }
  | { readonly state: "succeeded"; readonly runId: number }
  | { readonly state: "failed"; readonly runId: number; readonly error: RunError };

/**
 * Runs one analysis on one subject's present trials: fetch, compute in a worker thread, insert in one transaction.
 * Idempotent by (analysis, version, parameters, foundations, input): what was derived already is left alone.
 *
 * Data that the analysis, or one that it needs, cannot use make the run fail, and that is its answer; any other error
 * is recorded and thrown, so that the queue tries again.
 */
export async function runAnalysis(
  db: Db,
  compute: ComputePool,
  name: string,
  home: string,
): Promise<RunOutcome> {
  const analysis = analysisNamed(name);
  const identity = identityOf(analysis);
  if ((await staleSubjects(db, identity, home)).length === 0) return { state: "unchanged" };
  const input = await fetchTrialInput(db, home);
  if (input === null) return { state: "unchanged" };
  const needed = await fetchNeeded(db, analysis.needs, home, input.inputHash);
  if (needed.state === "waiting") return needed;

  const runId = await startRun(db, {
    ...identity,
    home,
    parameters: analysis.parameters,
    inputHash: input.inputHash,
    inputPosition: input.inputPosition,
    worker: `${hostname()}:${process.pid}`,
    environment,
  });
  try {
    const outcome: ComputeOutcome =
      needed.state === "failed"
        ? { ok: false, error: needed.error }
        : await compute.run({
            task: "analysis",
            analysis: name,
            input: { trials: input.trials, results: needed.results },
          });
    if (!outcome.ok) {
      const error = { ...outcome.error, expected: true };
      await failRun(db, runId, error);
      return { state: "failed", runId, error };
    }
    await db.transaction().execute(async (transaction) => {
      await analysis.insert(transaction, runId, home, outcome.result);
      await succeedRun(transaction, runId);
    });
    return { state: "succeeded", runId };
  } catch (error) {
    await failRun(db, runId, {
      code: error instanceof SaddlepointError ? error.code : "UNEXPECTED_ERROR",
      message: error instanceof Error ? error.message : String(error),
      expected: false,
    });
    throw error;
  }
}

type Needed =
  | { readonly state: "ready"; readonly results: Record<string, unknown> }
  | { readonly state: "waiting"; readonly for: string }
  | { readonly state: "failed"; readonly error: { code: string; message: string; remedy: string } };

/** The results of these analyses on exactly this input. */
async function fetchNeeded(
  db: Db,
  needs: readonly string[],
  home: string,
  inputHash: Buffer,
): Promise<Needed> {
  const results: Record<string, unknown> = {};
  for (const name of needs) {
    const needed = analysisNamed(name);
    const run = await findRun(db, identityOf(needed), home, inputHash);
    if (run === null) return { state: "waiting", for: name };
    if (run.error !== null) {
      const { code, message, remedy = `See the run of ${name}.` } = run.error;
      return { state: "failed", error: { code, message, remedy } };
    }
    if (needed.load === undefined) throw new Error(`${name} is needed but cannot be loaded`);
    results[name] = await needed.load(db, run.runId);
  }
  return { state: "ready", results };
}

const environment = {
  package: packageVersion,
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? "unknown",
};
