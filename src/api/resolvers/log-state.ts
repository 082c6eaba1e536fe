import { planRuns } from "../../analyses/plan.ts";
import type { LogStateResolvers } from "../schema.generated.ts";

export const logStateResolvers: LogStateResolvers = {
  staleSubjects: async (_, __, { db }) => new Set((await planRuns(db)).map((run) => run.home)).size,
};
