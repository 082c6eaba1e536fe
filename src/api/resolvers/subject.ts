import { strategyTimes } from "../../analyses/stored-strategies.ts";
import type { ApiContext } from "../context.ts";
import { segmentCursor, sessionCursor, siteCursor } from "../cursors.ts";
import { asksFor } from "../look-ahead.ts";
import { once } from "../once.ts";
import { pageRequest } from "../page-request.ts";
import type {
  SegmentStartResolvers,
  StrategySegmentResolvers,
  SubjectResolvers,
} from "../schema.generated.ts";

export const subjectResolvers: SubjectResolvers = {
  sessions: ({ id: home, asOf }, args, { at }, info) => {
    const request = { home, ...pageRequest(sessionCursor, args) };
    const loaders = at(asOf);
    // Both are found by subject, so their statements need not wait for the page's.
    if (asksFor(info, "nTrials")) begin(loaders.trialCounts.load(home));
    if (asksFor(info, "measures")) begin(loaders.measures.load(home));
    return {
      page: once(() => loaders.sessionPage.load(request)),
      count: async () => (await loaders.sessionCounts.load(home)) ?? 0,
    };
  },
  earlyStrategy: async ({ id, asOf }, _, { at }) =>
    (await at(asOf).strategies.load(id))?.earlyStrategy ?? null,
  lateStrategy: async ({ id, asOf }, _, { at }) => (await at(asOf).strategies.load(id))?.lateStrategy ?? null,
  strategyExclusion: async ({ id, asOf }, _, { at }) =>
    (await at(asOf).strategies.load(id))?.exclusion ?? null,
  early: async ({ id, asOf }, _, { at }) => (await at(asOf).strategies.load(id))?.early ?? null,
  late: async ({ id, asOf }, _, { at }) => (await at(asOf).strategies.load(id))?.late ?? null,
  trajectoryClass: async ({ id, asOf }, _, { at }) => {
    const name = (await at(asOf).strategies.load(id))?.trajectoryClass ?? null;
    return name && trajectoryClassValues[name];
  },
  slopeDifference: async ({ id, asOf }, _, { at }) =>
    (await at(asOf).strategies.load(id))?.slopeDifference ?? null,
  segments: async ({ id: home, asOf }, args, { at }, info) => {
    const request = { home, ...pageRequest(segmentCursor, args) };
    const loaders = at(asOf);
    const page = once(() => loaders.segmentPage.load(request));
    // Subjects mostly are derived, so it does not wait to know.
    if (asksFor(info, "nodes") || asksFor(info, "edges") || asksFor(info, "pageInfo")) begin(page());
    if ((await loaders.strategies.load(home)) === null) return null;
    return { page, count: async () => (await loaders.segments.load(home))?.length ?? 0 };
  },
  transitions: async ({ id, asOf }, _, { at }) =>
    (await segmentsOf(at(asOf), id))?.flatMap(({ strategy, firstSession, firstTrial, start }, i, all) =>
      start === null
        ? []
        : [{ from: all[i - 1].strategy, to: strategy, session: firstSession, trial: firstTrial, start }],
    ) ?? null,
  timeInStrategies: async ({ id, asOf }, _, { at }) => {
    const segments = await segmentsOf(at(asOf), id);
    return segments && strategyTimes(segments).map(({ label, ...time }) => ({ ...time, strategy: label }));
  },
  decisionModel: ({ id, asOf }, _, { at }) => at(asOf).fits.load(id),
  recordingSites: ({ id: home, asOf }, args, { at }) => {
    const request = { home, ...pageRequest(siteCursor, args) };
    return {
      page: once(() => at(asOf).sitePage.load(request)),
      count: async () => (await at(asOf).sites.load(home))?.length ?? 0,
    };
  },
  dopamineEncoding: ({ id, asOf }, _, { at }) => at(asOf).fibres.load(id),
  stimulationEffects: ({ id, asOf }, _, { at }) => at(asOf).effects.load(id),
  networkRefit: ({ id, asOf }, _, { at }) => at(asOf).networkRefits.load(id),
  networkRecovery: ({ id, asOf }, _, { at }) => at(asOf).networkRecoveries.load(id),
  derivations: async ({ id, asOf }, _, { at }) => (await at(asOf).derivations.load(id)) ?? [],
  runs: async ({ id, asOf }, _, { at }) => (await at(asOf).newestRuns.load(id)) ?? [],
};

/** What it comes to, whoever asks for it next is told. */
function begin(loaded: Promise<unknown>): void {
  loaded.catch(() => {});
}

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
  id: ({ home, ordinal }) => `${home}/segment:${ordinal}`,
  psychometric: async ({ home, ordinal }, _, { loaders }) =>
    (await loaders.segmentPsychometrics.load(home))?.get(ordinal) ?? null,
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
  freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
};

export const segmentStartResolvers: SegmentStartResolvers = {
  kind: ({ kind }) => (kind === "switch" ? "SWITCH" : "DRIFT"),
};
