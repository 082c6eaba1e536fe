import { SaddlepointError } from "../../errors.ts";
import type { Chain } from "./chain.ts";
import type { Hyperparameters } from "./fit-options.ts";

/** Bounds of every optimised hyperparameter, in log2 (SCIENCE §3). */
export const LOG2_LOWER = -15;
export const LOG2_UPPER = 5;

/** SD of every parameter on trial 0, in every model (SCIENCE §3). */
export const SIGMA_INIT = 16;

/**
 * Which entry of the vector θ of log2 hyperparameters each step SD is: the first K are `sigma`, the next K `sigmaDay`.
 * Entries of −1 are not optimised.
 */
export interface HyperLayout {
  readonly nParams: number;
  readonly nHyper: number;
  /** 2K indices into θ. */
  readonly index: Int32Array;
  /** Name of each entry of θ, such as "sigma.bias", or "sigma" where shared. */
  readonly names: readonly string[];
  readonly hasSessions: boolean;
}

export function hyperLayout(
  paramNames: readonly string[],
  hasSessions: boolean,
  shared: boolean,
): HyperLayout {
  const nParams = paramNames.length;
  const index = new Int32Array(2 * nParams).fill(-1);
  const names: string[] = [];
  for (const [kind, name] of ["sigma", "sigmaDay"].entries()) {
    if (kind === 1 && !hasSessions) break;
    for (let k = 0; k < nParams; k++) {
      if (!shared || k === 0) names.push(shared ? name : `${name}.${paramNames[k]}`);
      index[kind * nParams + k] = names.length - 1;
    }
  }
  return { nParams, nHyper: names.length, index, names, hasSessions };
}

/** θ with log2 sigma and log2 sigmaDay the same for all parameters. */
export function uniformTheta(layout: HyperLayout, log2Sigma: number, log2SigmaDay: number): Float64Array {
  const theta = new Float64Array(layout.nHyper);
  for (let p = 0; p < layout.index.length; p++) {
    if (layout.index[p] >= 0) theta[layout.index[p]] = p < layout.nParams ? log2Sigma : log2SigmaDay;
  }
  return theta;
}

/** Sets the chain's SDs to 2^θ. */
export function applyTheta(layout: HyperLayout, theta: Float64Array, chain: Chain): void {
  for (let p = 0; p < 2 * layout.nParams; p++) {
    chain.stepSd[p] = layout.index[p] < 0 ? 1 : 2 ** theta[layout.index[p]];
  }
  chain.initSd.fill(SIGMA_INIT);
}

/** Sets the chain's SDs to given hyperparameters. */
export function applyHyperparameters(hyper: Hyperparameters, chain: Chain): void {
  for (let k = 0; k < chain.nParams; k++) {
    chain.stepSd[k] = hyper.sigma[k];
    chain.stepSd[chain.nParams + k] = hyper.sigmaDay === null ? 1 : hyper.sigmaDay[k];
    chain.initSd[k] = hyper.sigmaInit[k];
  }
}

/** The hyperparameters that the chain is set to. */
export function readHyperparameters(chain: Chain, hasSessions: boolean): Hyperparameters {
  const K = chain.nParams;
  return {
    sigma: Array.from(chain.stepSd.subarray(0, K)),
    sigmaDay: hasSessions ? Array.from(chain.stepSd.subarray(K)) : null,
    sigmaInit: Array.from(chain.initSd),
    alpha: null,
  };
}

/** Gradient by θ from the gradient by the log of each step SD. */
export function chainRule(layout: HyperLayout, byLogSd: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let p = 0; p < layout.index.length; p++) {
    if (layout.index[p] >= 0) out[layout.index[p]] += byLogSd[p] * Math.LN2;
  }
}

/**
 * Checks hyperparameters given by the user.
 *
 * @throws SaddlepointError HYPERPARAMETER_INVALID
 */
export function checkHyperparameters(hyper: Hyperparameters, nParams: number): void {
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
