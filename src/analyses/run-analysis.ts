import { cpus, hostname } from "node:os";
import { SaddlepointError } from "../errors.ts";
import { packageVersion } from "../package-root.ts";
import type { Db } from "../read/database.ts";
import { failRun, type RunError, staleSubjects, startRun, succeedRun } from "../read/runs.ts";
import { fetchTrialInput } from "../read/trial-table.ts";
import type { ComputePool } from "./compute-pool.ts";
import { analysisNamed, identityOf } from "./registry.ts";

export type RunOutcome =
  | { readonly state: "unchanged" }
  | { readonly state: "succeeded"; readonly runId: number }
  | { readonly state: "failed"; readonly runId: number; readonly error: RunError };

/**
 * Runs one analysis on one subject's present trials: fetch, compute in a worker thread, insert in one transaction.
 * Idempotent by (analysis, version, parameters, input): what was derived already is left alone.
 *
 * Data that the analysis cannot use make the run fail, and that is its answer; any other error is recorded and
 * thrown, so that the queue tries again.
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
    const outcome = await compute.run({ analysis: name, trials: input.trials });
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

const environment = {
  package: packageVersion,
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? "unknown",
};
