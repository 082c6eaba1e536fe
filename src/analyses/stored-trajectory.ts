import { SaddlepointError } from "../errors.ts";
import type { FitSummary, FitTrajectory } from "../read/fits.ts";
import { downsample, fewestPoints } from "../science/random-walk/downsample.ts";
import { RecentAnswers } from "./recent-answers.ts";

/** Most points of a trajectory that is drawn with fewer. */
const MAX_POINTS = 1_000;

/** A trajectory as columns, P points of K weights; weights without a value are null. */
export interface TrajectoryPoints {
  /** Place of each point among the fitted trials, from 0. */
  readonly index: number[];
  readonly session: number[];
  readonly trial: number[];
  /** P rows of K. */
  readonly weight: (number | null)[][];
  readonly sd: (number | null)[][];
}

/** The trajectory's trials that are drawn, as FitTrajectory has them. */
interface DrawnTrajectory extends FitTrajectory {
  readonly index: Int32Array;
}

/**
 * Points that are kept, in all trajectories. What a run has found never changes, and whoever looks at a subject comes
 * back to it; to fetch all its trials and choose among them again would be most of what its page costs.
 */
const MAX_KEPT_POINTS = 250_000;

const recentlyDrawn = new RecentAnswers<DrawnTrajectory>(MAX_KEPT_POINTS);

/** Every fitted trial. */
export async function everyPoint(
  fit: FitSummary,
  fetch: () => Promise<FitTrajectory>,
): Promise<TrajectoryPoints> {
  const index = Int32Array.from({ length: fit.nTrials }, (_, t) => t);
  return pointsOf({ ...(await fetch()), index }, fit.paramNames.length);
}

/** So many trials, with both ends and all extremes among them (see `downsample`). */
export async function fewerPoints(
  fit: FitSummary,
  fetch: () => Promise<FitTrajectory>,
  nPoints: number,
): Promise<TrajectoryPoints> {
  const { runId, home, model, nTrials, logEvidence, paramNames } = fit;
  const K = paramNames.length;
  // Another database has other runs of these numbers.
  const identity = JSON.stringify([runId, home, model, nTrials, logEvidence, nPoints]);
  const drawn = await recentlyDrawn.get(identity, Math.min(nPoints, nTrials), async () => {
    const trajectory = await fetch();
    return drawnAt(trajectory, downsample(trajectory.weight, nTrials, K, nPoints), K);
  });
  return pointsOf(drawn, K);
}

/** @throws SaddlepointError INVALID_POINTS where so many points cannot be had of this fit */
export function checkPoints({ paramNames }: FitSummary, nPoints: number): void {
  const fewest = fewestPoints(paramNames.length);
  if (nPoints >= fewest && nPoints <= MAX_POINTS) return;
  throw new SaddlepointError(
    "INVALID_POINTS",
    `${nPoints} points are asked for`,
    `Ask for ${fewest} (both ends, and both extremes of each of ${paramNames.length} weights) to ${MAX_POINTS} ` +
      "points; fullTrajectory gives every trial.",
    { field: "points", value: nPoints },
  );
}

function drawnAt(
  { session, trial, weight, weightSd }: FitTrajectory,
  index: Int32Array,
  K: number,
): DrawnTrajectory {
  const rows = (values: Float32Array) => {
    const kept = new Float32Array(index.length * K);
    index.forEach((t, i) => {
      kept.set(values.subarray(t * K, (t + 1) * K), i * K);
    });
    return kept;
  };
  return {
    index,
    session: index.map((t) => session[t]),
    trial: index.map((t) => trial[t]),
    weight: rows(weight),
    weightSd: rows(weightSd),
  };
}

function pointsOf({ index, session, trial, weight, weightSd }: DrawnTrajectory, K: number): TrajectoryPoints {
  return {
    index: Array.from(index),
    session: Array.from(session),
    trial: Array.from(trial),
    weight: rowsOf(weight, K),
    sd: rowsOf(weightSd, K),
  };
}

function rowsOf(values: Float32Array, K: number): (number | null)[][] {
  const rows: (number | null)[][] = [];
  for (let at = 0; at < values.length; at += K) {
    const row: (number | null)[] = [];
    for (let k = at; k < at + K; k++) row.push(Number.isFinite(values[k]) ? values[k] : null);
    rows.push(row);
  }
  return rows;
}
