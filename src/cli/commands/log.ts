import { Command } from "commander";
import { SaddlepointError } from "../../errors.ts";
import { type LoggedEvent, readStream } from "../../log/read.ts";
import { staffNames } from "../../log/staff.ts";
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
    .option(
      "--as-written",
      "payloads of old versions as they were written, not as the newest version reads them",
    )
    .option("--limit <n>", "at most so many", positiveInteger, 10_000)
    .option("--json", "print one JSON document")
    .action(
      async (options: {
        stream: string;
        trial?: number;
        after?: number;
        limit: number;
        asWritten?: boolean;
        json?: boolean;
      }) => {
        const out = output(options.json ?? false);
        await withContext(async (context) => {
          const events = await readStream(context.pool("reader"), {
            stream: options.stream,
            limit: options.limit,
            asWritten: options.asWritten ?? false,
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
          const names = await staffNames(
            context.pool("migrator"),
            events.map(({ actor }) => actor),
          );
          out.answer(
            {
              stream: options.stream,
              events: events.map((event) => document(event, names.get(event.actor) ?? null)),
            },
            () => events.map((event) => line(event, names.get(event.actor) ?? event.actor)).join("\n"),
          );
        });
      },
    );
}

/** @param actorName null where it was shredded */
function document(event: LoggedEvent, actorName: string | null) {
  return { ...event, actorName, hash: event.hash.toString("hex") };
}

function line(event: LoggedEvent, who: string): string {
  const when = (event.occurredAt ?? event.recordedAt).toISOString();
  const samples = event.nSamples === null ? "" : ` + ${event.nSamples} samples`;
  return `${String(event.streamVersion).padStart(5)}  @${event.position}  ${when}${event.occurredAt === null ? " (recorded)" : ""}  ${event.type}  by ${who} from ${event.source}\n       ${JSON.stringify(event.payload)}${samples}`;
}
