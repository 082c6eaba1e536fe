import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { createComputePool } from "../../analyses/compute-pool.ts";
import { fitSubjects, type SubjectFit } from "../../analyses/fit-subjects.ts";
import { SaddlepointError } from "../../errors.ts";
import { writeFitFiles } from "../../formats/fit-files.ts";
import { readTrialTables } from "../../formats/trial-csv/read-trial-tables.ts";
import { shutdownRequested } from "../../postgres/embedded/shutdown-signal.ts";
import {
  type FitOptions,
  LEARNING_RULES,
  type LearningRuleName,
  MODELS,
  type ModelName,
  REGRESSORS,
  type RegressorName,
} from "../../science/random-walk/fit-options.ts";
import { parseHyperparameters } from "../../science/random-walk/parse-hyperparameters.ts";
import { fieldMap, positiveInteger } from "../options.ts";
import { output } from "../output.ts";
import { requireReadable } from "../readable-file.ts";

interface Options {
  readonly model: ModelName;
  readonly rule: LearningRuleName;
  readonly regressors?: readonly RegressorName[];
  readonly hyper?: string;
  readonly out?: string;
  readonly uncertainty?: boolean;
  readonly map?: Record<string, string>;
  readonly threads?: number;
  readonly json?: boolean;
}

export function fitCommand(): Command {
  return new Command("fit")
    .description("Fit a random-walk decision model to each mouse of trial tables; no database")
    .argument("<files...>", "trial tables (.csv or .csv.gz)")
    .addOption(
      new Option("--model <model>", "what a trial's choice follows").choices(MODELS).default("logistic"),
    )
    .addOption(
      new Option("--rule <rule>", "mean of a trial's step (side model)")
        .choices(LEARNING_RULES)
        .default("none"),
    )
    .option(
      "--regressors <names>",
      `of the logistic model, comma-separated: ${REGRESSORS.join(", ")}`,
      regressors,
    )
    .option(
      "--hyper <file.json>",
      'fix the hyperparameters: {"sigma":[…],"sigmaDay":[…]|null,"sigmaInit":[…]}',
    )
    .option("--out <dir>", "write SUBJECT.fit.json and SUBJECT.params.csv into this folder")
    .addOption(
      new Option(
        "--uncertainty",
        "with --out: SDs that count the hyperparameters' uncertainty, and standard errors of these",
      ).conflicts("hyper"),
    )
    .option("--map <field=column>", "name a column, as in import csv; repeatable", fieldMap)
    .option("--threads <n>", "mice at a time; as many as there are cores unless told", positiveInteger)
    .option("--json", "print one JSON array")
    .addHelpText(
      "after",
      "\nWithout --hyper the hyperparameters maximise the evidence. One mouse that cannot be fitted ends the command with\nits reason. Parameters: logistic bias, contrastLeft, contrastRight; race wr, wl, br, bl, z. SDs take the hyperparameters as\nknown: ± 1.96 of them hold the true parameter about 90 % of the time, with --uncertainty about 94 %.",
    )
    .action(run);
}

async function run(files: readonly string[], options: Options): Promise<void> {
  const out = output(options.json ?? false);
  for (const file of files) await requireReadable(file);
  const fitOptions: FitOptions = {
    model: options.model,
    rule: options.rule,
    ...(options.regressors === undefined ? {} : { regressors: options.regressors }),
    ...(options.hyper === undefined ? {} : { hyper: parseHyperparameters(await readJson(options.hyper)) }),
  };
  const countsHyper = options.uncertainty ?? false;
  const stopped = new AbortController();
  void shutdownRequested().then(() => stopped.abort());
  const pool = createComputePool(options.threads);
  const fits: { readonly place: number; readonly document: ReturnType<typeof fitDocument> }[] = [];
  try {
    const tables = readTrialTables(files, options.map === undefined ? {} : { map: options.map });
    for await (const { subject, place, outcome } of fitSubjects(
      pool,
      tables,
      { ...fitOptions, countsHyper },
      stopped.signal,
    )) {
      if (!outcome.ok) {
        const { code, message, remedy } = outcome.error;
        throw new SaddlepointError(code, `${subject.subject}: ${message}`, remedy, { file: subject.file });
      }
      const document = fitDocument(subject.subject, outcome.fit);
      if (options.out !== undefined) {
        const { hyperErrors } = outcome.fit;
        await writeFitFiles(
          options.out,
          subject.subject,
          { ...document, ...(hyperErrors && { hyperErrors }) },
          outcome.fit,
        );
      }
      fits.push({ place, document });
      out.progress(
        `[${fits.length}] ${subject.subject}: log evidence ${document.logEvidence.toFixed(2)} in ${document.durationS.toFixed(2)} s${document.converged ? "" : ", not converged"}`,
      );
    }
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    throw new SaddlepointError(
      "CANCELLED",
      "stopped before the end",
      "Run it again; nothing is kept half-written.",
    );
  } finally {
    await pool.close();
  }
  const documents = fits.sort((a, b) => a.place - b.place).map(({ document }) => document);
  out.answer(documents, () =>
    documents
      .map((fit) => `${fit.subject}  ${fit.nTrials} trials  log evidence ${fit.logEvidence.toFixed(3)}`)
      .join("\n"),
  );
}

type Fit = Extract<SubjectFit<never>["outcome"], { ok: true }>["fit"];

function fitDocument(subject: string, fit: Fit) {
  return {
    subject,
    model: fit.model,
    rule: fit.rule,
    nTrials: fit.nTrials,
    nSessions: fit.nSessions,
    paramNames: fit.paramNames,
    hyper: fit.hyper,
    logLikelihood: fit.logLikelihood,
    logPrior: fit.logPrior,
    logPosterior: fit.logPosterior,
    logEvidence: fit.logEvidence,
    converged: fit.converged,
    iterations: fit.iterations,
    durationS: fit.durationS,
  };
}

function regressors(value: string): readonly RegressorName[] {
  return value.split(",").map((name) => {
    const known = REGRESSORS.find((each) => each === name.trim());
    if (known === undefined) throw new InvalidArgumentError(`Regressors are ${REGRESSORS.join(", ")}.`);
    return known;
  });
}

async function readJson(file: string): Promise<unknown> {
  await requireReadable(file);
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new SaddlepointError(
      "INVALID_JSON",
      `the file is not JSON: ${error instanceof Error ? error.message : error}`,
      'Write {"sigma":[…],"sigmaDay":[…],"sigmaInit":[…]}.',
      { file },
    );
  }
}
