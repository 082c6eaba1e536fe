import { basename } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { createComputePool } from "../../analyses/compute-pool.ts";
import { strategiesOfSubjects } from "../../analyses/strategies-of-subjects.ts";
import { defaultStrategyRules, type StrategyRules } from "../../analyses/subject-strategies.ts";
import { SaddlepointError } from "../../errors.ts";
import { readTrialTables } from "../../formats/trial-csv/read-trial-tables.ts";
import { alignmentOf, type StatisticsOptions } from "../cohort-document.ts";
import { fieldMap, number, positiveInteger, wholeNumber } from "../options.ts";
import { output } from "../output.ts";
import { plotOption } from "../picture-file.ts";
import { requireReadable } from "../readable-file.ts";
import {
  proportion,
  type StatisticsFlags,
  statisticsOptions,
  withStatisticsOptions,
} from "../statistics-options.ts";
import {
  cohortSubject,
  type FileSubject,
  strategiesDocument,
  strategiesText,
} from "../strategies-document.ts";
import {
  filePictures,
  type PictureMouse,
  type PictureName,
  type PictureSet,
  pictureNames,
  writePictures,
} from "../strategy-pictures.ts";

interface Options extends StatisticsFlags {
  readonly map?: Readonly<Record<string, string>>;
  readonly earlyWindow: readonly [number, number];
  readonly lateLength: number;
  readonly minSessions: number;
  readonly association: number;
  readonly bias: number;
  readonly classThreshold: number;
  readonly switchingCost: number;
  readonly minSegment: number;
  readonly maxResponseTimeZ: number | null;
  readonly keepRepeats?: boolean;
  readonly minTrials: number;
  readonly minZeroTrials: number;
  readonly bootstraps: number;
  readonly threads?: number;
  readonly plot?: string;
  readonly picture: readonly PictureName[];
  readonly subject?: string;
  readonly json?: boolean;
}

const { sessionMeasures: measured, strategies: rules, psychometric } = defaultStrategyRules;

export function strategiesCommand(): Command {
  const command = new Command("strategies")
    .description(
      "Strategies over training of the mice in trial tables, and what they have in common; no database",
    )
    .argument("<files...>", "trial tables (.csv or .csv.gz)")
    .option("--map <field=column>", "name a column, as in import csv; repeatable", fieldMap)
    .option(
      "--early-window <a-b>",
      "first and last session of the early window",
      sessionRange,
      rules.earlyWindow,
    )
    .option(
      "--late-length <n>",
      "sessions of the late window, the last ones",
      positiveInteger,
      rules.lateLength,
    )
    .option("--min-sessions <n>", "sessions that early and late need", positiveInteger, rules.minSessions)
    .option(
      "--association <θ>",
      "a side's stimuli count from this effect",
      proportion,
      rules.thresholds.association,
    )
    .option("--bias <β>", "a choice leans from this bias", proportion, rules.thresholds.bias)
    .option(
      "--class-threshold <d>",
      "slope difference of the left and right class",
      proportion,
      rules.trajectoryThreshold,
    )
    .option(
      "--switching-cost <trials>",
      "what a change of strategy must gain",
      number,
      rules.switchingCostTrials,
    )
    .option("--min-segment <trials>", "shortest segment", positiveInteger, rules.minTrials)
    .option(
      "--max-response-time-z <z>",
      "measures leave out slower trials; none keeps all",
      zLimit,
      measured.maxResponseTimeZ,
    )
    .option("--keep-repeats", "measures count repeated trials too")
    .option("--min-trials <n>", "a smaller session carries its measures", wholeNumber, measured.minTrials)
    .option(
      "--min-zero-trials <n>",
      "likewise, of zero contrast",
      wholeNumber,
      measured.minZeroContrastTrials,
    )
    .option(
      "--bootstraps <n>",
      "refits for the intervals of psychometric functions",
      wholeNumber,
      psychometric.nBootstrap,
    );
  return withStatisticsOptions(command)
    .option("--threads <n>", "mice at a time; as many as there are cores unless told", positiveInteger)
    .addOption(plotOption())
    .option(
      "--picture <names>",
      `which, comma-separated: ${filePictures.join(", ")}; all`,
      pictureNames(filePictures),
      ["ribbons"],
    )
    .option("--subject <name>", "the mouse of the psychometric picture; the one that learnt most unless told")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nTrials of segments are counted from 0 over all rows of the mouse; their `first` and `last` give session and\ntrial as the file does.",
    )
    .action(run);
}

