import type { LearningPoint } from "../session-measures.ts";
import {
  meanTrajectory,
  type PlacedMeasure,
  type TrajectoryPoint,
  trajectoryMeasures,
} from "./trajectory.ts";

/** What lies at 0, or at 1, of a trajectory's axis. */
export type Alignment =
  /** Session number. */
  | { readonly on: "session" }
  /** Sessions since the first whose accuracy reaches `accuracy` (0 there). */
  | { readonly on: "criterion"; readonly accuracy: number }
  /** Fraction of the mouse's own training, in this many bins; a point lies at its bin's middle. */
  | { readonly on: "fraction"; readonly bins: number };

export interface GroupTrajectory<Group extends string> {
  readonly group: Group;
  /** Mice in the group. */
  readonly n: number;
  /** Of those, mice without a place on the axis: they left before they reached the criterion (censored). */
  readonly nUnplaced: number;
  readonly points: readonly TrajectoryPoint[];
}

/**
 * Mean trajectories of groups of mice (their early strategies, say), with Student's intervals.
 *
 * A mouse that left early is missing from later points, never carried forward: each point says how many mice it
 * has and how many had ended.
 *
 * @param mice in any order; groups come in order of first appearance
 */
export function groupTrajectories<Group extends string>(
  mice: readonly { readonly group: Group; readonly measures: readonly LearningPoint[] }[],
  alignment: Alignment,
): readonly GroupTrajectory<Group>[] {
  const groups = [...new Set(mice.map(({ group }) => group))];
  return groups.map((group) => {
    const own = mice.filter((mouse) => mouse.group === group);
    const placed = own.map(({ measures }) => align(measures, alignment)).filter((rows) => rows !== null);
    return { group, n: own.length, nUnplaced: own.length - placed.length, points: meanTrajectory(placed) };
  });
}

/** A mouse's sessions on the axis of an alignment, ascending; null where it has no place there. */
export function align(
  measures: readonly LearningPoint[],
  alignment: Alignment,
): readonly PlacedMeasure[] | null {
  if (measures.length === 0) return null;
  switch (alignment.on) {
    case "session":
      return measures.map((row) => ({ ...row, at: row.session }));
    case "criterion": {
      const reached = firstAbove(measures, alignment.accuracy);
      return reached === null ? null : measures.map((row) => ({ ...row, at: row.session - reached }));
    }
    case "fraction":
      return inBins(measures, alignment.bins);
  }
}

/** Number of the first session whose accuracy reaches the criterion; null where none does. */
export function firstAbove(measures: readonly LearningPoint[], accuracy: number): number | null {
  return measures.find((row) => row.accuracy !== null && row.accuracy >= accuracy)?.session ?? null;
}

/** Means of the sessions in each bin of the mouse's training; bins without a session are left out. */
function inBins(measures: readonly LearningPoint[], bins: number): readonly PlacedMeasure[] {
  const first = measures[0].session;
  const length = measures[measures.length - 1].session - first + 1;
  const binOf = (session: number) => Math.floor((bins * (session - first + 0.5)) / length);
  return Array.from({ length: bins }, (_, bin) => bin).flatMap((bin): readonly PlacedMeasure[] => {
    const rows = measures.filter(({ session }) => binOf(session) === bin);
    if (rows.length === 0) return [];
    const [leftSlope, rightSlope, bias, accuracy] = trajectoryMeasures.map((name) => {
      const defined = rows.map((row) => row[name]).filter((value) => value !== null);
      return defined.length > 0 ? defined.reduce((sum, value) => sum + value, 0) / defined.length : null;
    });
    return [{ at: (bin + 0.5) / bins, leftSlope, rightSlope, bias, accuracy }];
  });
}
