import { planRuns } from "../../analyses/plan.ts";
import { fetchBlockedStreams } from "../../read/log-state.ts";
import type { LogStateResolvers } from "../schema.generated.ts";

/** As the schema says. */
const MAX_BLOCKED_STREAMS = 100;

export const logStateResolvers: LogStateResolvers = {
  staleSubjects: async (_, __, { db }) =>
    new Set((await planRuns(db, { timing: "change" })).map((run) => run.scope)).size,
  blockedStreams: async (_, __, { db }) => [...(await fetchBlockedStreams(db, MAX_BLOCKED_STREAMS))],
};
