import { Command, Option } from "commander";
import { ALIGNMENTS, type AlignmentKind } from "../../formats/event-times/read-event-times.ts";
import { importTraces } from "../../ingest/import-traces.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { withContext } from "../context.ts";
import { fieldMap, number } from "../options.ts";
import { output } from "../output.ts";
import { addSiteOptions, newSiteOf, type SiteOptions } from "../recording-site.ts";
import { addSessionOptions, type SessionOptions } from "../session-options.ts";

interface Options extends SessionOptions, SiteOptions {
  readonly event: AlignmentKind;
  readonly channel: string;
  readonly units: string;
  readonly rate: number;
  readonly from: number;
  readonly where?: Record<string, string>;
}

/** `import traces`: photometry that was cut elsewhere. */
export function importTracesCommand(): Command {
  return addSiteOptions(addSessionOptions(new Command("traces")))
    .description(
      "Import traces that were cut already, one row a trial and one column a sample (CSV, Parquet)",
    )
    .argument("<file>", "the table; its columns of samples count up: photometry.1, photometry.2, …")
    .requiredOption("--rate <hz>", "samples a second", number)
    .requiredOption("--from <seconds>", "time of the first sample relative to the event", number)
    .addOption(new Option("--event <kind>", "event at time 0").choices([...ALIGNMENTS]).default("stimulus"))
    .option("--channel <name>", "for example dLight", "signal")
    .option("--units <units>", "of the samples, for example z or dF/F", "a.u.")
    .option("--where <column=value>", "only rows with this value in this column; repeatable", fieldMap)
    .option("--json", "print one JSON document")
    .action(async (file: string, options: Options) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const { lab, project, subject, session, actor, site, channel, units } = options;
        const done = await importTraces(context.pool("ingest"), file, {
          ...{ lab, project, subject, session, actor, site, channel, units },
          newSite: await newSiteOf(context, options),
          alignment: options.event,
          sampleRateHz: options.rate,
          offsetS: options.from,
          where: options.where ?? {},
        });
        const position = await catchUp(context.pool("worker"));
        if (done.nIncomplete > 0)
          out.progress(`note: ${done.nIncomplete} rows with blank samples are left out`);
        out.answer({ ...done, position }, () =>
          done.appended === 0
            ? `${done.nSnippets} snippets; nothing new: the log had all of it already.`
            : `${done.nSnippets} snippets of ${done.nSamples} samples; appended ${done.appended} events; the log is at position ${position}.`,
        );
      });
    });
}
