import type { Objective } from "./bounded-lbfgs.ts";
import type { ChoiceSequence } from "./choice-sequence.ts";
import type { LearningRule } from "./learning-rule.ts";
import {
  type LikelihoodWorkspace,
  likelihoodWorkspace,
  logLikelihood,
  logLikelihoodGradient,
} from "./likelihood.ts";
import { type Parameterisation, pullBack, toRaw } from "./parameterisation.ts";
import { RAW_SIZE } from "./raw-parameters.ts";

/** −log L of the first `nTrials` trials as a function of φ, with and without its gradient. */
export interface FitObjective {
  readonly space: Parameterisation;
  readonly gradient: Objective;
  readonly value: (phi: Float64Array) => number;
}

/** @param workspace reused where given; two objectives that share one must not be evaluated in turns */
export function fitObjective(
  sequence: ChoiceSequence,
  rule: LearningRule,
  space: Parameterisation,
  nTrials: number = sequence.n,
  workspace: LikelihoodWorkspace = likelihoodWorkspace(nTrials),
): FitObjective {
  const raw = new Float64Array(RAW_SIZE);
  const rawGradient = new Float64Array(RAW_SIZE);
  return {
    space,
    gradient(phi, gradient) {
      toRaw(space, phi, raw);
      const value = logLikelihoodGradient(sequence, rule, raw, rawGradient, workspace, nTrials);
      pullBack(space, raw, rawGradient, gradient);
      for (let i = 0; i < gradient.length; i++) gradient[i] = -gradient[i];
      return -value;
    },
    value(phi) {
      toRaw(space, phi, raw);
      return -logLikelihood(sequence, rule, raw, workspace, nTrials);
    },
  };
}
