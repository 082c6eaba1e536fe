import { cohortAnswer } from "../../analyses/cohort.ts";
import type { AsOf } from "../../read/as-of.ts";
import { countLabs, countProjects, fetchLabPage, fetchProjectPage } from "../../read/labs.ts";
import { fetchLogState } from "../../read/log-state.ts";
import type { SubjectFilter } from "../../read/subject-filter.ts";
import { countSubjects, fetchSubjectPage } from "../../read/subjects.ts";
import { countTrialSearch, fetchTrialSearch, type TrialFilter } from "../../read/trial-search.ts";
import { askedAsOf } from "../as-of.ts";
import { type SubjectConnectionSource, subjectConnectionFields } from "../connections.ts";
import type { ApiContext } from "../context.ts";
import { foundTrialCursor, labCursor, projectCursor, subjectCursor } from "../cursors.ts";
import { once } from "../once.ts";
import { pageRequest } from "../page-request.ts";
import type {
  FoundTrialResolvers,
  LabResolvers,
  ProjectResolvers,
  QueryResolvers,
  SubjectConnectionResolvers,
} from "../schema.generated.ts";
import { subjectFilter, subjectId } from "../subject-filter.ts";
import { compareCohortsResolver } from "./cohort-comparison.ts";
import { nodeQueries } from "./nodes.ts";
import { meanTracesResolver } from "./recording-site.ts";
import { runRequestQuery } from "./run-requests.ts";

export const queryResolvers: QueryResolvers = {
  subjects: async (_, args, context) => {
    const asOf = await askedAsOf(context, args.asOf);
    return subjectConnection(context, await subjectFilter(context.db, args.filter, asOf), args, asOf);
  },
  subject: async (_, { id, asOf }, context) =>
    context.at(await askedAsOf(context, asOf)).subject.load(subjectId(id)),
  labs: async (_, args, context) => {
    const asOf = await askedAsOf(context, args.asOf);
    const request = pageRequest(labCursor, args);
    return {
      page: once(() => fetchLabPage(context.db, request, asOf)),
      count: () => countLabs(context.db, asOf),
    };
  },
  projects: async (_, args, context) => {
    const asOf = await askedAsOf(context, args.asOf);
    const request = pageRequest(projectCursor, args);
    const lab = args.lab ?? null;
    return {
      page: once(() => fetchProjectPage(context.db, lab, request, asOf)),
      count: () => countProjects(context.db, lab, asOf),
    };
  },
  trials: async (_, args, context) => {
    const asOf = await askedAsOf(context, args.asOf);
    const request = pageRequest(foundTrialCursor, args);
    const subjects = await subjectFilter(context.db, args.subjects, asOf);
    const stated = Object.entries(args.filter ?? {}).filter(([, value]) => value !== null);
    const filter: TrialFilter = Object.fromEntries(stated);
    return {
      page: once(() => fetchTrialSearch(context.db, subjects, filter, request, asOf)),
      count: () => countTrialSearch(context.db, subjects, filter, asOf),
    };
  },
  cohort: async (_, args, context) => {
    const asOf = await askedAsOf(context, args.asOf);
    const filter = await subjectFilter(context.db, args.filter, asOf);
    return { filter, asOf, answer: once(() => cohortAnswer(context.db, filter, asOf)) };
  },
  compareCohorts: compareCohortsResolver,
  ...nodeQueries,
  meanTraces: meanTracesResolver,
  runRequest: runRequestQuery,
  log: (_, __, { db }) => fetchLogState(db),
};

export const subjectConnectionResolvers: SubjectConnectionResolvers = {
  ...subjectConnectionFields,
  totalCount: ({ filter, asOf }, _, { db }) => countSubjects(db, filter, asOf),
};

export const labResolvers: LabResolvers = { id: ({ lab }) => lab, name: ({ lab }) => lab };
export const projectResolvers: ProjectResolvers = {
  id: ({ lab, project }) => `${lab}/${project}`,
  name: ({ project }) => project,
};
export const foundTrialResolvers: FoundTrialResolvers = {
  subjectId: ({ home }) => home,
  trial: (found) => found,
};

/** @throws SaddlepointError INVALID_PAGE_SIZE, INVALID_CURSOR */
export function subjectConnection(
  { db }: ApiContext,
  filter: SubjectFilter,
  args: { readonly first: number; readonly after?: string | null },
  asOf: AsOf,
): SubjectConnectionSource {
  const request = pageRequest(subjectCursor, args);
  return {
    filter,
    asOf,
    page: once(async () => {
      const { rows, hasNextPage } = await fetchSubjectPage(db, filter, request, asOf);
      return { rows: rows.map((row) => ({ ...row, asOf })), hasNextPage };
    }),
  };
}
