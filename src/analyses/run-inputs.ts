import {
  fetchNewestResults,
  fetchProjectMembers,
  fetchRunStates,
  projectedPosition,
  type RunStateRow,
} from "../read/run-states.ts";
import { fetchTrialInput } from "../read/trial-table.ts";
import type { Analysis, CohortInput, Source, SubjectAnalysis, SubjectInput } from "./analysis.ts";
import { fetchCohortContent } from "./cohort-input.ts";
import { analysisNamed, foundationsOf, wantedOf } from "./registry.ts";

/** What a run computes from, or why it does not. */
export type FetchedInput =
  | {
      readonly state: "ready";
      readonly input: SubjectInput<unknown> | CohortInput<unknown>;
      readonly inputHash: Buffer;
      readonly inputPosition: number;
    }
  /** The newest answer is of these very data. */
  | { readonly state: "unchanged" }
  /** An analysis that it needs has not come to an answer on the present data. */
  | { readonly state: "waiting"; readonly for: string }
  /** The data changed while they were read. */
  | { readonly state: "moving" }
  /** There is nothing to derive from, or what it needs has failed. */
  | {
      readonly state: "failed";
      readonly inputHash: Buffer;
      readonly inputPosition: number;
      readonly error: FetchError;
    };

export interface FetchError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** False where what it needs may still come to something. */
  readonly expected: boolean;
}

/**
 * Reads what an analysis of a subject or cohort computes from, with the identity of that content.
 *
 * The identity is read before and after: a snapshot would not do, since a rebuild puts new tables in the place of the
 * old ones, and a snapshot from before sees nothing in them.
 *
 * @param ofRun what that run computed from, though it is the newest answer and of these data
 */
export async function fetchInput(
  source: Source,
  analysis: Analysis,
  scope: string,
  ofRun: number | null = null,
): Promise<FetchedInput> {
  return analysis.granularity === "subject"
    ? await fetchSubjectInput(source, analysis, scope, ofRun)
    : await fetchCohortInput(source, analysis, scope, ofRun !== null);
}

async function fetchSubjectInput(
  source: Source,
  analysis: SubjectAnalysis<unknown, unknown, unknown>,
  home: string,
  ofRun: number | null,
): Promise<FetchedInput> {
  const { db } = source;
  const inputPosition = await projectedPosition(db);
  const wanted = [analysis.name, ...foundationsOf(analysis)].map(wantedOf);
  const states = new Map((await fetchRunStates(db, wanted, [home])).map((row) => [row.analysis, row]));
  const own = states.get(analysis.name);
  if (own === undefined) return { state: "unchanged" };
  if (own.answer?.isPresent && ofRun === null) return { state: "unchanged" };
  const { inputHash } = own;
  const failed = (error: FetchError) => ({ state: "failed", inputHash, inputPosition, error }) as const;

  const results: Record<string, unknown> = {};
  for (const name of foundationsOf(analysis)) {
    const answer = states.get(name)?.answer;
    if (!answer?.isPresent) {
      // What it only uses may have no data to be made from.
      if (!states.has(name) && !analysis.needs.includes(name)) results[name] = null;
      else if (!states.has(name)) return failed(nothingToDerive(name));
      else return { state: "waiting", for: name };
    } else if (answer.state === "succeeded") {
      results[name] = await loaderOf(name)(db, answer.runId);
    } else if (analysis.needs.includes(name)) return failed(failureOf(name, states.get(name)));
    else if (answer.error?.expected) results[name] = null;
    else return failed(failureOf(name, states.get(name)));
  }
  const newest = await fetchNewestResults(db, home, analysis.prefers ?? []);
  for (const name of analysis.prefers ?? []) {
    const runId = newest.get(name);
    results[name] = runId === undefined ? null : await loaderOf(name)(db, runId);
  }
  const trials = await fetchTrialInput(db, home);
  if (trials === null) return failed(nothingToDerive("trials"));
  const data =
    ofRun !== null && analysis.fetchAsFor !== undefined
      ? await analysis.fetchAsFor(source, ofRun)
      : ((await analysis.fetch?.(source, home, trials.trials)) ?? null);
  if (analysis.fetch !== undefined && data === null) {
    return failed(nothingToDerive(analysis.reads.map((kind) => `${kind}s`).join(" and ")));
  }
  const [after] = await fetchRunStates(db, [wantedOf(analysis.name)], [home]);
  if (!after?.inputHash.equals(inputHash)) return { state: "moving" };
  const input: SubjectInput<unknown> = { trials: trials.trials, results, data };
  return { state: "ready", input, inputHash, inputPosition };
}

async function fetchCohortInput(
  source: Source,
  analysis: Extract<Analysis, { granularity: "cohort" }>,
  cohort: string,
  again: boolean,
): Promise<FetchedInput> {
  const { db } = source;
  const inputPosition = await projectedPosition(db);
  const homes = (await fetchProjectMembers(db)).get(cohort) ?? [];
  const { parts, leftOut, waiting, inputHash, answer } = await fetchCohortContent(
    db,
    analysis,
    cohort,
    homes,
  );
  if (answer?.isPresent && !again) return { state: "unchanged" };
  // All of them are tried again: there will be something, or an answer of each.
  if (parts.length === 0 && waiting.length > 0) return { state: "waiting", for: waiting[0] };
  if (parts.length === 0) {
    return {
      state: "failed",
      inputHash,
      inputPosition,
      error: nothingToDerive(analysis.needs.join(" and ")),
    };
  }
  const data = await analysis.fetch(source, parts);
  return { state: "ready", input: { data, leftOut }, inputHash, inputPosition };
}

function loaderOf(name: string) {
  const needed = analysisNamed(name);
  if (needed.granularity === "subject" && needed.load !== undefined) return needed.load;
  throw new Error(`${name} is needed but cannot be loaded`);
}

function nothingToDerive(what: string): FetchError {
  return {
    code: "NOTHING_TO_DERIVE",
    message: `there are no ${what} any more, or none that are not excluded`,
    remedy: "Nothing has to be done: it is derived again as soon as there are.",
    expected: true,
  };
}

function failureOf(name: string, state: RunStateRow | undefined): FetchError {
  const answer = state?.answer;
  const {
    code,
    message,
    remedy = `See the run of ${name}.`,
  } = answer?.error ?? { code: "CANCELLED", message: `${name} was cancelled` };
  return { code, message, remedy, expected: answer?.error?.expected ?? false };
}
