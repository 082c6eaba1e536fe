import { type Command, InvalidArgumentError, Option } from "commander";
import {
  DEFAULT_PREPROCESSING,
  type PreprocessingOptions,
} from "../science/photometry/preprocessing-options.ts";
import { number, wholeNumber } from "./options.ts";

/** Options of preprocessing as the command line names them. */
export interface PreprocessingFlags {
  readonly median: number;
  readonly lowPass: number | null;
  readonly bleaching: PreprocessingOptions["bleaching"];
  readonly highPassHz: number;
  readonly regression: PreprocessingOptions["controlRegression"];
  readonly dff: boolean;
  readonly zScore: boolean;
  readonly rate: number;
  readonly window: readonly [number, number];
}

export function addPreprocessingOptions(command: Command): Command {
  const so = DEFAULT_PREPROCESSING;
  return command
    .option("--median <samples>", "kernel of the median filter; 1 for none", wholeNumber, so.medianKernel)
    .option("--low-pass <hz>", "zero-phase low-pass; none for none", frequencyOrNone, so.lowPassHz)
    .addOption(
      new Option("--bleaching <how>", "how bleaching is taken out")
        .choices(["double-exponential", "high-pass", "none"])
        .default(so.bleaching),
    )
    .option("--high-pass-hz <hz>", "cut-off with --bleaching high-pass", number, so.highPassHz)
    .addOption(
      new Option("--regression <how>", "how the control channel is regressed out")
        .choices(["ordinary", "robust", "none"])
        .default(so.controlRegression),
    )
    .option("--no-dff", "do not divide by the baseline")
    .option("--no-z-score", "do not z-score over the recording")
    .option("--rate <hz>", "sampling rate of the snippets", number, so.sampleRateHz)
    .option("--window <from,to>", "seconds around each event", window, [so.fromS, so.toS]);
}

export function preprocessingOf(flags: PreprocessingFlags): PreprocessingOptions {
  return {
    medianKernel: flags.median,
    lowPassHz: flags.lowPass,
    bleaching: flags.bleaching,
    highPassHz: flags.highPassHz,
    controlRegression: flags.regression,
    dff: flags.dff,
    zScore: flags.zScore,
    sampleRateHz: flags.rate,
    fromS: flags.window[0],
    toS: flags.window[1],
  };
}

function frequencyOrNone(value: string): number | null {
  return value === "none" ? null : number(value);
}

function window(value: string): readonly [number, number] {
  const parts = value.split(",");
  if (parts.length !== 2) throw new InvalidArgumentError("Write it as from,to in seconds, for example -1,2.");
  return [number(parts[0]), number(parts[1])];
}
