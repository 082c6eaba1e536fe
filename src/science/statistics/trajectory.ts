import type { LearningPoint } from "../session-measures.ts";
import { type Mean, meanWithInterval } from "./intervals.ts";

/** The measures whose course over training is averaged. */
export const trajectoryMeasures = ["leftSlope", "rightSlope", "bias", "accuracy"] as const;

export type TrajectoryMeasure = (typeof trajectoryMeasures)[number];

/** Mean measures of several mice at one point of training. */
export interface TrajectoryPoint extends Readonly<Record<TrajectoryMeasure, Mean>> {
  /** Session number, sessions since the criterion, or fraction of training: the alignment's own unit. */
  readonly at: number;
  /** Mice with a session there. */
  readonly n: number;
  /** Mice whose training had ended before (censored): the mean is that of the mice still in training. */
  readonly nEnded: number;
}

/** Mean measures by session number, with Student's intervals over mice; every session that any mouse has. */
export function trajectoryBySession(mice: readonly (readonly LearningPoint[])[]): readonly TrajectoryPoint[] {
  return meanTrajectory(mice.map((measures) => measures.map((row) => ({ ...row, at: row.session }))));
}

/** A session placed on the axis of an alignment. */
export type PlacedMeasure = Readonly<Record<TrajectoryMeasure, number | null>> & { readonly at: number };

/** Mean over mice at each place that any of them has, ascending. Each mouse's rows ascend in `at`. */
export function meanTrajectory(mice: readonly (readonly PlacedMeasure[])[]): readonly TrajectoryPoint[] {
  const byPlace = new Map<number, PlacedMeasure[]>();
  for (const measures of mice) {
    for (const row of measures) {
      const rows = byPlace.get(row.at);
      if (rows) rows.push(row);
      else byPlace.set(row.at, [row]);
    }
  }
  const ends = mice.flatMap((measures) => measures.slice(-1).map((row) => row.at));
  return [...byPlace]
    .sort(([a], [b]) => a - b)
    .map(([at, rows]) => ({
      at,
      n: rows.length,
      nEnded: ends.filter((end) => end < at).length,
      leftSlope: meanWithInterval(rows.map((row) => row.leftSlope)),
      rightSlope: meanWithInterval(rows.map((row) => row.rightSlope)),
      bias: meanWithInterval(rows.map((row) => row.bias)),
      accuracy: meanWithInterval(rows.map((row) => row.accuracy)),
    }));
}
