import { basename } from "node:path";
import { Command, Option } from "commander";
import {
  ALIGNMENTS,
  type AlignmentKind,
  readEventTimes,
} from "../../formats/event-times/read-event-times.ts";
import {
  type InspectedFile,
  type InspectedRecording,
  inspectOther,
  inspectRecording,
} from "../../ingest/inspect-recording.ts";
import { recordingPicture } from "../../plots/recording-picture.ts";
import { number } from "../options.ts";
import { output } from "../output.ts";
import { plotOption, writePicture } from "../picture-file.ts";
import {
  addPreprocessingOptions,
  type PreprocessingFlags,
  preprocessingOf,
} from "../preprocessing-options.ts";

interface Options extends PreprocessingFlags {
  readonly align?: string;
  readonly event: AlignmentKind;
  readonly signal?: string;
  readonly control?: string;
  readonly timeColumn?: string;
  readonly timeUnit?: number;
  readonly series?: readonly string[];
  readonly plot?: string;
  readonly json?: boolean;
}

/** `inspect`: what a recording holds and how good it is, without the log. */
export function inspectCommand(): Command {
  const command = new Command("inspect")
    .description(
      "Explain a rig's file: every byte of its header; of a recording channels, pulses, quality; nothing is appended",
    )
    .argument(
      "<file>",
      "pyPhotometry .ppd, FP3002 frames (CSV, Parquet), NWB, CSV; or any .npy, Parquet, HDF5 or CSV",
    )
    .option("--align <file>", "times of events on the recording's clock (.npy, CSV, Parquet)")
    .addOption(
      new Option("--event <kind>", "what the times of a plain list are")
        .choices([...ALIGNMENTS])
        .default("stimulus"),
    )
    .option("--signal <channel>", "the signal's channel (default: the first)")
    .option("--control <channel>", "the control's channel, or none (default: the likeliest)")
    .option("--time-column <name>", "CSV: the column of times")
    .option("--time-unit <seconds>", "CSV: seconds of one unit of time, for example 0.001", number)
    .option("--series <name...>", "NWB: the series to read")
    .addOption(plotOption("draw raw, corrected and event-aligned traces into this file"));
  return addPreprocessingOptions(command)
    .option("--json", "print one JSON document")
    .action(async (file: string, options: Options) => {
      const out = output(options.json ?? false);
      const events = options.align === undefined ? [] : await readEventTimes(options.align, options.event);
      const asked = await inspectRecording(file, {
        preprocessing: preprocessingOf(options),
        events,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.control === undefined ? {} : { control: options.control }),
        ...(options.timeColumn === undefined ? {} : { time: options.timeColumn }),
        ...(options.timeUnit === undefined ? {} : { timeUnitS: options.timeUnit }),
        ...(options.series === undefined ? {} : { series: options.series }),
      }).catch((failure: unknown) => {
        // Who asks for a channel, series or plot of it means a recording.
        const { signal, control, plot, timeColumn, series } = options;
        const wantsRecording = [signal, control, plot, timeColumn, series].some((each) => each !== undefined);
        if (wantsRecording) throw failure;
        return inspectOther(file, failure);
      });
      if (!("traces" in asked)) {
        out.answer(asked, () => otherText(asked));
        return;
      }
      const { traces, ...inspected } = asked;
      if (options.plot !== undefined) {
        const units = inspected.channels.find(({ name }) => name === inspected.signal)?.units ?? "";
        const picture = recordingPicture(
          {
            ...traces,
            signalName: inspected.signal,
            controlName: inspected.control,
            rawUnits: units,
            units: inspected.units,
          },
          { title: basename(file) },
        );
        await writePicture(options.plot, picture);
        out.progress(`wrote ${options.plot}`);
      }
      out.answer(inspected, () => textOf(inspected));
    });
}

function otherText({ file, format, bytes, sha256, parts, facts, notes }: InspectedFile): string {
  return [
    `${file}: ${format}, ${bytes} bytes, SHA-256 ${sha256}`,
    ...partLines(parts),
    "header and counts:",
    ...Object.entries(facts).map(([name, value]) => `  ${name}: ${value}`),
    ...notes.map((note) => `note: ${note}`),
  ].join("\n");
}

function partLines(parts: InspectedFile["parts"]): readonly string[] {
  return [
    "bytes:",
    ...parts.map(({ offset, length, what }) => `  ${offset}–${offset + length - 1}  ${what}`),
  ];
}

function textOf(file: Omit<InspectedRecording, "traces">): string {
  const { quality } = file;
  const measures = Object.entries(quality).map(
    ([name, value]) => `  ${name}: ${value === null ? "not defined" : Number(value.toPrecision(4))}`,
  );
  return [
    `${file.file}: ${file.format}, ${file.bytes} bytes, SHA-256 ${file.sha256}`,
    `${file.nSamples} samples at ${Number(file.sampleRateHz.toPrecision(6))} Hz from ${Number(file.startS.toFixed(3))} s`,
    `channels: ${file.channels.map(({ name, units }) => `${name} (${units})`).join(", ")}`,
    `pulses: ${file.pulses.map(({ name, n }) => `${name} ${n}`).join(", ") || "no digital inputs"}`,
    ...partLines(file.parts),
    "header and counts:",
    ...Object.entries(file.facts).map(([name, value]) => `  ${name}: ${value}`),
    `quality of ${file.signal}${file.control === null ? ", without a control" : ` with control ${file.control}`}:`,
    ...measures,
    ...file.warnings.map((warning) => `note: ${warning}`),
  ].join("\n");
}
