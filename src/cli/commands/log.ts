import { Command } from "commander";
import { SaddlepointError } from "../../errors.ts";
import { type LoggedEvent, readStream } from "../../log/read.ts";
import { withContext } from "../context.ts";
import { positiveInteger } from "../options.ts";
import { output } from "../output.ts";
import {
  logCheckProofCommand,
  logCheckpointCommand,
  logProveCommand,
  logPublicKeyCommand,
} from "./log-proof.ts";

export function logCommand(): Command {
  return new Command("log")
    .description("Look into the log, and prove what it holds")
    .addCommand(logShowCommand())
    .addCommand(logCheckpointCommand())
    .addCommand(logPublicKeyCommand())
    .addCommand(logProveCommand())
    .addCommand(logCheckProofCommand());
}

function logShowCommand(): Command {
  return new Command("show")
    .description(
      "Print a stream's events in order: what was recorded, amended, voided, when, by whom and why",
    )
    .requiredOption(
      "--stream <stream>",
      "lab, lab/project, lab/project/subject or lab/project/subject/session",
    )
    .option("--trial <n>", "only events about this trial", positiveInteger)
    .option("--after <version>", "only events after this version of the stream", positiveInteger)
    .option("--limit <n>", "at most so many", positiveInteger, 10_000)
    .option("--json", "print one JSON document")
    .action(
      async (options: { stream: string; trial?: number; after?: number; limit: number; json?: boolean }) => {
        const out = output(options.json ?? false);
        await withContext(async (context) => {
          const events = await readStream(context.pool("api"), {
            stream: options.stream,
            limit: options.limit,
            ...(options.trial === undefined ? {} : { trial: options.trial }),
            ...(options.after === undefined ? {} : { afterVersion: options.after }),
          });
          if (events.length === 0) {
            throw new SaddlepointError(
              "NO_SUCH_EVENTS",
              `stream ${options.stream} has no such events`,
              "A stream is named lab, lab/project, lab/project/subject or lab/project/subject/session.",
              { field: "stream", value: options.stream },
            );
          }
          out.answer({ stream: options.stream, events: events.map(document) }, () =>
            events.map(line).join("\n"),
          );
        });
      },
    );
}

function document(event: LoggedEvent) {
  return { ...event, hash: event.hash.toString("hex") };
}

function line(event: LoggedEvent): string {
  const when = (event.occurredAt ?? event.recordedAt).toISOString();
  const samples = event.nSamples === null ? "" : ` + ${event.nSamples} samples`;
  return `${String(event.streamVersion).padStart(5)}  @${event.position}  ${when}${event.occurredAt === null ? " (recorded)" : ""}  ${event.type}  by ${event.actor} from ${event.source}\n       ${JSON.stringify(event.payload)}${samples}`;
}
