import { Command } from "commander";
import { importAlf } from "../../ingest/import-alf.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { withContext } from "../context.ts";
import { output } from "../output.ts";
import { addSessionOptions, type SessionOptions } from "../session-options.ts";

/** `import alf`: the trials of one session in IBL's ALF. */
export function importAlfCommand(): Command {
  return addSessionOptions(new Command("alf"))
    .description("Import the trials of one ALF session (_ibl_trials.table.pqt, or a .npy a column)")
    .argument("<path>", "the session's alf folder, or its trials table")
    .option("--json", "print one JSON document")
    .action(async (path: string, options: SessionOptions) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        const done = await importAlf(context.pool("ingest"), path, options);
        const position = await catchUp(context.pool("worker"));
        for (const notice of done.notices) out.progress(`note: ${notice}`);
        out.answer({ ...done, position }, () =>
          done.appended === 0
            ? `${done.nTrials} trials; nothing new: the log had all of it already.`
            : `${done.nTrials} trials; appended ${done.appended} events; the log is at position ${position}.`,
        );
      });
    });
}