async function run(files: readonly string[], options: Options): Promise<void> {
  const out = output(options.json ?? false);
  for (const file of files) await requireReadable(file);
  const strategyRules = rulesOf(options);
  const statistics = statisticsOptions(options);
  const pool = createComputePool(options.threads);
  try {
    const subjects = await strategiesOfSubjects(
      pool,
      readTrialTables(files, options.map === undefined ? {} : { map: options.map }),
      strategyRules,
      ({ subject: { subject, file, trials, metadata }, result }): FileSubject => ({
        subject,
        file,
        simulated: metadata.simulated,
        nTrials: trials.nTrials,
        derived: result,
      }),
      ({ subject, result }, nDone) => {
        const found = result.unfitted?.message ?? `${result.strategies?.segments.length ?? 0} segments`;
        const tag = subject.metadata.simulated ? " (simulated)" : "";
        out.progress(`[${nDone}] ${basename(subject.file)} ${subject.subject}${tag}: ${found}`);
      },
    );
    const document = strategiesDocument(subjects, strategyRules, statistics);
    const pictures =
      options.plot === undefined
        ? []
        : await writePictures(options.plot, options.picture, pictureSet(subjects, options, statistics));
    for (const file of pictures) out.progress(`drawn: ${file}`);
    out.answer(document, () => strategiesText(document));
  } finally {
    await pool.close();
  }
}

function rulesOf(options: Options): StrategyRules {
  return {
    sessionMeasures: {
      ...measured,
      excludeRepeats: !options.keepRepeats,
      maxResponseTimeZ: options.maxResponseTimeZ,
      minTrials: options.minTrials,
      minZeroContrastTrials: options.minZeroTrials,
    },
    strategies: {
      ...rules,
      earlyWindow: options.earlyWindow,
      lateLength: options.lateLength,
      minSessions: options.minSessions,
      thresholds: { association: options.association, bias: options.bias },
      trajectoryThreshold: options.classThreshold,
      switchingCostTrials: options.switchingCost,
      minTrials: options.minSegment,
    },
    psychometric: { ...psychometric, nBootstrap: options.bootstraps },
  };
}

function pictureSet(
  subjects: readonly FileSubject[],
  options: Options,
  statistics: StatisticsOptions,
): PictureSet {
  const mice = subjects.map(pictureMouse);
  const at = shownSubject(subjects, options.subject);
  return {
    simulated: subjects.some(({ simulated }) => simulated),
    mice,
    cohort: subjects.map(cohortSubject),
    alignment: alignmentOf(statistics),
    coordinate: "association",
    threshold: options.association,
    shown: at < 0 ? null : { mouse: mice[at], measures: subjects[at].derived.measures },
  };
}

function pictureMouse({ subject, nTrials, derived: { strategies } }: FileSubject): PictureMouse {
  return {
    subject,
    nTrials,
    sessionStarts: strategies?.sessionStarts ?? null,
    segments: strategies?.segments ?? [],
    earlyStrategy: strategies?.earlyStrategy ?? null,
    path: strategies?.associations ?? [],
  };
}

/** @throws SaddlepointError NO_SUCH_SUBJECT */
function shownSubject(subjects: readonly FileSubject[], name: string | undefined): number {
  if (name !== undefined) {
    const at = subjects.findIndex(({ subject }) => subject === name);
    if (at >= 0) return at;
    throw new SaddlepointError(
      "NO_SUCH_SUBJECT",
      `the files hold no subject ${name}`,
      `Give --subject one of ${subjects.map(({ subject }) => subject).join(", ")}.`,
    );
  }
  const learnt = subjects.map(({ derived: { earlyLate } }) =>
    earlyLate.late === null ? -2 : (earlyLate.late.leftSlope ?? 0) + (earlyLate.late.rightSlope ?? 0),
  );
  return learnt.indexOf(Math.max(...learnt));
}

function sessionRange(value: string): readonly [number, number] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(value) ?? [];
  if (first !== undefined && Number(first) >= 1 && Number(last) >= Number(first)) {
    return [Number(first), Number(last)];
  }
  throw new InvalidArgumentError("Write first and last session, for example 4-8.");
}

function zLimit(value: string): number | null {
  return value === "none" ? null : number(value);
}
