/**
 * What pushes the weights of the decision model: the logistic random walk of SCIENCE §3 whose steps have a mean,
 *
 *     e_t = e_{t−1} + Σ_j β_j u_{j,t} + noise,
 *
 * where u_j counts something that came before the step (light, water), and β_j is a vector of K weights with a flat
 * prior. β's posterior is that of all weights together, so it is the posterior contrast of SCIENCE §7: shrinkage of
 * the walk towards no step does not shrink β.
 *
 * With P the walk's prior precision, L the curvature of the choices' likelihood and G the trajectories that the u's
 * make, Newton's steps on weights and β together go by the block of β,
 *
 *     information = GᵀPG − (PG)ᵀ (P + L)⁻¹ (PG),
 *
 * which at the mode is the inverse of β's posterior covariance.
 */

import { dot } from "../dopamine/regression.ts";
import { inverseOfPositive } from "../network/small-matrix.ts";
import { buildModel } from "../random-walk/build-model.ts";
import { type Chain, factorChain, solveChain } from "../random-walk/chain.ts";
import { createEvidenceProblem, evaluateEvidence } from "../random-walk/evidence.ts";
import type { Hyperparameters } from "../random-walk/fit-options.ts";
import { applyHyperparameters } from "../random-walk/hyper-layout.ts";
import { walkQuadratic } from "../random-walk/walk-prior.ts";
import type { TrialTable } from "../trial-table.ts";

export interface WeightSteps {
  /** bias, contrastLeft, contrastRight */
  readonly paramNames: readonly string[];
  /** J×K row-major: what one unit of u_j adds to each weight. */
  readonly estimate: Float64Array;
  /** JK×JK row-major. */
  readonly covariance: Float64Array;
}

const MODE_TOLERANCE = 1e-10;
/** Steps without end are those of pushes that foretell choices without fail. */
const MOST_STEPS = 12;

/**
 * @param hyper of the logistic walk fitted to these trials
 * @param pushes J columns over the rows of the table: u_{j,t} acts on the step out of row t
 * @returns null where the pushes cannot be told apart, or there is no mode
 * @throws SaddlepointError where the trials cannot be fitted (buildModel)
 */
export function weightSteps(
  trials: TrialTable,
  hyper: Hyperparameters,
  pushes: readonly Float64Array[],
): WeightSteps | null {
  const { model, fitted } = buildModel(trials, {});
  const hasSessions = fitted.nSessions > 1 && hyper.sigmaDay !== null;
  const sessionStep = hasSessions ? fitted.sessionStep : new Uint8Array(fitted.rows.length);
  const problem = createEvidenceProblem(model, sessionStep);
  applyHyperparameters(hyper, problem.chain);
  if (!evaluateEvidence(problem, MODE_TOLERANCE).converged) return null;
  const { chain, params, workspace } = problem;
  const K = chain.nParams;
  const size = pushes.length * K;
  const increments = pushes.map((push) => incrementsOf(push, fitted.rows));
  const forces = increments.flatMap((increment) =>
    Array.from({ length: K }, (_, k) => forceOf(chain, increment, k)),
  );
  const answers = forces.map((force) => new Float64Array(force.length));
  const estimate = new Float64Array(size);
  const { gradient, curvature, step } = workspace;
  for (let iteration = 0; iteration < MOST_STEPS; iteration++) {
    // Of the weights: likelihood's gradient − P (e − Gβ).
    problem.model.derivatives(params, gradient, curvature, 0, model.nTrials);
    walkQuadratic(chain, params, gradient);
    forces.forEach((force, a) => {
      for (let i = 0; i < force.length; i++) gradient[i] += estimate[a] * force[i];
    });
    if (Number.isNaN(factorChain(chain, curvature))) return null;
    forces.forEach((force, a) => {
      solveChain(chain, force, answers[a]);
    });
    const information = new Float64Array(size * size);
    for (let a = 0; a < size; a++) {
      for (let b = 0; b <= a; b++) {
        const prior = a % K === b % K ? priorProduct(chain, increments, a, b) : 0;
        information[a * size + b] = prior - dot(forces[a], answers[b]);
        information[b * size + a] = information[a * size + b];
      }
    }
    const covariance = inverseOfPositive(information, size);
    if (covariance === null) return null;
    // Of β: GᵀP (e − Gβ), and what the weights' own step adds to it.
    const pull = forces.map((force, a) => {
      let sum = dot(force, params) + dot(answers[a], gradient);
      for (let b = a % K; b < size; b += K) sum -= priorProduct(chain, increments, a, b) * estimate[b];
      return sum;
    });
    const change = new Float64Array(size);
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) change[a] += covariance[a * size + b] * pull[b];
    solveChain(chain, gradient, step);
    let decrement = dot(step, gradient);
    for (let a = 0; a < size; a++) decrement += change[a] * pull[a];
    if (decrement < MODE_TOLERANCE) return { paramNames: model.paramNames, estimate, covariance };
    for (let i = 0; i < step.length; i++) {
      params[i] += step[i];
      for (let a = 0; a < size; a++) params[i] += change[a] * answers[a][i];
    }
    for (let a = 0; a < size; a++) estimate[a] += change[a];
  }
  return null;
}

/** What each step into a fitted trial has been given since the fitted trial before. */
function incrementsOf(push: Float64Array, rows: Int32Array): Float64Array {
  const increment = new Float64Array(rows.length);
  for (let t = 1; t < rows.length; t++) {
    for (let row = rows[t - 1]; row < rows[t]; row++) increment[t] += push[row];
  }
  return increment;
}

/** P G of one push on weight k, N×K. */
function forceOf(chain: Chain, increment: Float64Array, k: number): Float64Array {
  const { nParams } = chain;
  const force = new Float64Array(increment.length * nParams);
  for (let t = 1; t < increment.length; t++) {
    const pull = increment[t] / stepVariance(chain, t, k);
    force[t * nParams + k] += pull;
    force[(t - 1) * nParams + k] -= pull;
  }
  return force;
}

/** GᵀPG of entries a and b, which are of the same weight. */
function priorProduct(chain: Chain, increments: readonly Float64Array[], a: number, b: number): number {
  const K = chain.nParams;
  const one = increments[Math.floor(a / K)];
  const other = increments[Math.floor(b / K)];
  let sum = 0;
  for (let t = 1; t < one.length; t++)
    if (one[t] !== 0) sum += (one[t] * other[t]) / stepVariance(chain, t, a % K);
  return sum;
}

function stepVariance({ sessionStep, stepSd, nParams }: Chain, t: number, k: number): number {
  return stepSd[sessionStep[t] * nParams + k] ** 2;
}
