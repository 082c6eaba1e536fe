import type { Db } from "../read/database.ts";
import type { TrialTable } from "../science/trial-table.ts";

/**
 * A kind of derivation from the trials of one subject: fetch, compute, insert.
 *
 * `compute` runs in a worker thread, so its input and result must survive structured cloning; only `insert` is
 * in a transaction. Whoever changes what `compute` gives for the same input must raise `version`.
 */
export interface SubjectAnalysis<Parameters, Result> {
  readonly name: string;
  readonly version: number;
  /** Every rule that the result depends on; recorded with each run. */
  readonly parameters: Parameters;
  /** @throws SaddlepointError where the trials do not allow it */
  compute(trials: TrialTable, parameters: Parameters): Result;
  insert(db: Db, runId: number, home: string, result: Result): Promise<void>;
}

/** Ties the three functions' types together, then forgets them: the registry holds analyses of any result. */
export function defineAnalysis<Parameters, Result>(
  analysis: SubjectAnalysis<Parameters, Result>,
): SubjectAnalysis<unknown, unknown> {
  return analysis as SubjectAnalysis<unknown, unknown>;
}
