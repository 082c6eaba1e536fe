import { strategyTimes } from "../../analyses/stored-strategies.ts";
import { fetchRecordingSites } from "../../read/snippets.ts";
import type { ApiContext } from "../context.ts";
import type {
  SegmentStartResolvers,
  StrategySegmentResolvers,
  SubjectResolvers,
} from "../schema.generated.ts";

export const subjectResolvers: SubjectResolvers = {
  sessions: async ({ id }, _, { loaders }) => (await loaders.sessions.load(id)) ?? [],
  earlyStrategy: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.earlyStrategy ?? null,
  lateStrategy: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.lateStrategy ?? null,
  strategyExclusion: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.exclusion ?? null,
  early: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.early ?? null,
  late: async ({ id }, _, { loaders }) => (await loaders.strategies.load(id))?.late ?? null,
  trajectoryClass: async ({ id }, _, { loaders }) => {
    const name = (await loaders.strategies.load(id))?.trajectoryClass ?? null;
    return name && trajectoryClassValues[name];
  },
  slopeDifference: async ({ id }, _, { loaders }) =>
    (await loaders.strategies.load(id))?.slopeDifference ?? null,
  segments: ({ id }, _, { loaders }) => segmentsOf(loaders, id),
  transitions: async ({ id }, _, { loaders }) =>
    (await segmentsOf(loaders, id))?.flatMap(({ strategy, firstSession, firstTrial, start }, i, all) =>
      start === null
        ? []
        : [{ from: all[i - 1].strategy, to: strategy, session: firstSession, trial: firstTrial, start }],
    ) ?? null,
  timeInStrategies: async ({ id }, _, { loaders }) => {
    const segments = await segmentsOf(loaders, id);
    return segments && strategyTimes(segments).map(({ label, ...time }) => ({ ...time, strategy: label }));
  },
  decisionModel: ({ id }, _, { loaders }) => loaders.fits.load(id),
  recordingSites: async ({ id: home }, _, { pool }) =>
    (await fetchRecordingSites(pool, home)).map((site) => ({ ...site, home })),
  runs: async ({ id }, _, { loaders }) => (await loaders.newestRuns.load(id)) ?? [],
};

const trajectoryClassValues = { left: "LEFT", balanced: "BALANCED", right: "RIGHT" } as const;

/** In order; null until derived. */
async function segmentsOf(loaders: ApiContext["loaders"], home: string) {
  const [strategies, segments] = await Promise.all([
    loaders.strategies.load(home),
    loaders.segments.load(home),
  ]);
  // Every run that derives segments, even none of them, leaves a row of strategies.
  return strategies === null ? null : (segments ?? []);
}

export const strategySegmentResolvers: StrategySegmentResolvers = {
  psychometric: async ({ home, ordinal }, _, { loaders }) =>
    (await loaders.segmentPsychometrics.load(home))?.get(ordinal) ?? null,
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
};

export const segmentStartResolvers: SegmentStartResolvers = {
  kind: ({ kind }) => (kind === "switch" ? "SWITCH" : "DRIFT"),
};
