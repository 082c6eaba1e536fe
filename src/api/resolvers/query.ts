import { cohortAnswer } from "../../analyses/cohort.ts";
import { fetchLogState } from "../../read/log-state.ts";
import type { SubjectFilter } from "../../read/subject-filter.ts";
import { countSubjects, fetchSubjectPage } from "../../read/subjects.ts";
import { type SubjectConnectionSource, subjectConnectionFields } from "../connections.ts";
import type { ApiContext } from "../context.ts";
import { subjectCursor } from "../cursors.ts";
import { once } from "../once.ts";
import { pageRequest } from "../page-request.ts";
import type { QueryResolvers, SubjectConnectionResolvers } from "../schema.generated.ts";
import { subjectFilter, subjectId } from "../subject-filter.ts";
import { meanTracesResolver } from "./recording-site.ts";

export const queryResolvers: QueryResolvers = {
  subjects: (_, args, context) => subjectConnection(context, subjectFilter(args.filter), args),
  subject: (_, { id }, { loaders }) => loaders.subject.load(subjectId(id)),
  cohort: (_, args, { db }) => {
    const filter = subjectFilter(args.filter);
    return { filter, answer: once(() => cohortAnswer(db, filter)) };
  },
  meanTraces: meanTracesResolver,
  log: (_, __, { db }) => fetchLogState(db),
};

export const subjectConnectionResolvers: SubjectConnectionResolvers = {
  ...subjectConnectionFields,
  totalCount: ({ filter }, _, { db }) => countSubjects(db, filter),
};

/** @throws SaddlepointError INVALID_PAGE_SIZE, INVALID_CURSOR */
export function subjectConnection(
  { db }: ApiContext,
  filter: SubjectFilter,
  args: { readonly first: number; readonly after?: string | null },
): SubjectConnectionSource {
  const request = pageRequest(subjectCursor, args);
  return { filter, page: once(() => fetchSubjectPage(db, filter, request)) };
}
