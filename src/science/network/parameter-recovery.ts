/**
 * Can a network's parameters be had back from the choices that it made? Networks with known parameters are simulated
 * and fitted, and profile-likelihood intervals are held to the truth (SCIENCE §6, [D]).
 */
import { type Random, seededRandom } from "../random.ts";
import { choiceSequence } from "./choice-sequence.ts";
import { fitObjective } from "./fit-objective.ts";
import { isDeep, type LearningRule } from "./learning-rule.ts";
import { networkIntervals, type QuantityInterval } from "./network-intervals.ts";
import { fromRaw, parameterisation } from "./parameterisation.ts";
import { everyPathway, type NetworkParameters, type Pathways } from "./parameters.ts";
import { heldMinimum } from "./profile.ts";
import { profiledValue, profileTargets } from "./profile-targets.ts";
import { rawParameters } from "./raw-parameters.ts";
import { simulateMouse } from "./simulate-mouse.ts";

/**
 * A network with its parameters in the interior: within a factor of two about the centre values of SCIENCE §6, and
 * with initial bias weights of both actions away from 0, where an absolute value would reflect them [D].
 */
export function interiorNetwork(rule: LearningRule, random: Random): NetworkParameters {
  const about = (centre: number) => centre * 2 ** (2 * random.uniform() - 1);
  const row = (): Pathways => ({ left: about(0.2), right: about(0.2), bias: about(0.1) });
  const rate = everyPathway(about(0.0026));
  return {
    firstLayerRate: isDeep(rule) ? rate : everyPathway(0),
    secondLayerRate: rate,
    inverseTemperature: about(9),
    firstLayer: isDeep(rule) ? { left: about(0.1), right: about(0.1), bias: about(0.7) } : everyPathway(1),
    leftAction: row(),
    rightAction: row(),
  };
}

export interface RecoveredQuantity extends QuantityInterval {
  /** On the interval's scale, a logarithm. */
  readonly truth: number;
  /**
   * How far below the maximum the log-likelihood is where the quantity has its true value, by a climb over all else
   * from the true network. An interval that leaves out a truth with a small fall was searched for badly.
   */
  readonly fallAtTruth: number;
  /** The 95 % interval holds the truth. */
  readonly covered: boolean;
}

export interface RecoveredMouse {
  readonly rule: LearningRule;
  readonly logLikelihood: number;
  /** Of the network that made the choices: the fit must not be below it. */
  readonly logLikelihoodOfTruth: number;
  readonly quantities: readonly RecoveredQuantity[];
}

export interface RecoveryOptions {
  readonly rule: LearningRule;
  readonly seed: number;
  readonly sessions: number;
  readonly trialsPerSession: number;
}

/** One simulated mouse, by its number: the same whatever others are simulated. */
export function recoverMouse(mouse: number, options: RecoveryOptions): RecoveredMouse {
  const { rule, seed, sessions, trialsPerSession } = options;
  const random = seededRandom(seed).child(mouse);
  const parameters = interiorNetwork(rule, random);
  // Without noise on the initial weights, so that the truth is what the network began with.
  const made = simulateMouse(random, { rule, parameters, sessions, trialsPerSession, initialNoise: 0 });
  const sequence = choiceSequence(made.trials);
  const space = parameterisation(rule);
  const objective = fitObjective(sequence, rule, space);
  const { logLikelihood, quantities } = networkIntervals(sequence, { rule, seed: seed + mouse }, objective);
  const targets = profileTargets(rule);
  const truth = fromRaw(space, rawParameters(parameters));
  return {
    rule,
    logLikelihood,
    logLikelihoodOfTruth: -objective.value(truth),
    quantities: quantities.map((quantity, k) => {
      const { target } = targets[k];
      const { lower, upper, lowerIsZero } = quantity;
      const value = profiledValue(space, truth, target);
      const isAbove = lowerIsZero || (lower !== null && value >= lower);
      const covered = isAbove && upper !== null && value <= upper;
      const fallAtTruth = heldMinimum(objective, target, truth) + logLikelihood;
      return { ...quantity, truth: value, fallAtTruth, covered };
    }),
  };
}
