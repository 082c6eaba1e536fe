import { createReadStream } from "node:fs";
import { Command } from "commander";
import { appendNdjson } from "../../ingest/append-ndjson.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { admitCohorts } from "../../read/cohort-grants.ts";
import { withContext } from "../context.ts";
import { keepHeapLean } from "../lean-heap.ts";
import { defaultActor } from "../options.ts";
import { output } from "../output.ts";
import { requireReadable } from "../readable-file.ts";

export function appendCommand(): Command {
  return new Command("append")
    .description(
      "Append events, one JSON object a line (NDJSON, plain or gzip); the file whole or not at all",
    )
    .argument("<file>", "the file; - reads standard input")
    .option("--actor <actor>", "who appends, where a line does not say", defaultActor())
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
An event: type, lab, project, subject, session (as far as the type needs them), source, sourceEventId, payload;
optional schemaVersion, occurredAt, actor, expectedVersion, samples. schema/events holds each type's payload.
The same event again gets its first position back; an amendment is an event too:

  {"type":"TrialAmended","lab":"l","project":"p","subject":"m1","session":3,"source":"me","sourceEventId":"fix-1",
   "payload":{"trial":17,"reason":"typed wrongly","changes":{"choice":"left"}}}   (on one line)`,
    )
    .action(async (file: string, options: { actor: string; json?: boolean }) => {
      const out = output(options.json ?? false);
      const isPiped = file === "-";
      if (!isPiped) await requireReadable(file);
      keepHeapLean();
      await withContext(async (context) => {
        const open = () => (isPiped ? process.stdin : createReadStream(file));
        const result = await appendNdjson(context.pool("ingest"), open, {
          actor: options.actor,
          canReopen: !isPiped,
          place: { file: isPiped ? "standard input" : file },
        });
        await catchUp(context.pool("worker"));
        await admitCohorts(context.db("worker"));
        out.answer(result, () =>
          result.appended === 0
            ? `Nothing new: the log had all ${result.alreadyThere} events already.`
            : `Appended ${result.appended} events, the last at position ${result.lastPosition}${result.alreadyThere > 0 ? `; ${result.alreadyThere} were there already` : ""}.`,
        );
      });
    });
}
