import { subjectAnalyses } from "../../analyses/registry.ts";
import { SaddlepointError } from "../../errors.ts";
import { fetchRunRequest, type RunAsking, type RunRequestRow, requestRuns } from "../../read/run-requests.ts";
import type { RunError } from "../../read/runs.ts";
import { analysingHolder } from "../callers.ts";
import type { ApiContext } from "../context.ts";
import { requestNumber, runNumber } from "../nodes.ts";
import type {
  MutationResolvers,
  QueryResolvers,
  RunRequestAction,
  RunRequestResolvers,
} from "../schema.generated.ts";
import { subjectId } from "../subject-filter.ts";

export const mutationResolvers: MutationResolvers = {
  reanalyse: async (_, { subject, analyses = null }, context) => {
    const home = subjectId(subject);
    const names = analyses && [...new Set(analyses)].sort();
    names?.forEach(requireAnalysis);
    return await request(context, { action: "reanalyse", home, analyses: names }, `subject ${home}`);
  },
  retryRun: (_, { run }, context) => request(context, { action: "retry", runId: runNumber(run) }, run),
  cancelRun: (_, { run }, context) => request(context, { action: "cancel", runId: runNumber(run) }, run),
};

export const runRequestQuery: NonNullable<QueryResolvers["runRequest"]> = (_, { id }, { db }) =>
  fetchRunRequest(db, requestNumber(id));

const actions: Readonly<Record<RunRequestRow["action"], RunRequestAction>> = {
  reanalyse: "REANALYSE",
  retry: "RETRY",
  cancel: "CANCEL",
};

export const runRequestResolvers: RunRequestResolvers = {
  id: ({ id }) => `request:${id}`,
  action: ({ action }) => actions[action],
  subjectId: ({ home }) => home,
  run: ({ runId }, _, { loaders }) => (runId === null ? null : loaders.anyRun.load(runId)),
  runs: async ({ runIds }, _, { loaders }) =>
    (await Promise.all(runIds.map((id) => loaders.anyRun.load(id)))).filter((run) => run !== null),
  error: ({ error }) => error && shown(error),
};

/** An error of a run as clients see it. */
export function shown({ code, message, remedy }: RunError) {
  return { code, message, remedy: remedy ?? null };
}

async function request(
  { caller, unfenced, db }: ApiContext,
  asking: RunAsking,
  about: string,
): Promise<RunRequestRow> {
  const { tokenId } = analysingHolder(caller);
  const id = await requestRuns(unfenced, tokenId, asking);
  const made = id === null ? null : await fetchRunRequest(db, id);
  if (made !== null) return made;
  const isSubject = asking.action === "reanalyse";
  throw new SaddlepointError(
    isSubject ? "SUBJECT_UNKNOWN" : "RUN_UNKNOWN",
    `there is no ${about} among those of the token's labs`,
    `Name one of your own lab's; the query \`${isSubject ? "subjects" : "runs"}\` lists what you may see.`,
    isSubject ? { field: "subject", value: asking.home } : { field: "run", value: about },
  );
}

function requireAnalysis(given: string): void {
  if (subjectAnalyses.some(({ name }) => name === given)) return;
  throw new SaddlepointError(
    "INVALID_ARGUMENT",
    `${JSON.stringify(given.slice(0, 100))} is no analysis of a subject`,
    `Name some of ${subjectAnalyses.map(({ name }) => name).join(", ")}.`,
    { field: "analyses", value: given.slice(0, 100) },
  );
}
