import { Command } from "commander";
import { networkCompareCommand } from "./network-compare.ts";
import { networkFitCommand } from "./network-fit.ts";
import { networkFixedPointsCommand } from "./network-fixed-points.ts";
import { networkSimulateCommand } from "./network-simulate.ts";

export function networkCommand(): Command {
  return new Command("network")
    .description("Networks that learn as mice do: fits, rival rules, fixed points, simulations")
    .addCommand(networkFitCommand())
    .addCommand(networkCompareCommand())
    .addCommand(networkFixedPointsCommand())
    .addCommand(networkSimulateCommand());
}
