import { maximiseBounded } from "./bounded-bfgs.ts";
import { type EvidenceProblem, evaluateEvidence, evidenceGradient } from "./evidence.ts";
import { applyTheta, chainRule, type HyperLayout, uniformTheta } from "./hyper-layout.ts";

/** Newton decrements at which a mode counts as found: while searching hyperparameters, and on looking again. */
export const SEARCH_TOLERANCE = 1e-5;
const CLOSE_TOLERANCE = 1e-11;
/**
 * Newton steps within which a search that starts from a near mode must find the next; else the step was too
 * long.
 */
const WARM_ITERATIONS = 25;

/** log2 (sigma, sigmaDay, alpha) from which the evidence is climbed; small sigmas alone would get stuck. */
type Start = readonly [sigma: number, sigmaDay: number, alpha: number];
const STARTS: readonly Start[] = [
  [-3, -2, -6],
  [-6, -3, -9],
];

/** Where a search of the hyperparameters ended. */
export interface HyperSearch {
  readonly iterations: number;
  readonly converged: boolean;
  readonly atBound: readonly string[];
}

/** Climbs the evidence from each start and leaves the problem at the better end. */
export function maximiseEvidence(problem: EvidenceProblem, layout: HyperLayout): HyperSearch {
  const { chain, params, model } = problem;
  const accepted = new Float64Array(params.length);
  const raw = new Float64Array(2 * layout.nParams + 1);
  let at: Float64Array = new Float64Array(layout.nHyper);
  let tolerance = SEARCH_TOLERANCE;
  let isFirst = true;
  const objective = {
    value(theta: Float64Array) {
      params.set(accepted);
      applyTheta(layout, theta, chain);
      at = theta;
      return evaluateEvidence(problem, tolerance, isFirst ? undefined : WARM_ITERATIONS).logEvidence;
    },
    gradient(out: Float64Array) {
      evidenceGradient(problem, raw);
      chainRule(layout, at, raw, out);
    },
    accept() {
      isFirst = false;
      accepted.set(params);
    },
  };
  const bounds = {
    lower: layout.lower,
    upper: layout.upper,
    gradientTolerance: 0.02,
    maxIterations: 200,
    maxStep: 3,
  };
  const climb = ([sigma, sigmaDay, alpha]: Start) => {
    for (let i = 0; i < accepted.length; i++) accepted[i] = model.start[i % model.nParams];
    tolerance = SEARCH_TOLERANCE;
    isFirst = true;
    const first = maximiseBounded(objective, uniformTheta(layout, sigma, sigmaDay, alpha), bounds);
    if (first.converged) return { ...first, params: accepted.slice() };
    // Modes found only so far can make the evidence uneven: look again with closer ones.
    tolerance = CLOSE_TOLERANCE;
    const second = maximiseBounded(objective, first.point, { ...bounds, maxIterations: 50 });
    return { ...second, iterations: first.iterations + second.iterations, params: accepted.slice() };
  };
  const ends = STARTS.map(climb);
  const best = ends.reduce((a, b) => (b.value > a.value ? b : a));
  applyTheta(layout, best.point, chain);
  params.set(best.params);
  const { point } = best;
  return {
    iterations: ends.reduce((sum, end) => sum + end.iterations, 0),
    converged: best.converged,
    atBound: layout.names.filter((_, i) => point[i] <= layout.lower[i] || point[i] >= layout.upper[i]),
  };
}
