import { countReleases, fetchReleasePage } from "../../read/releases.ts";
import { countRuns, fetchRunPage } from "../../read/run-list.ts";
import { countCohortDefinitions, fetchCohortDefinitionPage } from "../../read/saved-cohorts.ts";
import type { SnippetPageRow } from "../../read/snippet-pages.ts";
import { askedAsOf } from "../as-of.ts";
import { cohortCursor, releaseCursor, runCursor } from "../cursors.ts";
import { findNode } from "../nodes.ts";
import { once } from "../once.ts";
import { pageRequest } from "../page-request.ts";
import type {
  QueryResolvers,
  RunResolvers,
  SnippetEvent,
  SnippetResolvers,
  StimulationResolvers,
  TrialResolvers,
} from "../schema.generated.ts";
import { subjectId } from "../subject-filter.ts";
import { outOfRange } from "./argument-ranges.ts";
import { shown } from "./run-requests.ts";

/** As the schema says. */
const MAX_NODES = 100;

export const nodeQueries: Pick<QueryResolvers, "node" | "nodes" | "cohorts" | "releases" | "runs"> = {
  node: async (_, { id, asOf }, context) => findNode(context.at(await askedAsOf(context, asOf)), id),
  nodes: async (_, { ids, asOf }, context) => {
    if (ids.length > MAX_NODES) throw outOfRange("ids", ids.length, `at most ${MAX_NODES} ids`);
    const loaders = context.at(await askedAsOf(context, asOf));
    return await Promise.all(ids.map((id) => findNode(loaders, id)));
  },
  cohorts: async (_, { lab = null, project = null, ...args }, context) => {
    const asOf = await askedAsOf(context, args.asOf);
    const request = pageRequest(cohortCursor, args);
    return {
      page: once(() => fetchCohortDefinitionPage(context.db, { lab, project }, request, asOf)),
      count: () => countCohortDefinitions(context.db, { lab, project }, asOf),
    };
  },
  releases: async (_, { lab = null, project = null, ...args }, context) => {
    const asOf = await askedAsOf(context, args.asOf);
    const request = pageRequest(releaseCursor, args);
    return {
      page: once(() => fetchReleasePage(context.db, { lab, project }, request, asOf)),
      count: () => countReleases(context.db, { lab, project }, asOf),
    };
  },
  runs: (_, { subject, analysis = null, state = null, ...args }, { db }) => {
    const home = subject === undefined || subject === null ? null : subjectId(subject);
    const request = pageRequest(runCursor, args);
    const filter = { home, analysis, state };
    return { page: once(() => fetchRunPage(db, filter, request)), count: () => countRuns(db, filter) };
  },
};

export const trialResolvers: TrialResolvers = {
  id: ({ home, session, number }) => `${home}/${session}/${number}`,
};

export const stimulationResolvers: StimulationResolvers = {
  id: ({ home, session, number }) => `${home}/${session}/stimulation:${number}`,
};

const eventOf: Readonly<Record<SnippetPageRow["alignment"], SnippetEvent>> = {
  stimulus: "STIMULUS",
  choice: "CHOICE",
  outcome: "OUTCOME",
  "go-cue": "GO_CUE",
  other: "OTHER",
};

/** As the log writes it. */
export function alignmentNamed(event: SnippetEvent): SnippetPageRow["alignment"] {
  return event === "GO_CUE" ? "go-cue" : (event.toLowerCase() as SnippetPageRow["alignment"]);
}

export const snippetResolvers: SnippetResolvers = {
  id: ({ home, session, name }) => `${home}/${session}/snippet:${name}`,
  alignment: ({ alignment }) => eventOf[alignment],
  samples: async (snippet, _, { at }) => [...((await at(snippet.asOf).samples.load(snippet)) ?? [])],
};

export const runResolvers: RunResolvers = {
  id: ({ id }) => `run:${id}`,
  number: ({ id }) => id,
  subjectId: ({ home }) => home,
  error: ({ error }) => error && shown(error),
};
