import DataLoader from "dataloader";
import { derivationsOf, type Freshness, freshnessOfRuns } from "../analyses/freshness.ts";
import { subjectAnalyses } from "../analyses/registry.ts";
import type { AsOf } from "../read/as-of.ts";
import type { Db } from "../read/database.ts";
import { fetchFibresInCohort } from "../read/dopamine-cohort.ts";
import {
  fetchFibres,
  fetchStages,
  fetchTimeCourses,
  type StageSelection,
  type StoredStage,
  type StoredTimeCourse,
} from "../read/dopamine-encoding.ts";
import { type FitTrajectory, fetchFits, fetchTrajectories } from "../read/fits.ts";
import { groupBy } from "../read/group-by.ts";
import { fetchLabs, fetchProjects } from "../read/labs.ts";
import { fetchRecoveries } from "../read/network-recovery.ts";
import {
  fetchNetworkFits,
  fetchNetworkPaths,
  fetchNetworkRefits,
  type StoredNetworkFit,
  type StoredNetworkPaths,
} from "../read/network-refits.ts";
import type { Page, SubjectPageRequest } from "../read/pages.ts";
import { fetchPsychometrics } from "../read/psychometric-fits.ts";
import { fetchSitePages, fetchSites, type RecordingSiteRow } from "../read/recording-sites.ts";
import { fetchReleases } from "../read/releases.ts";
import { fetchNewestRuns, fetchRuns, type RunRow } from "../read/run-list.ts";
import { fetchCohortDefinitions } from "../read/saved-cohorts.ts";
import { fetchSegmentPages, fetchSegments, fetchStrategies, type SegmentRow } from "../read/segments.ts";
import {
  countSessions,
  countTrials,
  fetchSessionMeasures,
  fetchSessionPages,
  type SessionRow,
} from "../read/sessions.ts";
import {
  countSnippets,
  fetchSamples,
  fetchSnippetPages,
  fetchSnippets,
  type SnippetKey,
  type SnippetPageRequest,
  type SnippetPageRow,
  type SnippetSelector,
} from "../read/snippet-pages.ts";
import { fetchEffects } from "../read/stimulation-effects.ts";
import {
  countStimulations,
  fetchStimulationPages,
  type StimulationPageRequest,
  type StimulationPageRow,
} from "../read/stimulation-pages.ts";
import { fetchSubjects } from "../read/subjects.ts";
import { fetchTrialPages, type TrialPageRequest, type TrialRow } from "../read/trial-pages.ts";
import { fetchTrialInput } from "../read/trial-table.ts";

/**
 * What the fields of one request ask for, gathered: each loader makes one statement for all the rows of a level,
 * however many they are. Made anew for each request, since loaders remember.
 */
export type Loaders = ReturnType<typeof createLoaders>;

