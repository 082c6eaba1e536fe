import { type Command, Option } from "commander";
import type { InputCoding } from "../science/network/choice-sequence.ts";
import { DEFAULT_REPLICATES, type ModelRecovery } from "../science/network/model-recovery.ts";
import type { NetworkIntervals } from "../science/network/network-intervals.ts";
import type { RateSharing } from "../science/network/parameterisation.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import {
  FULL_REFIT,
  PRESETS,
  type Preset,
  QUICK_REFIT,
  type RefitRules,
} from "../science/network/refit-mouse.ts";
import { type FilterFlags, filterKeys, withFilterOptions } from "./filter-options.ts";
import { saidOneWay } from "./one-way.ts";
import { fieldMap, positiveInteger, wholeNumber } from "./options.ts";
import { plotOption } from "./picture-file.ts";
import { subjectHome } from "./subject-home.ts";

/** Options of every command that answers about mice's networks. */
export interface RefitOptions extends FilterFlags {
  readonly home?: string;
  readonly preset: Preset;
  readonly input: InputCoding;
  readonly rates: RateSharing;
  readonly seed: number;
  readonly recovery?: boolean;
  /** An option of `network fit` alone. */
  readonly intervals?: boolean;
  readonly replicates: number;
  readonly map?: Record<string, string>;
  readonly threads?: number;
  readonly plot?: string;
  readonly json?: boolean;
}

/** One mouse's networks. */
export interface MouseNetworks {
  readonly subject: string;
  readonly refit: RefitDocument;
  readonly recovery: ModelRecovery | null;
  readonly intervals: readonly NetworkIntervals[] | null;
  /** Null where it comes from the database. */
  readonly file: string | null;
}

/** Options that say which subjects of the database are meant. */
export const selectionKeys: readonly string[] = ["home", ...filterKeys];

export function withRefitOptions(command: Command): Command {
  return saidOneWay(withFilterOptions(command), "trial tables", selectionKeys)
    .argument("[files...]", "trial tables (.csv or .csv.gz); without them subjects of the database")
    .addOption(
      new Option("--home <lab/project/subject>", "this subject of the database alone")
        .argParser(subjectHome)
        .conflicts([...filterKeys]),
    )
    .addOption(
      new Option("--preset <preset>", "how hard to search: 3 starts a rule, or 20")
        .choices([...PRESETS])
        .default("quick"),
    )
    .addOption(
      new Option("--input <coding>", "what a stimulus gives the network: 1 on its side, or its contrast")
        .choices(["side", "contrast"])
        .default("side"),
    )
    .addOption(
      new Option("--rates <sharing>", "one learning rate, or one for each layer and pathway")
        .choices(["shared", "separate"])
        .default("shared"),
    )
    .option("--seed <seed>", "the same seed gives the same fits", wholeNumber, QUICK_REFIT.seed)
    .option("--recovery", "how often would the verdict be right? simulates and refits; minutes a mouse")
    .option("--replicates <n>", "with --recovery: simulated mice a rule", positiveInteger, DEFAULT_REPLICATES)
    .option("--map <field=column>", "name a column, as in import csv; repeatable", fieldMap)
    .option("--threads <n>", "mice at a time; as many as there are cores unless told", positiveInteger)
    .addOption(plotOption())
    .option("--json", "print one JSON document");
}

export function rulesOf({ preset, input, rates, seed }: RefitOptions): RefitRules {
  return { ...(preset === "full" ? FULL_REFIT : QUICK_REFIT), input, rates, seed };
}
