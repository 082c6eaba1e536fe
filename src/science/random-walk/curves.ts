import { SaddlepointError } from "../../errors.ts";
import type { Random } from "../random.ts";
import type { RandomWalkFit } from "./fit.ts";
import { logFinish, logSurvival } from "./race-density.ts";

/** One contrast's point of a psychometric curve. */
export interface PsychometricPoint {
  /** Right minus left, −1 to 1. */
  readonly contrast: number;
  /** At the most probable parameters. */
  readonly probabilityRight: number;
  /** 95 % posterior band. */
  readonly lower: number;
  readonly upper: number;
}

/** One contrast's response times on a chronometric curve, in seconds from stimulus onset. */
export interface ChronometricPoint {
  readonly contrast: number;
  readonly left: ResponseTimes;
  readonly right: ResponseTimes;
}

/** Deciles of the response times of one choice; null where it is chosen with a probability below 1e-6. */
export interface ResponseTimes {
  readonly medianS: number | null;
  readonly tenthPercentileS: number | null;
  readonly ninetiethPercentileS: number | null;
}

const BAND = 1.959963984540054;
const DRAWS = 200;
const LEAST_PROBABILITY = 1e-6;

/**
 * The psychometric curve of one fitted trial: P(right) by signed contrast, other regressors at 0.
 *
 * The logistic models' bands are exact for the Gaussian posterior of the trial; the race model's are
 * quantiles of 200 draws from it (draws with a threshold that is not positive are left out).
 *
 * @param t fitted trial, 0 … N − 1
 * @param random needed by the race model's band
 */
export function psychometricCurve(
  fit: RandomWalkFit,
  t: number,
  contrasts: readonly number[],
  random: Random,
): readonly PsychometricPoint[] {
  checkTrial(fit, t);
  const K = fit.paramNames.length;
  const mode = fit.mode.subarray(t * K, (t + 1) * K);
  if (fit.model !== "race") {
    return contrasts.map((contrast) => {
      const x = fit.paramNames.map((name) => regressorOf(name, contrast));
      let eta = 0;
      let variance = 0;
      for (let i = 0; i < K; i++) {
        eta += x[i] * mode[i];
        for (let j = 0; j < K; j++) variance += x[i] * fit.covariance[(t * K + i) * K + j] * x[j];
      }
      const half = BAND * Math.sqrt(variance);
      return {
        contrast,
        probabilityRight: logistic(eta),
        lower: logistic(eta - half),
        upper: logistic(eta + half),
      };
    });
  }
  const draws = drawTrial(fit, t, random);
  return contrasts.map((contrast) => {
    const sorted = draws.map((e) => raceOutcome(e, contrast).probabilityRight).sort((a, b) => a - b);
    const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))];
    const probabilityRight = raceOutcome(mode, contrast).probabilityRight;
    return {
      contrast,
      probabilityRight,
      lower: Math.min(probabilityRight, at(0.025)),
      upper: Math.max(probabilityRight, at(0.975)),
    };
  });
}

/**
 * The chronometric curve of one trial of a race fit: response times by signed contrast and choice, at the
 * most probable parameters.
 *
 * @throws SaddlepointError NO_RESPONSE_TIMES for the models of choice alone
 */
export function chronometricCurve(
  fit: RandomWalkFit,
  t: number,
  contrasts: readonly number[],
): readonly ChronometricPoint[] {
  checkTrial(fit, t);
  const { nonDecisionS } = fit;
  if (fit.model !== "race" || nonDecisionS === null) {
    throw new SaddlepointError(
      "NO_RESPONSE_TIMES",
      `the ${fit.model} model says nothing of response times`,
      "Fit the race model for a chronometric curve.",
      { field: "model", value: fit.model },
    );
  }
  const K = fit.paramNames.length;
  const mode = fit.mode.subarray(t * K, (t + 1) * K);
  return contrasts.map((contrast) => {
    const { right, left, grid } = raceOutcome(mode, contrast);
    return { contrast, left: times(left, grid, nonDecisionS), right: times(right, grid, nonDecisionS) };
  });
}

function regressorOf(name: string, contrast: number): number {
  switch (name) {
    case "bias":
    case "b":
      return 1;
    case "contrastLeft":
      return Math.max(0, -contrast);
    case "contrastRight":
      return Math.max(0, contrast);
    case "w":
      return Math.sign(contrast);
    default:
      return 0;
  }
}

