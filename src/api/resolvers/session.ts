import { trialConnectionFields } from "../connections.ts";
import { snippetCursor, stimulationCursor, trialCursor } from "../cursors.ts";
import { once } from "../once.ts";
import { pageRequest } from "../page-request.ts";
import type {
  SessionMeasuresResolvers,
  SessionResolvers,
  TrialConnectionResolvers,
} from "../schema.generated.ts";
import { alignmentNamed } from "./nodes.ts";

export const sessionResolvers: SessionResolvers = {
  id: ({ home, number }) => `${home}/${number}`,
  nTrials: async ({ home, number, asOf }, _, { at }) =>
    (await at(asOf).trialCounts.load(home))?.get(number) ?? 0,
  measures: async ({ home, number, asOf }, _, { at }) =>
    (await at(asOf).measures.load(home))?.get(number) ?? null,
  psychometric: async ({ home, number, asOf }, _, { at }) =>
    (await at(asOf).sessionPsychometrics.load(home))?.get(number) ?? null,
  trials: (session, args, { at }) => {
    const request = { home: session.home, session: session.number, ...pageRequest(trialCursor, args) };
    return { session, page: once(() => at(session.asOf).trialPage.load(request)) };
  },
  stimulations: ({ home, number, asOf }, args, { at }) => {
    const request = { home, session: number, ...pageRequest(stimulationCursor, args) };
    return {
      page: once(() => at(asOf).stimulationPage.load(request)),
      count: async () => (await at(asOf).stimulationCounts.load(home))?.get(number) ?? 0,
    };
  },
  snippets: ({ home, number, asOf }, { site = null, alignment, ...args }, { at }) => {
    const selector = { home, session: number, site, alignment: alignment ? alignmentNamed(alignment) : null };
    const request = { ...selector, ...pageRequest(snippetCursor, args) };
    return {
      page: once(() => at(asOf).snippetPage.load(request)),
      count: () => at(asOf).snippetCount.load(selector),
    };
  },
};

export const sessionMeasuresResolvers: SessionMeasuresResolvers = {
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
  freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
};

export const trialConnectionResolvers: TrialConnectionResolvers = {
  ...trialConnectionFields,
  totalCount: async ({ session }, _, { at }) =>
    (await at(session.asOf).trialCounts.load(session.home))?.get(session.number) ?? 0,
};
