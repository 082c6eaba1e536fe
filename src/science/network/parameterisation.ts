/**
 * The free parameters of a fit, φ, and their way to the network's 16 raw numbers: the logarithms of
 *
 *     η (one, or one for each layer and pathway), β, a_L, a_R, a_B, and the six initial u's
 *
 * All are logarithms: early learning is exponential, and the ridges along which a_i grows as u_{·,i} shrinks are
 * straight. A shallow network has a = 1, not free.
 *
 * The bounds keep η (a² + u²) below 1 at the start, so that no single trial overshoots: beyond, a network can
 * match any choices by chaos, and the best likelihoods found there are no learning [D]. u's lower bound stands for 0.
 */
import { isDeep, type LearningRule } from "./learning-rule.ts";
import { RAW_BETA, RAW_STATE, type RawParameters } from "./raw-parameters.ts";

/** `shared`: one η; `separate`: one for each layer and pathway. */
export type RateSharing = "shared" | "separate";

export interface Parameterisation {
  /** Of each φ, in order, e.g. `logRate`, `logBeta`, `logFirstLayer.left`, `logRightAction.bias`. */
  readonly names: readonly string[];
  /** The search's bounds on φ, inclusive. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Index in φ of log β, of the first log a (−1 where a is fixed) and of the first log u. */
  readonly betaAt: number;
  readonly firstLayerAt: number;
  readonly secondLayerAt: number;
  /** Index in φ of the learning rate of raw rate 0 … 5; −1 where that rate is fixed at 0. */
  readonly rateAt: readonly number[];
}

const PATHWAY_NAMES = ["left", "right", "bias"] as const;
const RATE_BOUNDS = [Math.log(1e-5), Math.log(0.03)] as const;
const BETA_BOUNDS = [Math.log(0.5), Math.log(50)] as const;
const FIRST_LAYER_BOUNDS = [Math.log(0.003), Math.log(1.5)] as const;
const SECOND_LAYER_BOUNDS = [Math.log(1e-3), Math.log(1)] as const;

export function parameterisation(rule: LearningRule, rates: RateSharing = "shared"): Parameterisation {
  const names: string[] = [];
  const bounds: (readonly [number, number])[] = [];
  const add = (name: string, bound: readonly [number, number]) => {
    bounds.push(bound);
    return names.push(name) - 1;
  };
  const deep = isDeep(rule);
  const rateAt = new Array<number>(6).fill(-1);
  if (rates === "shared") {
    const shared = add("logRate", RATE_BOUNDS);
    for (let k = deep ? 0 : 3; k < 6; k++) rateAt[k] = shared;
  } else {
    for (let k = deep ? 0 : 3; k < 6; k++) {
      const layer = k < 3 ? "firstLayer" : "secondLayer";
      rateAt[k] = add(`logRate.${layer}.${PATHWAY_NAMES[k % 3]}`, RATE_BOUNDS);
    }
  }
  const betaAt = add("logBeta", BETA_BOUNDS);
  let firstLayerAt = -1;
  if (deep) {
    firstLayerAt = names.length;
    for (const pathway of PATHWAY_NAMES) add(`logFirstLayer.${pathway}`, FIRST_LAYER_BOUNDS);
  }
  const secondLayerAt = names.length;
  for (const action of ["logLeftAction", "logRightAction"]) {
    for (const pathway of PATHWAY_NAMES) add(`${action}.${pathway}`, SECOND_LAYER_BOUNDS);
  }
  return {
    names,
    lower: Float64Array.from(bounds, (bound) => bound[0]),
    upper: Float64Array.from(bounds, (bound) => bound[1]),
    betaAt,
    firstLayerAt,
    secondLayerAt,
    rateAt,
  };
}

/** Overwrites `raw` with the network of φ. */
export function toRaw(space: Parameterisation, phi: Float64Array, raw: RawParameters): void {
  for (let k = 0; k < 6; k++) raw[k] = space.rateAt[k] < 0 ? 0 : Math.exp(phi[space.rateAt[k]]);
  raw[RAW_BETA] = Math.exp(phi[space.betaAt]);
  for (let i = 0; i < 3; i++) {
    raw[RAW_STATE + i] = space.firstLayerAt < 0 ? 1 : Math.exp(phi[space.firstLayerAt + i]);
  }
  for (let j = 0; j < 6; j++) raw[RAW_STATE + 3 + j] = Math.exp(phi[space.secondLayerAt + j]);
}

/** Overwrites `phiGradient` with the gradient in φ of what has the gradient `rawGradient` at `raw` = toRaw(φ). */
export function pullBack(
  space: Parameterisation,
  raw: RawParameters,
  rawGradient: Float64Array,
  phiGradient: Float64Array,
): void {
  phiGradient.fill(0);
  for (let k = 0; k < 6; k++) {
    if (space.rateAt[k] >= 0) phiGradient[space.rateAt[k]] += raw[k] * rawGradient[k];
  }
  phiGradient[space.betaAt] = raw[RAW_BETA] * rawGradient[RAW_BETA];
  if (space.firstLayerAt >= 0) {
    for (let i = 0; i < 3; i++) {
      phiGradient[space.firstLayerAt + i] = raw[RAW_STATE + i] * rawGradient[RAW_STATE + i];
    }
  }
  for (let j = 0; j < 6; j++) {
    phiGradient[space.secondLayerAt + j] = raw[RAW_STATE + 3 + j] * rawGradient[RAW_STATE + 3 + j];
  }
}

/** φ of a network, moved into the bounds; a rate that several share is read from the first of them. */
export function fromRaw(space: Parameterisation, raw: RawParameters): Float64Array {
  const phi = new Float64Array(space.names.length);
  for (let k = 5; k >= 0; k--) if (space.rateAt[k] >= 0) phi[space.rateAt[k]] = Math.log(raw[k]);
  phi[space.betaAt] = Math.log(raw[RAW_BETA]);
  if (space.firstLayerAt >= 0) {
    for (let i = 0; i < 3; i++) phi[space.firstLayerAt + i] = Math.log(raw[RAW_STATE + i]);
  }
  for (let j = 0; j < 6; j++) phi[space.secondLayerAt + j] = Math.log(raw[RAW_STATE + 3 + j]);
  return phi.map((value, i) => Math.min(space.upper[i], Math.max(space.lower[i], value)));
}
