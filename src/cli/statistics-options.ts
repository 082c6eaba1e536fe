import { type Command, InvalidArgumentError, Option } from "commander";
import { defaultStatisticsOptions, type StatisticsOptions } from "./cohort-document.ts";
import { number, positiveInteger } from "./options.ts";

/** What commander makes of the options below. */
export interface StatisticsFlags {
  readonly predictFrom: number;
  readonly align: StatisticsOptions["alignment"];
  readonly criterion: number;
  readonly bins: number;
}

/** Options of the commands that print a cohort's statistics. */
export function withStatisticsOptions(command: Command): Command {
  const { predictionSessions, alignment, criterion, bins } = defaultStatisticsOptions;
  return command
    .option(
      "--predict-from <k>",
      "foretell the late strategy from the first 1 to k sessions",
      positiveInteger,
      predictionSessions,
    )
    .addOption(
      new Option("--align <how>", "place sessions on trajectories by this")
        .choices(["session", "criterion", "fraction"])
        .default(alignment),
    )
    .option("--criterion <accuracy>", "accuracy of the criterion", proportion, criterion)
    .option("--bins <n>", "bins of training, with --align fraction", positiveInteger, bins);
}

export function statisticsOptions({
  predictFrom,
  align,
  criterion,
  bins,
}: StatisticsFlags): StatisticsOptions {
  return { predictionSessions: predictFrom, alignment: align, criterion, bins };
}

export function proportion(value: string): number {
  const parsed = number(value);
  if (parsed >= 0 && parsed <= 1) return parsed;
  throw new InvalidArgumentError("It must be from 0 to 1.");
}
