import {
  type EarlierRefit,
  fetchEarlierRefit,
  fetchWarmStart,
  insertNetworkRefit,
  loadNetworks,
} from "../read/network-refits.ts";
import { refitDocument } from "../science/network/refit-document.ts";
import { QUICK_REFIT, type RefitRules, refitMouse } from "../science/network/refit-mouse.ts";
import { defineAnalysis, type SubjectInput } from "./analysis.ts";

/** The last refit; null where there is none. */
interface Earlier {
  readonly earlier: EarlierRefit | null;
}

/**
 * The networks that learn as a subject did, by each of three rules, and which rule wins (SCIENCE §6).
 *
 * Climbs start from the last refit's networks as well. That can only make a network likelier; what decides, the
 * log-likelihood of choices that a fit has not seen, never knows of it.
 */
export const networkRefitAnalysis = defineAnalysis({
  name: "network-refit",
  version: 2,
  parameters: QUICK_REFIT,
  reads: ["trial"],
  needs: [],
  timing: "night",
  tables: ["network_refit", "network_fit"],
  fetch: async ({ db }, home): Promise<Earlier> => ({ earlier: await fetchEarlierRefit(db, home) }),
  fetchAsFor: async ({ db }, runId): Promise<Earlier> => ({ earlier: await fetchWarmStart(db, runId) }),
  compute: ({ trials, data: { earlier } }: SubjectInput<Earlier>, rules: RefitRules, report) => ({
    refit: refitDocument(
      refitMouse(trials, rules, {
        ...(report && { onClimb: report }),
        ...(earlier === null ? {} : { warmStarts: earlier.networks }),
      }),
    ),
    warmRunId: earlier?.runId ?? null,
  }),
  insert: insertNetworkRefit,
  load: loadNetworks,
});
