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
  nTrials: async ({ home, number }, _, { loaders }) =>
    (await loaders.trialCounts.load(home))?.get(number) ?? 0,
  measures: async ({ home, number }, _, { loaders }) =>
    (await loaders.measures.load(home))?.get(number) ?? null,
  psychometric: async ({ home, number }, _, { loaders }) =>
    (await loaders.sessionPsychometrics.load(home))?.get(number) ?? null,
  trials: (session, args, { loaders }) => {
    const request = { home: session.home, session: session.number, ...pageRequest(trialCursor, args) };
    return { session, page: once(() => loaders.trialPage.load(request)) };
  },
};

export const sessionMeasuresResolvers: SessionMeasuresResolvers = {
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
};

export const trialConnectionResolvers: TrialConnectionResolvers = {
  ...trialConnectionFields,
  totalCount: async ({ session }, _, { loaders }) =>
    (await loaders.trialCounts.load(session.home))?.get(session.number) ?? 0,
};