/** @param asOf the position at which rows must have been true; now without it */
export function createLoaders(db: Db, asOf?: AsOf) {
  const analyses = subjectAnalyses.map((analysis) => analysis.name);
  return {
    // By subject (lab/project/subject).
    subject: byKey((homes: readonly string[]) =>
      fetchSubjects(db, homes, asOf).then((rows) => dated(rows, asOf)),
    ),
    lab: byKey((names: readonly string[]) => fetchLabs(db, names, asOf)),
    project: byKey((ids: readonly string[]) => fetchProjects(db, ids, asOf)),
    cohortDefinition: byKey((ids: readonly string[]) => fetchCohortDefinitions(db, ids, asOf)),
    release: byKey((ids: readonly string[]) => fetchReleases(db, ids, asOf)),
    sessionPage: new DataLoader<SubjectPageRequest<number>, Page<SessionRow>>(
      async (requests) =>
        (await fetchSessionPages(db, requests, asOf)).map(({ rows, hasNextPage }) => ({
          rows: rows.map((row) => ({ ...row, asOf })),
          hasNextPage,
        })),
      // Requests are made anew by each field, so equal ones are not worth looking for.
      { cache: false },
    ),
    sessionCounts: byKey((homes: readonly string[]) => countSessions(db, homes, asOf)),
    trialCounts: byKey(async (homes: readonly string[]) =>
      bySession(await countTrials(db, homes, asOf), (count) => count.n),
    ),
    measures: byKey(async (homes: readonly string[]) =>
      bySession(await fetchSessionMeasures(db, homes, asOf), (measures) => measures),
    ),
    sessionPsychometrics: byKey(async (homes: readonly string[]) =>
      byNumber(await fetchPsychometrics(db, "session", homes, asOf)),
    ),
    segmentPsychometrics: byKey(async (homes: readonly string[]) =>
      byNumber(await fetchPsychometrics(db, "segment", homes, asOf)),
    ),
    strategies: byKey((homes: readonly string[]) => fetchStrategies(db, homes, asOf)),
    segmentPage: new DataLoader<SubjectPageRequest<number>, Page<SegmentRow>>(
      (requests) => fetchSegmentPages(db, requests, asOf),
      { cache: false },
    ),
    segments: byKey((homes: readonly string[]) => fetchSegments(db, homes, asOf)),
    fits: byKey((homes: readonly string[]) => fetchFits(db, homes, asOf)),
    derivations: byKey((homes: readonly string[]) => derivationsOf(db, homes)),
    newestRuns: byKey((homes: readonly string[]) => fetchNewestRuns(db, homes, analyses)),
    trialInput: byKey(async (homes: readonly string[]) => {
      const inputs = await Promise.all(
        homes.map(async (home) => [home, await fetchTrialInput(db, home)] as const),
      );
      return new Map(inputs.flatMap(([home, input]) => (input === null ? [] : [[home, input] as const])));
    }),
    sitePage: new DataLoader<SubjectPageRequest<string>, Page<RecordingSiteRow>>(
      (requests) => fetchSitePages(db, requests, asOf),
      { cache: false },
    ),
    sites: byKey((homes: readonly string[]) => fetchSites(db, homes, asOf)),
    fibres: byKey((homes: readonly string[]) => fetchFibres(db, homes, asOf)),
    fibresInCohort: byKey(async (homes: readonly string[]) =>
      groupBy(await fetchFibresInCohort(db, homes, asOf), ({ home }) => home),
    ),
    effects: byKey((homes: readonly string[]) => fetchEffects(db, homes, asOf)),
    networkRefits: byKey((homes: readonly string[]) => fetchNetworkRefits(db, homes, asOf)),
    networkRecoveries: byKey((homes: readonly string[]) => fetchRecoveries(db, homes, asOf)),
    // By run id.
    networkFits: new DataLoader<number, readonly StoredNetworkFit[]>(async (ids) => {
      const found = await fetchNetworkFits(db, ids);
      return ids.map((id) => found.get(id) ?? []);
    }),
    networkPaths: new DataLoader<number, readonly StoredNetworkPaths[]>(async (ids) => {
      const found = await fetchNetworkPaths(db, ids);
      return ids.map((id) => found.get(id) ?? []);
    }),
    stages: new DataLoader<StagesOfRun, readonly StoredStage[], string>(
      async (asked) => {
        const found = await Promise.all(
          asked.map(({ runId, ...selection }) => fetchStages(db, [runId], selection)),
        );
        return asked.map(({ runId }, k) => found[k].get(runId) ?? []);
      },
      { cacheKeyFn: ({ runId, alignment, stage }) => `${runId} ${alignment} ${stage}` },
    ),
    timeCourses: new DataLoader<number, readonly StoredTimeCourse[]>(async (ids) => {
      const found = await fetchTimeCourses(db, ids);
      return ids.map((id) => found.get(id) ?? []);
    }),
    run: new DataLoader<number, RunRow>(async (ids) => {
      const runs = await fetchRuns(db, ids);
      return ids.map((id) => runs.get(id) ?? new Error(`a result names run ${id}, which is not there`));
    }),
    anyRun: byKey((ids: readonly number[]) => fetchRuns(db, ids)),
    freshness: new DataLoader<number, Freshness>(async (ids) => {
      const found = await freshnessOfRuns(db, ids);
      return ids.map((id) => found.get(id) ?? new Error(`a result names run ${id}, which is not there`));
    }),
    trajectory: new DataLoader<number, FitTrajectory>(async (ids) => {
      const trajectories = await fetchTrajectories(db, ids);
      return ids.map((id) => trajectories.get(id) ?? new Error(`run ${id} has no trajectory`));
    }),
    trialPage: new DataLoader<TrialPageRequest, Page<TrialRow>>(
      (requests) => fetchTrialPages(db, requests, asOf),
      { cache: false },
    ),
    stimulationPage: new DataLoader<StimulationPageRequest, Page<StimulationPageRow>>(
      (requests) => fetchStimulationPages(db, requests, asOf),
      { cache: false },
    ),
    stimulationCounts: byKey(async (homes: readonly string[]) =>
      bySession(
        groupBy(await countStimulations(db, homes, asOf), ({ home }) => home),
        (count) => count.n,
      ),
    ),
    snippetPage: new DataLoader<SnippetPageRequest, Page<SnippetPageRow>>(
      (requests) => fetchSnippetPages(db, requests, asOf),
      { cache: false },
    ),
    snippetCount: new DataLoader<SnippetSelector, number>((asked) => countSnippets(db, asked, asOf), {
      cache: false,
    }),
    snippet: new DataLoader<SnippetKey, SnippetPageRow | null>((keys) => fetchSnippets(db, keys, asOf), {
      cache: false,
    }),
    samples: new DataLoader<SnippetKey, Float32Array | null>((keys) => fetchSamples(db, keys, asOf), {
      cache: false,
    }),
  };
}

/** Rows that know when they were true, for what hangs on them. */
function dated<Key, Row extends object>(
  rows: ReadonlyMap<Key, Row>,
  asOf: AsOf,
): ReadonlyMap<Key, Row & { readonly asOf: AsOf }> {
  return new Map([...rows].map(([key, row]) => [key, { ...row, asOf }]));
}

interface StagesOfRun extends StageSelection {
  readonly runId: number;
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
