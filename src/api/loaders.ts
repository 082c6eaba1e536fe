import DataLoader from "dataloader";
import { subjectAnalyses } from "../analyses/registry.ts";
import type { Db } from "../read/database.ts";
import { type FitTrajectory, fetchFits, fetchTrajectories } from "../read/fits.ts";
import { fetchPsychometrics } from "../read/psychometric-fits.ts";
import { fetchNewestRuns, fetchRuns, type RunRow } from "../read/run-list.ts";
import { fetchSegments, fetchStrategies } from "../read/segments.ts";
import { countTrials, fetchSessionMeasures, fetchSessions } from "../read/sessions.ts";
import { fetchSubjects, type Page } from "../read/subjects.ts";
import { fetchTrialPages, type TrialPageRequest, type TrialRow } from "../read/trial-pages.ts";
import { fetchTrialInput } from "../read/trial-table.ts";

/**
 * What the fields of one request ask for, gathered: each loader makes one statement for all the rows of a level,
 * however many they are. Made anew for each request, since loaders remember.
 */
export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(db: Db) {
  const analyses = subjectAnalyses.map((analysis) => analysis.name);
  return {
    // By subject (lab/project/subject).
    subject: byKey((homes: readonly string[]) => fetchSubjects(db, homes)),
    sessions: byKey((homes: readonly string[]) => fetchSessions(db, homes)),
    trialCounts: byKey(async (homes: readonly string[]) =>
      bySession(await countTrials(db, homes), (count) => count.n),
    ),
    measures: byKey(async (homes: readonly string[]) =>
      bySession(await fetchSessionMeasures(db, homes), (measures) => measures),
    ),
    sessionPsychometrics: byKey(async (homes: readonly string[]) =>
      byNumber(await fetchPsychometrics(db, "session", homes)),
    ),
    segmentPsychometrics: byKey(async (homes: readonly string[]) =>
      byNumber(await fetchPsychometrics(db, "segment", homes)),
    ),
    strategies: byKey((homes: readonly string[]) => fetchStrategies(db, homes)),
    segments: byKey((homes: readonly string[]) => fetchSegments(db, homes)),
    fits: byKey((homes: readonly string[]) => fetchFits(db, homes)),
    newestRuns: byKey((homes: readonly string[]) => fetchNewestRuns(db, homes, analyses)),
    trialInput: byKey(async (homes: readonly string[]) => {
      const inputs = await Promise.all(
        homes.map(async (home) => [home, await fetchTrialInput(db, home)] as const),
      );
      return new Map(inputs.flatMap(([home, input]) => (input === null ? [] : [[home, input] as const])));
    }),
    // By run id.
    run: new DataLoader<number, RunRow>(async (ids) => {
      const runs = await fetchRuns(db, ids);
      return ids.map((id) => runs.get(id) ?? new Error(`a result names run ${id}, which is not there`));
    }),
    trajectory: new DataLoader<number, FitTrajectory>(async (ids) => {
      const trajectories = await fetchTrajectories(db, ids);
      return ids.map((id) => trajectories.get(id) ?? new Error(`run ${id} has no trajectory`));
    }),
    trialPage: new DataLoader<TrialPageRequest, Page<TrialRow>>((requests) => fetchTrialPages(db, requests), {
      // Requests are made anew by each field, so equal ones are not worth looking for.
      cache: false,
    }),
  };
}

/** A loader of what belongs to a key; null for keys to which nothing does. */
function byKey<Key, Value>(
  fetch: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): DataLoader<Key, Value | null> {
  return new DataLoader(async (keys) => {
    const found = await fetch(keys);
    return keys.map((key) => found.get(key) ?? null);
  });
}

/** Lists by subject as maps by subject and the number of what each is about. */
function byNumber<Row extends { readonly number: number }>(
  lists: ReadonlyMap<string, readonly Row[]>,
): ReadonlyMap<string, ReadonlyMap<number, Row>> {
  return new Map([...lists].map(([home, rows]) => [home, new Map(rows.map((row) => [row.number, row]))]));
}

/** Lists by subject as maps by subject and session number. */
function bySession<Row extends { readonly session: number }, Value>(
  lists: ReadonlyMap<string, readonly Row[]>,
  pick: (row: Row) => Value,
): ReadonlyMap<string, ReadonlyMap<number, Value>> {
  return new Map(
    [...lists].map(([home, rows]) => [home, new Map(rows.map((row) => [row.session, pick(row)]))]),
  );
}
