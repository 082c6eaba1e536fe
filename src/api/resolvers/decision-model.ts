import { checkPoints, everyPoint, fewerPoints } from "../../analyses/stored-trajectory.ts";
import type { DecisionModelResolvers } from "../schema.generated.ts";

export const decisionModelResolvers: DecisionModelResolvers = {
  hyperparameters: ({ sigma, sigmaDay, sigmaInit }) => ({
    sigma: [...sigma],
    sigmaDay: sigmaDay && [...sigmaDay],
    sigmaInit: [...sigmaInit],
  }),
  logPosterior: ({ logLikelihood, logPrior }) => logLikelihood + logPrior,
  trajectory: async (fit, { points }, { loaders }) => {
    checkPoints(fit, points);
    return await fewerPoints(fit, () => loaders.trajectory.load(fit.runId), points);
  },
  fullTrajectory: (fit, _, { loaders }) => everyPoint(fit, () => loaders.trajectory.load(fit.runId)),
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
  freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
};
