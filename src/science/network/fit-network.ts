/**
 * The network that learns as one mouse did: maximum likelihood over its learning rates, β and initial weights
 * (SCIENCE §6, [D]). The likelihood has many local maxima, so it is climbed from many starts, and the result says
 * how many of them agree. It also has kinks, where a weight meets 0, and real mice often end at one, or at a bound.
 */
import { type LbfgsResult, minimiseInBox } from "./bounded-lbfgs.ts";
import type { ChoiceSequence } from "./choice-sequence.ts";
import { type FitEffort, FULL_EFFORT } from "./fit-effort.ts";
import { fitObjective } from "./fit-objective.ts";
import type { LearningRule } from "./learning-rule.ts";
import { type LikelihoodWorkspace, likelihoodWorkspace } from "./likelihood.ts";
import { fromRaw, parameterisation, type RateSharing, toRaw } from "./parameterisation.ts";
import type { NetworkParameters } from "./parameters.ts";
import { polish } from "./polish.ts";
import { networkParameters, RAW_SIZE, rawParameters } from "./raw-parameters.ts";
import { standardErrors } from "./standard-errors.ts";
import { startingPoints } from "./starting-points.ts";

/** Starts that end within this of the best log-likelihood count as agreeing with it. */
const AGREEMENT = 0.5;

export interface NetworkFitOptions {
  readonly rule: LearningRule;
  /** One learning rate (the default), or one for each layer and pathway. */
  readonly rates?: RateSharing;
  /** Same seed, same fit. */
  readonly seed: number;
  /** FULL_EFFORT by default. */
  readonly effort?: FitEffort;
  /** An earlier fit, climbed from as well, so that more data begin where fewer ended. */
  readonly warmStart?: NetworkParameters;
  /** Fit the first trials only; all by default. */
  readonly nTrials?: number;
  /** Compute standard errors; true by default. */
  readonly errors?: boolean;
  /** Called before each climb, of which there are as many as scouts and starts; throw from it to cancel. */
  readonly onClimb?: () => void;
  readonly workspace?: LikelihoodWorkspace;
}

export interface FittedParameter {
  /** As in the parameterisation: `logRate`, `logBeta`, `logFirstLayer.left`, `logRightAction.bias`, … */
  readonly name: string;
  /** A natural logarithm, as the name says. */
  readonly value: number;
  /** On the same scale; null at a bound, or where the likelihood is no smooth peak. */
  readonly standardError: number | null;
  readonly atBound: "lower" | "upper" | null;
}

export interface NetworkFit {
  readonly rule: LearningRule;
  readonly rates: RateSharing;
  readonly nTrials: number;
  readonly logLikelihood: number;
  readonly nParameters: number;
  /** nParameters · ln(nTrials) − 2 log L: lower is better. */
  readonly bic: number;
  readonly parameters: NetworkParameters;
  readonly phi: Float64Array;
  readonly estimates: readonly FittedParameter[];
  /** How each climb ended, best first. */
  readonly starts: readonly {
    readonly logLikelihood: number;
    readonly evaluations: number;
    readonly status: LbfgsResult["status"];
  }[];
  /** φ at the ends of the climbs, best first: other local maxima among them, which profiles start from. */
  readonly ends: readonly Float64Array[];
  /** Climbs that ended within ½ of the best log-likelihood, itself included: with 1, expect a better one exists. */
  readonly nAgreeing: number;
}

/**
 * Deterministic given the seed. With a warm start the result can only be as good or better than without.
 *
 * @throws RangeError where there is no trial to fit
 */
export function fitNetwork(sequence: ChoiceSequence, options: NetworkFitOptions): NetworkFit {
  const { rule, rates = "shared", effort = FULL_EFFORT, seed } = options;
  const nTrials = options.nTrials ?? sequence.n;
  if (nTrials < 1) throw new RangeError("a network needs at least one trial with a choice");
  const space = parameterisation(rule, rates);
  const workspace = options.workspace ?? likelihoodWorkspace(nTrials);
  const objective = fitObjective(sequence, rule, space, nTrials, workspace);

  const climb = (from: Float64Array, maxEvaluations: number) =>
    minimiseInBox(objective.gradient, from, space.lower, space.upper, { maxEvaluations });
  // Stable sorts: of equal ends the earlier start wins, whatever the engine.
  const scouts = startingPoints(objective, rule, effort.scouts, seed)
    .map((point) => {
      options.onClimb?.();
      return climb(point, effort.scoutEvaluations);
    })
    .sort((a, b) => a.value - b.value)
    .slice(0, effort.starts)
    .map((scout) => scout.x);
  if (options.warmStart) scouts.unshift(fromRaw(space, rawParameters(options.warmStart)));
  const climbed = scouts.map((point) => {
    options.onClimb?.();
    return climb(point, effort.startEvaluations);
  });
  const bestFirst = (some: typeof climbed) => some.toSorted((a, b) => a.value - b.value);
  const ends = bestFirst(climbed);
  // What is polished without the warm start is polished with it too, or it could cost a better end its polish.
  const cold = options.warmStart ? bestFirst(climbed.slice(1)) : [];
  const best = [...new Set([...ends.slice(0, effort.polished), ...cold.slice(0, effort.polished)])]
    .map((end) => polish(objective, end.x, effort.polishIterations))
    .reduce((a, b) => (b.value < a.value ? b : a));
  const errors = options.errors === false ? [] : standardErrors(objective, best.phi);
  const raw = new Float64Array(RAW_SIZE);
  toRaw(space, best.phi, raw);
  return {
    rule,
    rates,
    nTrials,
    logLikelihood: -best.value,
    nParameters: best.phi.length,
    bic: best.phi.length * Math.log(nTrials) + 2 * best.value,
    parameters: networkParameters(raw),
    phi: best.phi,
    estimates: space.names.map((name, i) => ({
      name,
      value: best.phi[i],
      standardError: errors[i] ?? null,
      atBound: best.phi[i] <= space.lower[i] ? "lower" : best.phi[i] >= space.upper[i] ? "upper" : null,
    })),
    starts: ends.map((end) => ({
      logLikelihood: -end.value,
      evaluations: end.evaluations,
      status: end.status,
    })),
    ends: ends.map((end) => end.x),
    nAgreeing: ends.filter((end) => end.value - best.value < AGREEMENT).length,
  };
}
