/** What an analysis declares. The order of work, the plan and what is current all follow from these declarations. */
import type pg from "pg";
import type { Db } from "../read/database.ts";
import type { ContentKind } from "../read/run-states.ts";
import type { TrialTable } from "../science/trial-table.ts";

/** Where `fetch` reads from: typed queries, and the pool for what is streamed. */
export interface Source {
  readonly db: Db;
  readonly pool: pg.Pool;
}

/** What an analysis of one subject computes from. Must survive structured cloning: it goes to a worker thread. */
export interface SubjectInput<Data = undefined> {
  readonly trials: TrialTable;
  /** Results of the analyses that it needs, by their name, from the same data; null for one in `uses` that failed. */
  readonly results: Readonly<Record<string, unknown>>;
  /** What `fetch` gave. */
  readonly data: Data;
}

/** A subject of a cohort of which everything that is needed was derived. */
export interface CohortPart {
  readonly home: string;
  /** The run of each analysis that it needs, and of those that it uses and that succeeded. */
  readonly runs: Readonly<Record<string, number>>;
}

/** A subject of a cohort that lacks a result, and why. */
export interface LeftOutPart {
  readonly home: string;
  readonly code: string;
  readonly reason: string;
}

/** What an analysis of a cohort computes from. */
export interface CohortInput<Data> {
  readonly data: Data;
  readonly leftOut: readonly LeftOutPart[];
}

/** Pieces of work done, and pieces in all. */
export type ReportProgress = (done: number, total: number) => void;

interface Declaration<Parameters, Input, Result> {
  /** In the registry, in the run table and in the API. */
  readonly name: string;
  /** Raised by whoever changes what `compute` gives for the same input. */
  readonly version: number;
  /** Every rule that the result depends on, as they are by default; recorded with each run. */
  readonly parameters: Parameters;
  /** Analyses whose results it reads: of the same subject, or of each of the cohort's subjects. */
  readonly needs: readonly string[];
  /** Analyses whose results it reads where there are any; it waits for their answer all the same. */
  readonly uses?: readonly string[];
  /**
   * Analyses of the same subject of which it reads the newest result, be it of the present data or not. It is stale
   * when a newer one comes, and waits for none but those that are planned together with it. For what is made more
   * seldom than itself.
   */
  readonly prefers?: readonly string[];
  /**
   * `change`: derived as soon as data arrive; `night`: for what takes long, in the night or on request; `request`: for
   * what takes so long that it is made only where somebody asks.
   */
  readonly timing: "change" | "night" | "request";
  /** Longest time that one run may compute; DEFAULT_TIME_LIMIT_S without it. */
  readonly timeLimitS?: number;
  /** Most memory that one run may take; DEFAULT_MEMORY_LIMIT_MB without it. */
  readonly memoryLimitMb?: number;
  /** Tables of schema derived that hold its results, each with the column run_id. */
  readonly tables: readonly string[];
  /**
   * Pure, and in a worker thread.
   *
   * @param report may be told how far it is, for whoever waits
   * @throws SaddlepointError where the data do not allow it
   */
  compute(input: Input, parameters: Parameters, report?: ReportProgress): Result;
  /** Inserts one run's result, in the transaction that ends the run. @param scope the subject or the cohort */
  insert(db: Db, runId: number, scope: string, result: Result): Promise<void>;
}

/**
 * A kind of derivation from one subject: fetch, compute, insert. It is made of every subject that has data of each kind
 * in `reads`.
 */
export interface SubjectAnalysis<Parameters, Result, Data = undefined>
  extends Declaration<Parameters, SubjectInput<Data>, Result> {
  readonly granularity: "subject";
  /** Projections that it reads; a change of their content makes its result stale. */
  readonly reads: readonly ContentKind[];
  /** What it reads beside the trials; null where there is none of it after all. */
  fetch?(source: Source, home: string, trials: TrialTable): Promise<Data | null>;
  /**
   * What `fetch` gave for a run that is there, where it gives something else by now: an earlier result that the run
   * started from. With it the same bytes come out again.
   */
  fetchAsFor?(source: Source, runId: number): Promise<Data>;
  /** The result of a run, for the analyses that need it. */
  load?(db: Db, runId: number): Promise<unknown>;
}

/** A kind of derivation from the results of a cohort's subjects. */
export interface CohortAnalysis<Parameters, Result, Data>
  extends Declaration<Parameters, CohortInput<Data>, Result> {
  readonly granularity: "cohort";
  /** What it computes from, by the runs of the cohort's parts and by nothing else: they are its identity. */
  fetch(source: Source, parts: readonly CohortPart[]): Promise<Data>;
}

export type Analysis = SubjectAnalysis<unknown, unknown, unknown> | CohortAnalysis<unknown, unknown, unknown>;

export const DEFAULT_TIME_LIMIT_S = 900;
export const DEFAULT_MEMORY_LIMIT_MB = 2_048;

/** Ties the functions' types together, then forgets them: the registry holds analyses of any result. */
export function defineAnalysis<Parameters, Result, Data = undefined>(
  analysis: Omit<SubjectAnalysis<Parameters, Result, Data>, "granularity">,
): SubjectAnalysis<unknown, unknown, unknown> {
  return { ...analysis, granularity: "subject" } as SubjectAnalysis<unknown, unknown, unknown>;
}

/** As defineAnalysis, of a cohort. */
export function defineCohortAnalysis<Parameters, Result, Data>(
  analysis: Omit<CohortAnalysis<Parameters, Result, Data>, "granularity">,
): CohortAnalysis<unknown, unknown, unknown> {
  return { ...analysis, granularity: "cohort" } as CohortAnalysis<unknown, unknown, unknown>;
}
