import { type Chain, factorChain, solveChain } from "./chain.ts";
import { convexifyBlocks } from "./convexify.ts";
import { learntWalkQuadratic } from "./learnt-walk.ts";
import { type ObservationModel, packedLength } from "./observation-model.ts";
import { walkQuadratic } from "./walk-prior.ts";

/** Buffers of a mode search, reused from one to the next. */
export interface ModeWorkspace {
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly step: Float64Array;
  readonly candidate: Float64Array;
}

export function createModeWorkspace(model: ObservationModel): ModeWorkspace {
  const n = model.nTrials * model.nParams;
  return {
    gradient: new Float64Array(n),
    curvature: new Float64Array(model.nTrials * packedLength(model.nParams)),
    step: new Float64Array(n),
    candidate: new Float64Array(n),
  };
}

/** What a mode search found. The chain is left factored at the mode. */
export interface Mode {
  readonly logLikelihood: number;
  /** −½ Σ (Δe)²/var: the log prior without its constants. */
  readonly quadratic: number;
  /** log det(−H) + Σ log det V at the mode; NaN if −H is not positive definite there. */
  readonly logDet: number;
  readonly iterations: number;
  /** gᵀ(−H)⁻¹g at the end: twice the log posterior still to be gained. */
  readonly decrement: number;
  readonly converged: boolean;
}

const MAX_ITERATIONS = 100;
const MAX_HALVINGS = 30;
/** A gain of log posterior smaller than this can drown in rounding: a mode that close is found. */
const RESOLVABLE = 1e-7;
const STATIONARY = 1e-16;
const MAX_STRETCH = 1024;

/**
 * Newton's method for the most probable trajectory, with step limits and backtracking. Where the negative
 * Hessian is not positive definite, the indefinite blocks of the likelihood are made convex first.
 *
 * @param params N×K, the start; overwritten by the mode
 * @param tolerance the Newton decrement at which to stop
 * @param maxIterations Newton steps after which the search is given up
 */
export function findMode(
  model: ObservationModel,
  chain: Chain,
  params: Float64Array,
  tolerance: number,
  workspace: ModeWorkspace,
  maxIterations = MAX_ITERATIONS,
): Mode {
  const { gradient, curvature, step, candidate } = workspace;
  const n = model.nTrials;
  const evaluate = (at: Float64Array) => {
    const logLikelihood = model.derivatives(at, gradient, curvature, 0, n);
    const quadratic =
      chain.stepMean === null
        ? walkQuadratic(chain, at, gradient)
        : learntWalkQuadratic(chain, chain.stepMean, at, gradient, curvature);
    return { logLikelihood, quadratic };
  };
  /** Leaves the chain factored, with lent convexity if it must; NaN then. */
  const factor = () => {
    const logDet = factorChain(chain, curvature);
    if (Number.isNaN(logDet)) {
      convexifyBlocks(curvature, model.nParams, n);
      factorChain(chain, curvature);
    }
    return logDet;
  };
  let here = evaluate(params);
  for (let iteration = 0; ; iteration++) {
    const logDet = factor();
    const exact = !Number.isNaN(logDet);
    solveChain(chain, gradient, step);
    let decrement = 0;
    for (let i = 0; i < step.length; i++) decrement += step[i] * gradient[i];
    // Where convexity had to be lent, the decrement is too small: only a stationary point ends the search there.
    const done = decrement < (exact ? tolerance : Math.min(tolerance, STATIONARY));
    if (done || iteration === maxIterations || Number.isNaN(decrement)) {
      return {
        ...here,
        logDet,
        iterations: iteration,
        decrement,
        converged: done && exact,
      };
    }

    const before = here.logLikelihood + here.quadratic;
    let scale = model.stepLimit(params, step, 0, n);
    let accepted = false;
    let there = here;
    const moveTo = (length: number) => {
      for (let i = 0; i < step.length; i++) candidate[i] = params[i] + length * step[i];
    };
    for (let halving = 0; halving < MAX_HALVINGS; halving++, scale /= 2) {
      moveTo(scale);
      there = evaluate(candidate);
      const gain = there.logLikelihood + there.quadratic - before;
      // Rounding of sums over many trials hides gains below this.
      const noise = 1e-13 * Math.abs(before);
      if (gain >= 1e-4 * scale * decrement - noise) {
        accepted = true;
        break;
      }
    }
    if (accepted) {
      // A lent metric makes short steps off saddles: lengthen them while that gains.
      while (!exact && scale < MAX_STRETCH) {
        const reached = there.logLikelihood + there.quadratic;
        moveTo(2 * scale);
        const further = evaluate(candidate);
        if (!(further.logLikelihood + further.quadratic > reached)) {
          moveTo(scale);
          there = evaluate(candidate);
          break;
        }
        scale *= 2;
        there = further;
      }
      here = there;
      params.set(candidate);
    }
    if (!accepted) {
      // No gain can be resolved: restore the factorisation at the point that is returned.
      here = evaluate(params);
      const restored = factor();
      const converged = decrement < RESOLVABLE && !Number.isNaN(restored);
      return { ...here, logDet: restored, iterations: iteration, decrement, converged };
    }
  }
}
