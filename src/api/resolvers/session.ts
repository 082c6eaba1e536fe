import { trialConnectionFields } from "../connections.ts";
import { trialCursor } from "../cursors.ts";
import { once } from "../once.ts";
import { pageRequest } from "../page-request.ts";
import type {
  SessionMeasuresResolvers,
  SessionResolvers,
  TrialConnectionResolvers,
} from "../schema.generated.ts";

export const sessionResolvers: SessionResolvers = {
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
};

export const sessionMeasuresResolvers: SessionMeasuresResolvers = {
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
};

export const trialConnectionResolvers: TrialConnectionResolvers = {
  ...trialConnectionFields,
  totalCount: async ({ session }, _, { at }) =>
    (await at(session.asOf).trialCounts.load(session.home))?.get(session.number) ?? 0,
};
