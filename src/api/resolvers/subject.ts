import { fetchRecordingSites } from "../../read/snippets.ts";
import type { StrategySegmentResolvers, SubjectResolvers } from "../schema.generated.ts";

export const subjectResolvers: SubjectResolvers = {
  sessions: async ({ id }, _, { loaders }) => (await loaders.sessions.load(id)) ?? [],
  earlyStrategy: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.earlyStrategy ?? null,
  lateStrategy: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.lateStrategy ?? null,
  strategyExclusion: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.exclusion ?? null,
  segments: async ({ id }, _, { loaders }) => {
    const [strategies, segments] = await Promise.all([
      loaders.strategies.load(id),
      loaders.segments.load(id),
    ]);
    // Every run that derives segments, even none of them, leaves a row of strategies.
    return strategies === null ? null : (segments ?? []);
  },
  recordingSites: async ({ id: home }, _, { pool }) =>
    (await fetchRecordingSites(pool, home)).map((site) => ({ ...site, home })),
  runs: async ({ id }, _, { loaders }) => (await loaders.newestRuns.load(id)) ?? [],
};

export const strategySegmentResolvers: StrategySegmentResolvers = {
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
};
