import type { PsychometricFit } from "../../science/psychometric/fit-psychometric.ts";
import type { PsychometricName } from "../../science/psychometric/psychometric-function.ts";
import { interval } from "../interval.ts";
import type { Estimate, PsychometricFunctionResolvers, PsychometricResolvers } from "../schema.generated.ts";

export const psychometricResolvers: PsychometricResolvers = {
  function: ({ result }) => result.fit,
  refused: ({ result }) => result.refused,
  run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
  freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
};

export const psychometricFunctionResolvers: PsychometricFunctionResolvers = {
  biasContrast: (fit) => estimate(fit, "biasContrast"),
  slope: (fit) => estimate(fit, "slope"),
  lapseLeft: (fit) => estimate(fit, "lapseLeft"),
  lapseRight: (fit) => estimate(fit, "lapseRight"),
};

function estimate(fit: PsychometricFit, name: PsychometricName): Estimate {
  return { value: fit[name], ci: interval(fit.ci?.[name] ?? null) };
}
