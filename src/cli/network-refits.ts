import { type Command, Option } from "commander";
import { createComputePool } from "../analyses/compute-pool.ts";
import { refitSubjects, type SubjectRefit } from "../analyses/refit-subjects.ts";
import { SaddlepointError } from "../errors.ts";
import { readTrialTables } from "../formats/trial-csv/read-trial-tables.ts";
import { shutdownRequested } from "../postgres/embedded/shutdown-signal.ts";
import type { InputCoding } from "../science/network/choice-sequence.ts";
import { DEFAULT_REPLICATES, type ModelRecovery } from "../science/network/model-recovery.ts";
import type { RateSharing } from "../science/network/parameterisation.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import {
  FULL_REFIT,
  PRESETS,
  type Preset,
  QUICK_REFIT,
  type RefitRules,
} from "../science/network/refit-mouse.ts";
import { fieldMap, positiveInteger, wholeNumber } from "./options.ts";
import { type Output, output } from "./output.ts";
import { requireReadable } from "./readable-file.ts";

/** Options of every command that answers about mice's networks. */
export interface RefitOptions {
  readonly preset: Preset;
  readonly input: InputCoding;
  readonly rates: RateSharing;
  readonly seed: number;
  readonly recovery?: boolean;
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
  readonly file: string;
}

export function withRefitOptions(command: Command, files = "<files...>"): Command {
  return command
    .argument(files, "trial tables (.csv or .csv.gz)")
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
    .option("--plot <file.svg>", "draw a picture")
    .option("--json", "print one JSON document");
}

/** The networks of the mice in these files. */
export async function mouseNetworks(
  files: readonly string[],
  options: RefitOptions,
): Promise<readonly MouseNetworks[]> {
  const out = output(options.json ?? false);
  for (const file of files) await requireReadable(file);
  const stopped = new AbortController();
  void shutdownRequested().then(() => stopped.abort());
  const pool = createComputePool(options.threads);
  try {
    const fitted = await refitSubjects(
      pool,
      readTrialTables(files, options.map === undefined ? {} : { map: options.map }),
      {
        rules: rulesOf(options),
        nReplicates: options.recovery ? options.replicates : 0,
        signal: stopped.signal,
        ...progressTo(out),
      },
    );
    return fitted.map(({ subject, refit, recovery }: SubjectRefit<{ subject: string; file: string }>) => ({
      subject: subject.subject,
      refit,
      recovery,
      file: subject.file,
    }));
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    throw new SaddlepointError("CANCELLED", "stopped before the end", "Run it again; nothing was written.");
  } finally {
    await pool.close();
  }
}

export function rulesOf({ preset, input, rates, seed }: RefitOptions): RefitRules {
  return { ...(preset === "full" ? FULL_REFIT : QUICK_REFIT), input, rates, seed };
}

function progressTo(out: Output) {
  return {
    onProgress: (subject: string, stage: string, share: number) =>
      out.progress(`${subject}: ${stage} ${(100 * share).toFixed(0)} %`),
    onDone: (subject: string, { verdict, nTrials }: RefitDocument, nDone: number) =>
      out.progress(
        `[${nDone}] ${subject}: ${nTrials} trials, ${verdict.winner}${verdict.sure ? "" : " (not sure)"}`,
      ),
  };
}
