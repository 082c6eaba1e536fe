import { isDeep, type LearningRule } from "./learning-rule.ts";

/** One number for each pathway: left stimulus, right stimulus, bias. */
export interface Pathways {
  readonly left: number;
  readonly right: number;
  readonly bias: number;
}

/** Everything that a network starts with; with a mouse's stimuli and choices it fixes all later weights. */
export interface NetworkParameters {
  /** Learning rates η, per trial, of each layer and pathway; all equal in the default model. */
  readonly firstLayerRate: Pathways;
  readonly secondLayerRate: Pathways;
  /** β, the slope of P(right) in the difference of the two actions' values. */
  readonly inverseTemperature: number;
  /** a₀: the first layer, diagonal, so one weight a pathway. */
  readonly firstLayer: Pathways;
  /** u₀: the second layer's row for the left and for the right action. */
  readonly leftAction: Pathways;
  readonly rightAction: Pathways;
}

/** η = .0026 (SCIENCE §6). */
export const DEFAULT_LEARNING_RATE = 0.0026;
/** β = 9 (SCIENCE §6). */
export const DEFAULT_INVERSE_TEMPERATURE = 9;
/** SD of the noise on each initial weight (SCIENCE §6). */
export const INITIAL_NOISE = 1e-5;

/** The same number on every pathway. */
export function everyPathway(value: number): Pathways {
  return { left: value, right: value, bias: value };
}

/**
 * SCIENCE §6's centre values: η = .0026, β = 9, a_L = a_R = .05, a_B = 1, u stimulus = .2, u bias = 0 (without
 * the noise). A shallow network's first layer is fixed at 1.
 *
 * @param biasDifference d: u_{R,B} = max(d, 0) and u_{L,B} = max(−d, 0), in which individuals differ
 */
export function defaultNetworkParameters(rule: LearningRule, biasDifference = 0): NetworkParameters {
  return {
    firstLayerRate: everyPathway(isDeep(rule) ? DEFAULT_LEARNING_RATE : 0),
    secondLayerRate: everyPathway(DEFAULT_LEARNING_RATE),
    inverseTemperature: DEFAULT_INVERSE_TEMPERATURE,
    firstLayer: isDeep(rule) ? { left: 0.05, right: 0.05, bias: 1 } : everyPathway(1),
    leftAction: { left: 0.2, right: 0.2, bias: Math.max(-biasDifference, 0) },
    rightAction: { left: 0.2, right: 0.2, bias: Math.max(biasDifference, 0) },
  };
}
