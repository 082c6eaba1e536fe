import type { ChoiceSequence } from "./choice-sequence.ts";
import type { FitEffort } from "./fit-effort.ts";
import { fitNetwork } from "./fit-network.ts";
import { type FitObjective, fitObjective } from "./fit-objective.ts";
import type { LearningRule } from "./learning-rule.ts";
import { parameterisation, type RateSharing } from "./parameterisation.ts";
import type { NetworkParameters } from "./parameters.ts";
import { type ProfileInterval, profileIntervals } from "./profile.ts";
import { profileTargets } from "./profile-targets.ts";

/** What is known of one quantity of a network; its interval's ends are logarithms, as its name says. */
export interface QuantityInterval extends ProfileInterval {
  readonly name: string;
}

/** The 95 % profile-likelihood intervals of one rule's network. */
export interface NetworkIntervals {
  readonly rule: LearningRule;
  /** Of the maximum that the profiles found: where it is above the fit's, there is a better fit. */
  readonly logLikelihood: number;
  /** Learning rates, β, and the initial products β a_i u_{c,i}. */
  readonly quantities: readonly QuantityInterval[];
}

export interface IntervalOptions {
  readonly rule: LearningRule;
  readonly rates?: RateSharing;
  readonly seed: number;
  /** A fit, climbed from as well. */
  readonly warmStart?: NetworkParameters;
}

/** Profiles look for better maxima by themselves, so that fewer starts serve here than in a refit. */
export const INTERVAL_EFFORT: FitEffort = {
  scouts: 48,
  scoutEvaluations: 40,
  starts: 8,
  startEvaluations: 220,
  polished: 2,
  polishIterations: 20,
};

/** Intervals of what choices can tell of a network (profile-targets.ts); deterministic given the seed. */
export function networkIntervals(
  sequence: ChoiceSequence,
  { rule, rates = "shared", seed, warmStart }: IntervalOptions,
  objective: FitObjective = fitObjective(sequence, rule, parameterisation(rule, rates)),
): NetworkIntervals {
  const fit = fitNetwork(sequence, {
    ...{ rule, rates, seed, errors: false, effort: INTERVAL_EFFORT },
    ...(warmStart === undefined ? {} : { warmStart }),
  });
  const targets = profileTargets(rule, rates);
  const { logLikelihood, intervals } = profileIntervals(
    objective,
    fit.phi,
    fit.ends,
    targets.map(({ target }) => target),
  );
  return {
    rule,
    logLikelihood,
    quantities: targets.map(({ name }, k) => ({ name, ...intervals[k] })),
  };
}
