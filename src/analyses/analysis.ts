import type { Db } from "../read/database.ts";
import type { TrialTable } from "../science/trial-table.ts";

/** What an analysis computes from. Must survive structured cloning: it goes to a worker thread. */
export interface AnalysisInput {
  readonly trials: TrialTable;
  /** Results of the analyses that it needs, by their name, of these very trials. */
  readonly results: Readonly<Record<string, unknown>>;
}

/**
 * A kind of derivation from one subject: fetch, compute, insert.
 *
 * `compute` runs in a worker thread; only `insert` is in a transaction. Whoever changes what `compute` gives for the
 * same input must raise `version`.
 */
export interface SubjectAnalysis<Parameters, Result> {
  readonly name: string;
  /** Name of the background task that runs it. */
  readonly task: string;
  readonly version: number;
  /** Every rule that the result depends on; recorded with each run. */
  readonly parameters: Parameters;
  /** Analyses whose results of the same trials it reads. */
  readonly needs: readonly string[];
  /** @throws SaddlepointError where the trials do not allow it */
  compute(input: AnalysisInput, parameters: Parameters): Result;
  insert(db: Db, runId: number, home: string, result: Result): Promise<void>;
  /** The result of a run, for the analyses that need it. */
  load?(db: Db, runId: number): Promise<Result>;
}

/** Ties the functions' types together, then forgets them: the registry holds analyses of any result. */
export function defineAnalysis<Parameters, Result>(
  analysis: SubjectAnalysis<Parameters, Result>,
): SubjectAnalysis<unknown, unknown> {
  return analysis as SubjectAnalysis<unknown, unknown>;
}
