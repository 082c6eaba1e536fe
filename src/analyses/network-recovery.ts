import { insertRecovery } from "../read/network-recovery.ts";
import type { EarlierRefit } from "../read/network-refits.ts";
import { LEARNING_RULES } from "../science/network/learning-rule.ts";
import { DEFAULT_REPLICATES, modelRecovery } from "../science/network/model-recovery.ts";
import { QUICK_REFIT } from "../science/network/refit-mouse.ts";
import { defineAnalysis } from "./analysis.ts";
import { networkRefitAnalysis } from "./network-refit.ts";

const parameters = { rules: QUICK_REFIT, nReplicates: DEFAULT_REPLICATES };

/**
 * How often the verdict of a subject's refit would be right, and how well its parameters come back: its networks are
 * run on its own stimuli and refitted (SCIENCE §6). Minutes a subject, so only where somebody asks.
 */
export const networkRecoveryAnalysis = defineAnalysis({
  name: "network-recovery",
  version: 1,
  parameters,
  reads: ["trial"],
  needs: [networkRefitAnalysis.name],
  timing: "request",
  timeLimitS: 3600,
  tables: ["network_recovery"],
  compute({ trials, results }, { rules, nReplicates }: typeof parameters, report) {
    const { networks } = results[networkRefitAnalysis.name] as EarlierRefit;
    const fits = LEARNING_RULES.flatMap((rule) => {
      const network = networks[rule];
      return network === undefined ? [] : [{ rule, parameters: network }];
    });
    return modelRecovery(trials, fits, rules, nReplicates, report);
  },
  insert: insertRecovery,
});
