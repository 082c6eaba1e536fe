import { SaddlepointError } from "../errors.ts";
import type { FitSummary, FitTrajectory } from "../read/fits.ts";
import { downsample, fewestPoints } from "../science/random-walk/downsample.ts";

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

/** Every fitted trial. */
export function everyPoint(fit: FitSummary, trajectory: FitTrajectory): TrajectoryPoints {
  return pointsAt(
    fit,
    trajectory,
    Int32Array.from({ length: fit.nTrials }, (_, t) => t),
  );
}

/** So many trials, with both ends and all extremes among them (see `downsample`). */
export function fewerPoints(fit: FitSummary, trajectory: FitTrajectory, nPoints: number): TrajectoryPoints {
  return pointsAt(
    fit,
    trajectory,
    downsample(trajectory.weight, fit.nTrials, fit.paramNames.length, nPoints),
  );
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

function pointsAt(
  { paramNames }: FitSummary,
  { session, trial, weight, weightSd }: FitTrajectory,
  kept: Int32Array,
): TrajectoryPoints {
  const K = paramNames.length;
  return {
    index: Array.from(kept),
    session: Array.from(kept, (t) => session[t]),
    trial: Array.from(kept, (t) => trial[t]),
    weight: rowsOf(weight, K, kept),
    sd: rowsOf(weightSd, K, kept),
  };
}

function rowsOf(values: Float32Array, K: number, kept: Int32Array): (number | null)[][] {
  const rows: (number | null)[][] = [];
  for (const t of kept) {
    const row: (number | null)[] = [];
    for (let k = t * K; k < (t + 1) * K; k++) row.push(Number.isFinite(values[k]) ? values[k] : null);
    rows.push(row);
  }
  return rows;
}
