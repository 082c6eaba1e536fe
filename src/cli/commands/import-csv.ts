import { Command } from "commander";
import { readMapping } from "../../formats/trial-csv/saved-mapping.ts";
import { type ImportedFile, importTrialCsv } from "../../ingest/import-trial-csv.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { withContext } from "../context.ts";
import { defaultActor, fieldMap, name } from "../options.ts";
import { output } from "../output.ts";

interface Options {
  readonly lab: string;
  readonly project: string;
  readonly subject?: string;
  readonly map?: Record<string, string>;
  readonly mapping?: string;
  readonly actor: string;
  readonly json?: boolean;
}

/** `import csv`: trial tables. */
export function importCsvCommand(): Command {
  return new Command("csv")
    .description("Import trial tables (.csv, .csv.gz), one row a trial; each file whole or not at all")
    .argument("<files...>", "trial tables")
    .requiredOption("--lab <lab>", "the lab whose data these are", name)
    .requiredOption("--project <project>", "the project (study) within the lab", name)
    .option(
      "--subject <subject>",
      "the subject, for tables without a subject column (default: the file's name)",
      name,
    )
    .option("--map <field=column>", "the file's own name of a column; repeatable", fieldMap)
    .option(
      "--mapping <file>",
      "a saved mapping of columns, as `import mapping` proposes one; --map goes before it",
    )
    .option("--actor <actor>", "who imports", defaultActor())
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Columns: subject, session, trial, contrast_left, contrast_right (0 to 1; or signed_contrast), choice
(left, right, no-go), response_time_s; optional: outcome, reward_volume_ul, repeat_number, block,
stimulus_on_s, go_cue_s, choice_s, outcome_s. Importing the same trials again adds nothing.

  npx saddlepoint import csv data/*.csv.gz --lab mylab --project learning
  npx saddlepoint import csv day1.csv --lab mylab --project learning --map response_time_s=rt
  npx saddlepoint import mapping day1.csv --out rig.json
  npx saddlepoint import csv day*.csv --lab mylab --project learning --mapping rig.json`,
    )
    .action(async (files: string[], options: Options) => {
      const out = output(options.json ?? false);
      const saved = options.mapping === undefined ? {} : await readMapping(options.mapping);
      const map = { ...saved, ...options.map };
      await withContext(async (context) => {
        const imported: ImportedFile[] = [];
        for (const file of files) {
          const done = await importTrialCsv(context.pool("ingest"), file, {
            lab: options.lab,
            project: options.project,
            actor: options.actor,
            ...(options.subject === undefined ? {} : { subject: options.subject }),
            map,
          });
          imported.push(done);
          out.progress(describe(done, `${imported.length}/${files.length}`));
        }
        const position = await catchUp(context.pool("worker"));
        const appended = imported.reduce((sum, file) => sum + file.appended, 0);
        out.answer({ files: imported, appended, position }, () =>
          appended === 0
            ? "Nothing new: the log had all of it already."
            : `Appended ${appended} events; the log is at position ${position}. \`npx saddlepoint up\` derives from them.`,
        );
      });
    });
}

function describe(file: ImportedFile, count: string): string {
  const what =
    file.appended === 0
      ? "nothing new"
      : `${file.appended} events appended${file.alreadyThere > 2 ? `, ${file.alreadyThere} were there already` : ""}`;
  const label = file.simulated ? " (simulated)" : "";
  const notices = file.notices.map((notice) => `\n  note: ${notice}`).join("");
  return `[${count}] ${file.file}${label}: ${file.nTrials} trials, ${what}${notices}`;
}