const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));

function drawTrial(fit: RandomWalkFit, t: number, random: Random): readonly Float64Array[] {
  const K = fit.paramNames.length;
  const mode = fit.mode.subarray(t * K, (t + 1) * K);
  const root = lowerRoot(fit.covariance.subarray(t * K * K, (t + 1) * K * K), K);
  const draws: Float64Array[] = [];
  for (let n = 0; n < DRAWS; n++) {
    const xi = Float64Array.from({ length: K }, () => random.normal());
    const draw = mode.map((m, i) =>
      xi.subarray(0, i + 1).reduce((sum, z, j) => sum + root[i * K + j] * z, m),
    );
    if (draw[K - 1] > 0) draws.push(draw);
  }
  return draws.length > 0 ? draws : [Float64Array.from(mode)];
}

/** Cholesky factor of a full K×K matrix, row-major. */
function lowerRoot(matrix: Float64Array, K: number): Float64Array {
  const root = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * K + j];
      for (let m = 0; m < j; m++) sum -= root[i * K + m] * root[j * K + m];
      root[i * K + j] =
        i === j ? Math.sqrt(Math.max(0, sum)) : root[j * K + j] > 0 ? sum / root[j * K + j] : 0;
    }
  }
  return root;
}

const GRID_POINTS = 400;
const GRID_START_S = 1e-4;
const GRID_END_S = 1e4;

/** Cumulative probabilities that each side has won the race by the times of a logarithmic grid, in seconds. */
interface RaceOutcome {
  readonly grid: Float64Array;
  readonly right: Float64Array;
  readonly left: Float64Array;
  /** Among the races that one of them wins. */
  readonly probabilityRight: number;
}

function raceOutcome(e: Float64Array, contrast: number): RaceOutcome {
  const [wr, wl, br, bl, z] = e;
  const xR = Math.max(0, contrast);
  const xL = Math.max(0, -contrast);
  const grid = new Float64Array(GRID_POINTS);
  const right = new Float64Array(GRID_POINTS);
  const left = new Float64Array(GRID_POINTS);
  const ratio = Math.log(GRID_END_S / GRID_START_S) / (GRID_POINTS - 1);
  let before: readonly [number, number] = [0, 0];
  for (let i = 0; i < GRID_POINTS; i++) {
    const T = GRID_START_S * Math.exp(i * ratio);
    // Densities by log T.
    const here = [
      T * Math.exp(logFinish(xR, wr, br, z, T) + logSurvival(xL, wl, bl, z, T)),
      T * Math.exp(logFinish(xL, wl, bl, z, T) + logSurvival(xR, wr, br, z, T)),
    ] as const;
    grid[i] = T;
    if (i > 0) {
      right[i] = right[i - 1] + 0.5 * ratio * (before[0] + here[0]);
      left[i] = left[i - 1] + 0.5 * ratio * (before[1] + here[1]);
    }
    before = here;
  }
  const wonRight = right[GRID_POINTS - 1];
  const wonLeft = left[GRID_POINTS - 1];
  return { grid, right, left, probabilityRight: wonRight / (wonRight + wonLeft) };
}

function times(cumulative: Float64Array, grid: Float64Array, nonDecisionS: number): ResponseTimes {
  const total = cumulative[GRID_POINTS - 1];
  const quantile = (q: number): number | null => {
    if (!(total > LEAST_PROBABILITY)) return null;
    const i = Math.max(
      1,
      cumulative.findIndex((c) => c >= q * total),
    );
    const share = (q * total - cumulative[i - 1]) / (cumulative[i] - cumulative[i - 1]);
    return nonDecisionS + grid[i - 1] * (grid[i] / grid[i - 1]) ** share;
  };
  return { tenthPercentileS: quantile(0.1), medianS: quantile(0.5), ninetiethPercentileS: quantile(0.9) };
}

function checkTrial(fit: RandomWalkFit, t: number): void {
  if (Number.isInteger(t) && t >= 0 && t < fit.nTrials) return;
  throw new SaddlepointError(
    "TRIAL_OUT_OF_RANGE",
    `trial ${t} is not one of the fit's ${fit.nTrials}`,
    `Ask for a fitted trial from 0 to ${fit.nTrials - 1}.`,
    { field: "trial", value: t },
  );
}
