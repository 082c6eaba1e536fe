/** Statistics as the schema writes them. */
import type { Correlation as FoundCorrelation } from "../../science/statistics/correlation.ts";
import type { Mean as FoundMean, Proportion as FoundProportion } from "../../science/statistics/intervals.ts";
import type { TrajectoryMeasure, TrajectoryPoint } from "../../science/statistics/trajectory.ts";
import { interval } from "../interval.ts";
import type { Correlation, Mean, Proportion } from "../schema.generated.ts";

export function correlation({ r, ci, p, n }: FoundCorrelation): Correlation {
  return { r, ci: interval(ci), p, n };
}

export function mean({ mean, ci, n }: FoundMean): Mean {
  return { mean, ci: interval(ci), n };
}

export function proportion({ proportion, ci, k, n }: FoundProportion): Proportion {
  return { proportion, ci: interval(ci), k, n };
}

export function trajectoryMeans({
  n,
  nEnded,
  leftSlope,
  rightSlope,
  bias,
  accuracy,
}: Pick<TrajectoryPoint, TrajectoryMeasure | "n" | "nEnded">) {
  return {
    n,
    nEnded,
    leftSlope: mean(leftSlope),
    rightSlope: mean(rightSlope),
    bias: mean(bias),
    accuracy: mean(accuracy),
  };
}
