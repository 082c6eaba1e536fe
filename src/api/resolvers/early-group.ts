import type { CohortMouse } from "../../analyses/cohort.ts";
import { type CohortGroup, findTrajectories, type WindowMeans } from "../../analyses/cohort-findings.ts";
import type { Alignment } from "../../science/statistics/alignment.ts";
import type { EarlyGroupResolvers, EarlyGroupTrajectoryArgs } from "../schema.generated.ts";
import { outOfRange, requireProportion } from "./argument-ranges.ts";
import { mean, trajectoryMeans } from "./cohort-values.ts";

/** Subjects that began alike, and all subjects of the cohort. */
export interface EarlyGroupSource extends CohortGroup {
  readonly mice: readonly CohortMouse[];
}

/** As the schema says. */
const MAX_BINS = 100;

export const earlyGroupResolvers: EarlyGroupResolvers = {
  earlyStrategy: ({ early }) => early,
  early: ({ earlyMeans }) => windowMeans(earlyMeans),
  late: ({ lateMeans }) => windowMeans(lateMeans),
  trajectory: ({ early, mice, n }, args) => {
    const found = findTrajectories(mice, alignmentOf(args)).find((trajectory) => trajectory.early === early);
    return {
      n,
      nUnplaced: found?.nUnplaced ?? 0,
      points: (found?.points ?? []).map(({ at, ...point }) => ({ at, ...trajectoryMeans(point) })),
    };
  },
};

/** @throws SaddlepointError ARGUMENT_OUT_OF_RANGE */
export function alignmentOf({ alignment, accuracy, bins }: Required<EarlyGroupTrajectoryArgs>): Alignment {
  requireProportion("accuracy", accuracy);
  if (bins < 1 || bins > MAX_BINS) throw outOfRange("bins", bins, `a number from 1 to ${MAX_BINS}`);
  switch (alignment) {
    case "SESSION":
      return { on: "session" };
    case "CRITERION":
      return { on: "criterion", accuracy };
    case "FRACTION":
      return { on: "fraction", bins };
  }
}

export function windowMeans({ bias, leftSlope, rightSlope, slopeDifference, accuracy }: WindowMeans) {
  return {
    bias: mean(bias),
    leftSlope: mean(leftSlope),
    rightSlope: mean(rightSlope),
    slopeDifference: mean(slopeDifference),
    accuracy: mean(accuracy),
  };
}
