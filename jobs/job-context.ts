import type { ComputePool } from "../src/analyses/compute-pool.ts";
import type { RunOutcome } from "../src/analyses/run-analysis.ts";
import type { Db } from "../src/read/database.ts";

/** What every task of a worker uses. */
export interface JobContext {
  readonly db: Db;
  readonly compute: ComputePool;
  /** Told of every run that ended, in whichever way. */
  readonly onRun: (analysis: string, home: string, outcome: RunOutcome) => void;
}

/** Payload of the tasks that derive something from one subject. */
export interface SubjectPayload {
  /** lab/project/subject */
  readonly home: string;
}

export function isSubjectPayload(payload: unknown): payload is SubjectPayload {
  return (
    typeof payload === "object" && payload !== null && "home" in payload && typeof payload.home === "string"
  );
}
