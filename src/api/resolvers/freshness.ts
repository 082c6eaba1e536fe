import type { DerivationResolvers, FreshnessResolvers, FreshnessState } from "../schema.generated.ts";

export const freshnessResolvers: FreshnessResolvers = {
  state: ({ state }) => state.toUpperCase() as FreshnessState,
};

export const derivationResolvers: DerivationResolvers = {
  freshness: (derivation) => derivation,
  run: ({ runId }, _, { loaders }) => (runId === null ? null : loaders.run.load(runId)),
  error: ({ error }) => error && { code: error.code, message: error.message, remedy: error.remedy ?? null },
};
