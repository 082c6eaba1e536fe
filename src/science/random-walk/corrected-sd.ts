import type { Random } from "../random.ts";
import type { TrialTable } from "../trial-table.ts";
import { diagonalise } from "./convexify.ts";
import { posteriorCovariance } from "./covariance.ts";
import type { RandomWalkFit } from "./fit.ts";
import type { FitOptions } from "./fit-options.ts";
import { evidenceAt, evidenceCurvature, type HyperProblem, hyperProblem } from "./hyper-uncertainty.ts";
import { packedIndex, packedLength } from "./observation-model.ts";

/** Widest and narrowest SD of the proposal along one direction, in log2 units. */
const WIDEST = 6;
const NARROWEST = 0.1;

/**
 * Posterior SDs that count the uncertainty of the hyperparameters too, about the fit's mode: √E[(e − mode)²].
 *
 * The log2 hyperparameters have a uniform prior, so that their posterior is the evidence, down to where the
 * walk would move less than a tenth of the parameter's posterior SD over all its steps: all smaller ones are
 * the same constant parameter, and must not outvote the walks that move. It is drawn from by importance
 * sampling: the proposal is normal along each principal direction of the evidence's curvature, with an SD of
 * its own each way, set by how far the evidence falls (after Rue, Martino & Chopin 2009, §6.5): most
 * directions are steep upwards and flat downwards. Weights are truncated (Ionides 2008).
 *
 * Laplace bands at optimised hyperparameters cover less than they say (about .90 at .95, 400 simulated mice);
 * these cover about .94 (tests/statistics/random-walk-coverage.test.ts).
 *
 * @param options those of the fit
 * @param fit an optimised fit of these trials
 * @returns N×K, never smaller than a tenth of the fit's own
 */
export function correctedSd(
  trials: TrialTable,
  options: FitOptions,
  fit: RandomWalkFit,
  random: Random,
  nDraws = 32,
): Float64Array {
  const at = hyperProblem(trials, options, fit);
  const { problem, layout, theta } = at;
  const { nTrials, nParams: K } = problem.model;
  const H = layout.nHyper;
  const packed = packedLength(K);
  const lower = smallestThatMatter(at, fit);
  for (let i = 0; i < H; i++) theta[i] = Math.max(theta[i], lower[i]);
  const centre = evidenceAt(at, theta, fit.mode);
  const curvature = evidenceCurvature(at, fit.mode);
  const vectors = new Float64Array(H * H);
  diagonalise(curvature, vectors, H);
  const widths = Array.from({ length: H }, (_, k) => {
    const guess = 1 / Math.sqrt(Math.max(curvature[k * H + k], 1 / (WIDEST * WIDEST)));
    return [1, -1].map((sign) => widthAlong(at, fit, centre, lower, vectors, k, sign, guess));
  });

  const logWeights: number[] = [];
  const squares: Float64Array[] = [];
  for (let draw = 0; draw < 100 * nDraws && squares.length < nDraws; draw++) {
    const point = theta.slice();
    let logProposal = 0;
    for (let k = 0; k < H; k++) {
      const [up, down] = widths[k];
      const size = Math.abs(random.normal());
      const distance = random.uniform() < up / (up + down) ? up * size : -down * size;
      logProposal -= 0.5 * size * size;
      for (let i = 0; i < H; i++) point[i] += vectors[i * H + k] * distance;
    }
    if (point.some((x, i) => x < lower[i] || x > layout.upper[i])) continue;
    const logEvidence = evidenceAt(at, point, fit.mode);
    if (logEvidence === Number.NEGATIVE_INFINITY) continue;
    posteriorCovariance(problem.chain, problem.covariance, null);
    logWeights.push(logEvidence - centre - logProposal);
    const square = new Float64Array(nTrials * K);
    for (let t = 0; t < nTrials; t++) {
      for (let k = 0; k < K; k++) {
        const moved = problem.params[t * K + k] - fit.mode[t * K + k];
        square[t * K + k] = moved * moved + problem.covariance[t * packed + packedIndex(k, k)];
      }
    }
    squares.push(square);
  }

  if (squares.length === 0) return fit.sd.slice();
  const weights = truncatedWeights(logWeights);
  return fit.sd.map((sd, i) => {
    let sum = 0;
    for (let d = 0; d < weights.length; d++) sum += weights[d] * squares[d][i];
    return Math.max(Math.sqrt(sum), 0.1 * sd);
  });
}

/** The SD that a normal would have along ± eigenvector k, judging by the evidence's fall at about 1.2 of it. */
function widthAlong(
  at: HyperProblem,
  fit: RandomWalkFit,
  centre: number,
  lower: Float64Array,
  vectors: Float64Array,
  k: number,
  sign: number,
  guess: number,
): number {
  const H = at.theta.length;
  let width = guess;
  for (let attempt = 0; attempt < 3; attempt++) {
    const distance = 1.2 * width;
    const point = at.theta.map((x, i) => x + sign * distance * vectors[i * H + k]);
    clamp(point, lower, at.layout.upper);
    const fall = Math.max(centre - evidenceAt(at, point, fit.mode), 0.02);
    const next = Math.min(WIDEST, Math.max(NARROWEST, distance / Math.sqrt(2 * fall)));
    if (Math.abs(Math.log(next / width)) < 0.2) return next;
    width = Math.min(next, 3 * width);
  }
  return width;
}

function clamp(theta: Float64Array, lower: Float64Array, upper: Float64Array): void {
  for (let i = 0; i < theta.length; i++) theta[i] = Math.min(upper[i], Math.max(lower[i], theta[i]));
}

/** log2 of the step SDs below which the walk is as good as constant (see `correctedSd`); of α, its bound. */
function smallestThatMatter({ problem, layout }: HyperProblem, fit: RandomWalkFit): Float64Array {
  const { nTrials, nParams: K, sessionStep } = problem.chain;
  let nSession = 0;
  for (let t = 1; t < nTrials; t++) nSession += sessionStep[t];
  const lower = layout.lower.slice();
  const smallest = new Float64Array(layout.nHyper).fill(Number.POSITIVE_INFINITY);
  for (let p = 0; p < 2 * K; p++) {
    const i = layout.index[p];
    if (i < 0) continue;
    const k = p % K;
    let square = 0;
    for (let t = 0; t < nTrials; t++) square += fit.sd[t * K + k] ** 2 / nTrials;
    const nSteps = p < K ? nTrials - 1 - nSession : nSession;
    smallest[i] = Math.min(smallest[i], Math.log2(Math.sqrt(square / Math.max(1, nSteps)) / 10));
    lower[i] = Math.max(layout.lower[i], smallest[i]);
  }
  return lower;
}

/** Weights that sum to 1, none above √n of their mean before. */
function truncatedWeights(logWeights: readonly number[]): readonly number[] {
  const largest = Math.max(...logWeights);
  const raw = logWeights.map((log) => Math.exp(log - largest));
  const mean = raw.reduce((sum, w) => sum + w, 0) / raw.length;
  const cut = raw.map((w) => Math.min(w, mean * Math.sqrt(raw.length)));
  const total = cut.reduce((sum, w) => sum + w, 0);
  return cut.map((w) => w / total);
}
