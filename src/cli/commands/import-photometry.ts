import { Command, Option } from "commander";
import { subjectHome } from "../../events/address.ts";
import {
  ALIGNMENTS,
  type AlignmentKind,
  type EventTime,
  readEventTimes,
  readPulseTimes,
} from "../../formats/event-times/read-event-times.ts";
import { type ImportedPhotometry, importPhotometry } from "../../ingest/import-photometry.ts";
import type { AlignmentSource } from "../../ingest/recording-alignment.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { fetchTrialTimes, type TrialTimes } from "../../read/session-context.ts";
import { type CliContext, withContext } from "../context.ts";
import { name, number } from "../options.ts";
import { output } from "../output.ts";
import {
  addPreprocessingOptions,
  type PreprocessingFlags,
  preprocessingOf,
} from "../preprocessing-options.ts";
import { addSiteOptions, newSiteOf, type SiteOptions } from "../recording-site.ts";
import { addSessionOptions, type SessionOptions } from "../session-options.ts";

interface Options extends SessionOptions, SiteOptions, PreprocessingFlags {
  readonly signal?: string;
  readonly control?: string;
  readonly align: string;
  readonly event: AlignmentKind;
  readonly ttlInput?: string;
  readonly ttlFile?: string;
  readonly timeColumn?: string;
  readonly timeUnit?: number;
  readonly series?: readonly string[];
  readonly preprocessing?: string;
}

/** `import photometry`: recordings to snippets. */
export function importPhotometryCommand(): Command {
  const command = addSiteOptions(addSessionOptions(new Command("photometry")))
    .description("Import photometry of one session: raw files are registered, snippets are cut and appended")
    .argument(
      "<files...>",
      "pyPhotometry .ppd, FP3002 frames (CSV, Parquet), NWB, or CSV of time and channels",
    )
    .option("--signal <channel>", "the signal's channel (default: the first)")
    .option("--control <channel>", "the control's channel, or none (default: the likeliest)")
    .requiredOption(
      "--align <file|ttl>",
      "times of events on the recording's clock (.npy, CSV, Parquet); or ttl: the log's trials, by pulses",
    )
    .addOption(
      new Option(
        "--event <kind>",
        "what the times of a plain list are; with ttl, the event that sends the pulse",
      )
        .choices([...ALIGNMENTS])
        .default("stimulus"),
    )
    .option("--ttl-input <name>", "with ttl: the digital input that took the pulses (default: the only one)")
    .option(
      "--ttl-file <file>",
      "with ttl: pulses from a file of their own (.npy; table of Timestamp, Value)",
    )
    .option("--time-column <name>", "CSV: the column of times")
    .option("--time-unit <seconds>", "CSV: seconds of one unit of time, for example 0.001", number)
    .option("--series <name...>", "NWB: the series to read")
    .option("--preprocessing <name>", "name of this preprocessing (default: made of its content)", name);
  return addPreprocessingOptions(command)
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Importing the same again adds nothing. Other parameters give another preprocessing, whose snippets are added beside
those that are there.

  npx saddlepoint import photometry m53.ppd --lab mylab --project learning --subject m53 --session 4 \\
    --site NAc-left --region NAc --hemisphere left --align ttl --ttl-input digital_1
  npx saddlepoint inspect m53.ppd --align cues.npy --plot m53.svg`,
    )
    .action(async (files: string[], options: Options) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const newSite = await newSiteOf(context, options);
        const alignment = await alignmentOf(context, options);
        const imported: ImportedPhotometry[] = [];
        for (const file of files) {
          const done = await importPhotometry(context.pool("ingest"), file, {
            ...addressOf(options),
            site: options.site,
            newSite,
            alignment,
            preprocessing: preprocessingOf(options),
            ...(options.signal === undefined ? {} : { signal: options.signal }),
            ...(options.control === undefined ? {} : { control: options.control }),
            ...(options.preprocessing === undefined ? {} : { preprocessingName: options.preprocessing }),
            ...(options.timeColumn === undefined ? {} : { time: options.timeColumn }),
            ...(options.timeUnit === undefined ? {} : { timeUnitS: options.timeUnit }),
            ...(options.series === undefined ? {} : { series: options.series }),
          });
          imported.push(done);
          out.progress(describe(done, `${imported.length}/${files.length}`));
        }
        const position = await catchUp(context.pool("worker"));
        const appended = imported.reduce((sum, file) => sum + file.appended, 0);
        out.answer({ files: imported, appended, position }, () =>
          appended === 0
            ? "Nothing new: the log had all of it already."
            : `Appended ${appended} events; the log is at position ${position}.`,
        );
      });
    });
}

function addressOf({ lab, project, subject, session, actor }: SessionOptions) {
  return { lab, project, subject, session, actor };
}

async function alignmentOf(context: CliContext, options: Options): Promise<AlignmentSource> {
  if (options.align !== "ttl") {
    return { kind: "recording-clock", events: await readEventTimes(options.align, options.event) };
  }
  const times = await fetchTrialTimes(context.db("reader"), homeOf(options), options.session);
  return {
    kind: "pulses",
    events: times.flatMap(eventsOf),
    pulseEvent: options.event,
    input: options.ttlInput ?? null,
    pulsesS: options.ttlFile === undefined ? null : await readPulseTimes(options.ttlFile),
  };
}

function eventsOf(times: TrialTimes): readonly EventTime[] {
  const { trial } = times;
  const all: readonly (readonly [AlignmentKind, number | null])[] = [
    ["stimulus", times.stimulusOnS],
    ["go-cue", times.goCueS],
    ["choice", times.choiceS],
    ["outcome", times.outcomeS],
  ];
  return all.flatMap(([alignment, timeS]) => (timeS === null ? [] : [{ alignment, trial, timeS }]));
}

function homeOf({ lab, project, subject }: SessionOptions): string {
  return subjectHome(lab, project, subject);
}

function describe(file: ImportedPhotometry, count: string): string {
  const what = file.appended === 0 ? "nothing new" : `${file.appended} events appended`;
  const outside = file.nOutside > 0 ? `, ${file.nOutside} events too near to the recording's ends` : "";
  const clocks =
    file.clocks === null
      ? ""
      : `\n  clocks: ${file.clocks.nMatched} pulses, drift ${file.clocks.driftPpm.toFixed(1)} ppm, residual ${(1000 * file.clocks.residualS).toFixed(2)} ms`;
  const warnings = file.warnings.map((warning) => `\n  note: ${warning}`).join("");
  return `[${count}] ${file.file} (${file.format}): ${file.nSnippets} snippets of ${file.signal} by ${file.preprocessing}, ${what}${outside}${clocks}${warnings}`;
}
