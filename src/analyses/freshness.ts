import { ANALYSED_EVENT_TYPES } from "../events/event-types.ts";
import type { Db } from "../read/database.ts";
import { countEventsSince, fetchResultsOfRuns, fetchShownRuns, type ResultOfRun } from "../read/freshness.ts";
import { groupBy } from "../read/group-by.ts";
import { fetchRunStates, type RunStateRow } from "../read/run-states.ts";
import type { RunError } from "../read/runs.ts";
import { subjectAnalyses, wantedOf } from "./registry.ts";

/**
 * fresh: of the present data, version and parameters. computing: not, but a run waits or is at work. failed: the present
 * data came to an error, or their run was cancelled. stale: none of these.
 */
export type FreshnessState = "fresh" | "stale" | "computing" | "failed";

export interface Freshness {
  readonly state: FreshnessState;
  /** Events of the subject that its result does not know; 0 where it is fresh. */
  readonly lagEvents: number;
}

/** Where one analysis of a subject stands, whether it has a result or not. */
export interface Derivation extends Freshness {
  readonly analysis: string;
  /** The run whose result is shown; null before the first. */
  readonly runId: number | null;
  /** Why there is no result of the present data; null unless it failed. */
  readonly error: RunError | null;
}

const key = (home: string, analysis: string) => `${home} ${analysis}`;

/** @param shown the run whose result is looked at; null where there is none */
export function freshnessState(state: RunStateRow | undefined, shown: number | null): FreshnessState {
  if (state?.answer?.isPresent) {
    if (state.answer.state !== "succeeded") return "failed";
    // What is shown as of a position may be older.
    return state.answer.runId === shown ? "fresh" : "stale";
  }
  return state?.open ? "computing" : "stale";
}

/** Of the results of these runs, by run: three statements, however many. */
export async function freshnessOfRuns(
  db: Db,
  runIds: readonly number[],
): Promise<ReadonlyMap<number, Freshness>> {
  const results = await fetchResultsOfRuns(db, runIds);
  const states = await statesOf(
    db,
    [...new Set(results.map(({ analysis }) => analysis))],
    [...new Set(results.map(({ home }) => home))],
  );
  const standing = results.map((result) => ({
    ...result,
    state: freshnessState(states.get(key(result.home, result.analysis)), result.runId),
  }));
  const lags = await lagsOf(db, standing);
  return new Map(standing.map(({ runId, state }, k) => [runId, { state, lagEvents: lags[k] }]));
}

/** Every analysis of these subjects that has data, or a result, by subject and in the order of the registry. */
export async function derivationsOf(
  db: Db,
  homes: readonly string[],
): Promise<ReadonlyMap<string, readonly Derivation[]>> {
  const names = subjectAnalyses.map(({ name }) => name);
  const states = await statesOf(db, names, homes);
  const shown = new Map(
    (await fetchShownRuns(db, homes)).map((run) => [key(run.home, run.analysis), run] as const),
  );
  const standing = homes.flatMap((home) =>
    names.flatMap((analysis) => {
      const state = states.get(key(home, analysis));
      const run: ResultOfRun | null = shown.get(key(home, analysis)) ?? null;
      if (state === undefined && run === null) return [];
      return {
        home,
        analysis,
        runId: run?.runId ?? null,
        inputPosition: run?.inputPosition ?? 0,
        state: freshnessState(state, run?.runId ?? null),
        error: state?.answer?.isPresent ? state.answer.error : null,
      };
    }),
  );
  const lags = await lagsOf(db, standing);
  const rows = standing.map(({ inputPosition: _, ...each }, k) => ({ ...each, lagEvents: lags[k] }));
  return groupBy(rows, ({ home }) => home);
}

async function statesOf(
  db: Db,
  names: readonly string[],
  homes: readonly string[],
): Promise<ReadonlyMap<string, RunStateRow>> {
  if (names.length === 0 || homes.length === 0) return new Map();
  const rows = await fetchRunStates(db, names.map(wantedOf), homes);
  return new Map(rows.map((row) => [key(row.home, row.analysis), row]));
}

/** Results of one subject often come from the same position: each is counted once. */
async function lagsOf(
  db: Db,
  standing: readonly {
    readonly home: string;
    readonly inputPosition: number;
    readonly state: FreshnessState;
  }[],
): Promise<readonly number[]> {
  const at = ({ home, inputPosition }: { home: string; inputPosition: number }) =>
    key(home, String(inputPosition));
  const asked = new Map(
    standing
      .filter(({ state }) => state !== "fresh")
      .map((each) => [at(each), { home: each.home, position: each.inputPosition }] as const),
  );
  const counts = await countEventsSince(db, [...asked.values()], ANALYSED_EVENT_TYPES);
  const lags = new Map([...asked.keys()].map((each, k) => [each, counts[k]]));
  return standing.map((each) => (each.state === "fresh" ? 0 : (lags.get(at(each)) ?? 0)));
}
