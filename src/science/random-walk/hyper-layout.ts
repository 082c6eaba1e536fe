import { SaddlepointError } from "../../errors.ts";
import type { Chain } from "./chain.ts";
import type { Hyperparameters } from "./fit-options.ts";

/** Bounds of every optimised sigma and sigmaDay, in log2 (SCIENCE §3). */
const LOG2_LOWER = -15;
const LOG2_UPPER = 5;
/**
 * Least log2 of an optimised learning rate: the projected rules move w by up to a hundred times α, and α must
 * come so close to 0 that the walk without a rule is among those compared.
 */
const LOG2_ALPHA_LOWER = -25;

/** SD of every parameter on trial 0, in every model (SCIENCE §3). */
export const SIGMA_INIT = 16;

/**
 * Which entry of the vector θ of log2 hyperparameters each step SD is: the first K are `sigma`, the next K
 * `sigmaDay`. the last is the learning rate. Entries of −1 are not optimised.
 */
export interface HyperLayout {
  readonly nParams: number;
  readonly nHyper: number;
  /** 2K + 1 indices into θ. */
  readonly index: Int32Array;
  /** Name of each entry of θ, such as "sigma.bias", or "sigma" where shared. */
  readonly names: readonly string[];
  /** Bounds of each entry of θ. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly hasSessions: boolean;
}

export function hyperLayout(
  paramNames: readonly string[],
  hasSessions: boolean,
  hasRule: boolean,
  shared: boolean,
): HyperLayout {
  const nParams = paramNames.length;
  const index = new Int32Array(2 * nParams + 1).fill(-1);
  const names: string[] = [];
  for (const [kind, name] of ["sigma", "sigmaDay"].entries()) {
    if (kind === 1 && !hasSessions) break;
    for (let k = 0; k < nParams; k++) {
      if (!shared || k === 0) names.push(shared ? name : `${name}.${paramNames[k]}`);
      index[kind * nParams + k] = names.length - 1;
    }
  }
  if (hasRule) {
    names.push("alpha");
    index[2 * nParams] = names.length - 1;
  }
  const nHyper = names.length;
  const lower = new Float64Array(nHyper).fill(LOG2_LOWER);
  if (hasRule) lower[nHyper - 1] = LOG2_ALPHA_LOWER;
  return {
    nParams,
    nHyper,
    index,
    names,
    lower,
    upper: new Float64Array(nHyper).fill(LOG2_UPPER),
    hasSessions,
  };
}

/** θ with log2 sigma and log2 sigmaDay the same for all parameters, and this log2 alpha. */
export function uniformTheta(
  layout: HyperLayout,
  log2Sigma: number,
  log2SigmaDay: number,
  log2Alpha: number,
): Float64Array {
  const theta = new Float64Array(layout.nHyper);
  for (let p = 0; p < layout.index.length; p++) {
    if (layout.index[p] < 0) continue;
    theta[layout.index[p]] =
      p < layout.nParams ? log2Sigma : p < 2 * layout.nParams ? log2SigmaDay : log2Alpha;
  }
  return theta;
}

/** Sets the chain's step SDs and learning rate to 2^θ. */
export function applyTheta(layout: HyperLayout, theta: Float64Array, chain: Chain): void {
  for (let p = 0; p < 2 * layout.nParams; p++) {
    chain.stepSd[p] = layout.index[p] < 0 ? 1 : 2 ** theta[layout.index[p]];
  }
  chain.initSd.fill(SIGMA_INIT);
  if (chain.stepMean !== null) chain.stepMean.alpha[0] = 2 ** theta[layout.index[2 * layout.nParams]];
}

/** Sets the chain's SDs to given hyperparameters. */
export function applyHyperparameters(hyper: Hyperparameters, chain: Chain): void {
  for (let k = 0; k < chain.nParams; k++) {
    chain.stepSd[k] = hyper.sigma[k];
    chain.stepSd[chain.nParams + k] = hyper.sigmaDay === null ? 1 : hyper.sigmaDay[k];
    chain.initSd[k] = hyper.sigmaInit[k];
  }
  if (chain.stepMean !== null) chain.stepMean.alpha[0] = hyper.alpha ?? 0;
}

/** The hyperparameters that the chain is set to. */
export function readHyperparameters(chain: Chain, hasSessions: boolean): Hyperparameters {
  const K = chain.nParams;
  return {
    sigma: Array.from(chain.stepSd.subarray(0, K)),
    sigmaDay: hasSessions ? Array.from(chain.stepSd.subarray(K)) : null,
    sigmaInit: Array.from(chain.initSd),
    alpha: chain.stepMean === null ? null : chain.stepMean.alpha[0],
  };
}

/**
 * Gradient by θ from the gradient that `evidenceGradient` gives: by the log of each step SD, and by α itself.
 */
export function chainRule(
  layout: HyperLayout,
  theta: Float64Array,
  raw: Float64Array,
  out: Float64Array,
): void {
  const last = 2 * layout.nParams;
  out.fill(0);
  for (let p = 0; p < last; p++) {
    if (layout.index[p] >= 0) out[layout.index[p]] += raw[p] * Math.LN2;
  }
  if (layout.index[last] >= 0)
    out[layout.index[last]] = raw[last] * Math.LN2 * 2 ** theta[layout.index[last]];
}

/**
 * Checks hyperparameters given by the user.
 *
 * @throws SaddlepointError HYPERPARAMETER_INVALID
 */
export function checkHyperparameters(hyper: Hyperparameters, nParams: number, hasRule: boolean): void {
  const { alpha } = hyper;
  if (hasRule && !(alpha !== null && alpha !== undefined && Number.isFinite(alpha) && alpha >= 0)) {
    throw new SaddlepointError(
      "HYPERPARAMETER_INVALID",
      `hyperparameter alpha is ${alpha}`,
      "Give alpha, the learning rule's rate, as a number that is not negative.",
      { field: "alpha", value: alpha },
    );
  }
  for (const [name, values] of [
    ["sigma", hyper.sigma],
    ["sigmaDay", hyper.sigmaDay],
    ["sigmaInit", hyper.sigmaInit],
  ] as const) {
    if (values === null) continue;
    if (values.length !== nParams || !values.every((v) => Number.isFinite(v) && v > 0)) {
      throw new SaddlepointError(
        "HYPERPARAMETER_INVALID",
        `hyperparameter ${name} is [${values.join(", ")}]`,
        `Give ${name} as ${nParams} positive numbers, one a parameter of the model.`,
        { field: name, value: values },
      );
    }
  }
}
