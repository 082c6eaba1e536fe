import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { packageCommit, packageVersion } from "../package-root.ts";
import type { Db } from "../read/database.ts";
import type { ClaimedRun } from "../read/run-queue.ts";
import {
  digestResults,
  failRun,
  giveBackRun,
  LeaseLost,
  noteInput,
  type RunError,
  succeedRun,
  supersedeRun,
} from "../read/runs.ts";
import { DEFAULT_MEMORY_LIMIT_MB, DEFAULT_TIME_LIMIT_S } from "./analysis.ts";
import type { ComputeSlot } from "./compute-slot.ts";
import { analysisNamed } from "./registry.ts";
import { fetchInput } from "./run-inputs.ts";

export type RunOutcome =
  /** The newest answer was of the present data already. */
  | { readonly state: "unchanged"; readonly runId: number }
  /** An analysis that it needs has not come to an answer on the present data. */
  | { readonly state: "waiting"; readonly runId: number; readonly for: string }
  | { readonly state: "succeeded"; readonly runId: number }
  | { readonly state: "failed"; readonly runId: number; readonly error: RunError }
  /** It failed, and is begun again after a pause. */
  | { readonly state: "retrying"; readonly runId: number; readonly error: RunError; readonly inMs: number }
  /** Its worker stops, or somebody else has it now. */
  | { readonly state: "released"; readonly runId: number };

export interface RunContext {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly slot: ComputeSlot;
  /** Ends the run's computation: with a LeaseLost where the run is not ours any more, else to give it back. */
  readonly signal: AbortSignal;
  /** Kept up by the run's thread (progress.ts). */
  readonly progress?: Int32Array;
}

/** A run that fails unexpectedly is begun so often before it is parked. */
export const MAX_ATTEMPTS = 5;
/** One that hangs or eats memory costs its whole limit each time. */
const MAX_LIMIT_ATTEMPTS = 2;
const BACK_OFF_MS = 5_000;
/** How soon a run looks again for what it needs. */
const WAIT_MS = 1_000;

/**
 * Makes a run that this worker has begun: fetch, compute in the slot's thread, insert in one transaction. Idempotent
 * by (analysis, version, parameters, foundations, input): what was derived already is left alone.
 *
 * Data that the analysis, or one that it needs, cannot use make the run fail, and that is its answer. Any other error
 * is tried again, after growing pauses, and in the end parked with the run. Neither is thrown; what is thrown is an
 * error of the database, after which the run is to be given back, or is taken over when its lease runs out.
 */
export async function runAnalysis(context: RunContext, run: ClaimedRun): Promise<RunOutcome> {
  const { db, pool, slot, signal, progress } = context;
  const { runId } = run;
  const analysis = analysisNamed(run.analysis);
  try {
    const fetched = await fetchInput({ db, pool }, analysis, run.scope);
    switch (fetched.state) {
      case "unchanged":
        await supersedeRun(db, run, "its newest result is of the present data already");
        return { state: "unchanged", runId };
      case "waiting":
        await giveBackRun(db, run, { inMs: WAIT_MS, reason: `waits for ${fetched.for}` });
        return { state: "waiting", runId, for: fetched.for };
      case "moving":
        await giveBackRun(db, run, { inMs: WAIT_MS, reason: "its data changed while they were read" });
        return { state: "waiting", runId, for: "its data" };
      case "failed":
        await noteInput(db, run, { ...fetched, parameters: analysis.parameters });
        await failRun(db, run, fetched.error);
        return { state: "failed", runId, error: fetched.error };
    }
    await noteInput(db, run, { ...fetched, parameters: analysis.parameters });
    const { outcome, usage } = await slot.run(
      { task: "analysis", analysis: run.analysis, input: fetched.input, ...(progress && { progress }) },
      {
        timeS: analysis.timeLimitS ?? DEFAULT_TIME_LIMIT_S,
        memoryMb: analysis.memoryLimitMb ?? DEFAULT_MEMORY_LIMIT_MB,
      },
      signal,
    );
    if (!outcome.ok) {
      const error = { ...outcome.error, expected: true };
      await failRun(db, run, error, usage);
      return { state: "failed", runId, error };
    }
    await db.transaction().execute(async (transaction) => {
      await succeedRun(transaction, run, usage);
      await analysis.insert(transaction, runId, run.scope, outcome.result);
      await digestResults(transaction, runId, analysis.tables);
    });
    return { state: "succeeded", runId };
  } catch (error) {
    if (error instanceof LeaseLost) return { state: "released", runId };
    if (signal.aborted) {
      await giveBackRun(db, run, { inMs: 0, reason: "given back: its worker stops" });
      return { state: "released", runId };
    }
    return await retryOrPark(db, run, error);
  }
}

async function retryOrPark(db: Db, run: ClaimedRun, thrown: unknown): Promise<RunOutcome> {
  const { runId, attempts } = run;
  const isExpectedCode = thrown instanceof SaddlepointError;
  const error: RunError = {
    code: isExpectedCode ? thrown.code : "UNEXPECTED_ERROR",
    message: thrown instanceof Error ? thrown.message : String(thrown),
    ...(isExpectedCode ? { remedy: thrown.remedy } : {}),
    expected: false,
  };
  try {
    if (isServerGone(thrown)) {
      // Not the run's fault, so it counts for nothing; the server may need a moment.
      await pause(WAIT_MS);
      await giveBackRun(db, run, { inMs: WAIT_MS, reason: `given back: ${error.message}` });
      return { state: "released", runId };
    }
    if (attempts >= (isExpectedCode ? MAX_LIMIT_ATTEMPTS : MAX_ATTEMPTS)) {
      await failRun(db, run, error);
      return { state: "failed", runId, error };
    }
    const inMs = BACK_OFF_MS * 4 ** (attempts - 1);
    const reason = `failed, attempt ${attempts}: ${error.code}: ${error.message}; again in ${inMs / 1000} s`;
    await giveBackRun(db, run, { inMs, error, reason });
    return { state: "retrying", runId, error, inMs };
  } catch (again) {
    if (again instanceof LeaseLost) return { state: "released", runId };
    throw again;
  }
}

/** Classes of SQLSTATE: connection exceptions, and a server that shuts down or is out of something. */
const SERVER_STATES = /^(?:08|53|57P)/;

function isServerGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  if (typeof code === "string" && (SERVER_STATES.test(code) || /^E[A-Z]+$/.test(code))) return true;
  return /connection terminated|client has encountered a connection error/i.test(error.message);
}

/** Where a run is made, as it is recorded. */
export const environment = {
  package: packageVersion,
  commit: packageCommit(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? "unknown",
};
