import { Command } from "commander";
import { subjectHome } from "../../events/address.ts";
import { STIMULATION_FIELDS } from "../../formats/stimulation-table/read-stimulations.ts";
import { type ImportedStimulations, importStimulations } from "../../ingest/import-stimulations.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { fetchTrialTimes } from "../../read/session-context.ts";
import { withContext } from "../context.ts";
import { defaultActor, fieldMap, name, positiveInteger } from "../options.ts";
import { output } from "../output.ts";

interface Options {
  readonly lab: string;
  readonly project: string;
  readonly subject?: string;
  readonly session?: number;
  readonly map?: Record<string, string>;
  readonly set?: Record<string, string>;
  readonly actor: string;
  readonly json?: boolean;
}

/** `import stimulations`: tables of light that was given. */
export function importStimulationsCommand(): Command {
  return new Command("stimulations")
    .description("Import stimulations (CSV, Parquet), one row each; each file whole or not at all")
    .argument("<files...>", "tables of stimulations")
    .requiredOption("--lab <lab>", "the lab whose data these are", name)
    .requiredOption("--project <project>", "the project (study) within the lab", name)
    .option("--subject <subject>", "the subject, for tables without a subject column", name)
    .option("--session <n>", "the session, for tables without a session column", positiveInteger)
    .option("--map <field=column>", "the file's own name of a column; repeatable", fieldMap)
    .option("--set <field=value>", "a value that holds for every row; repeatable", fieldMap)
    .option("--actor <actor>", "who imports", defaultActor())
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Fields: ${STIMULATION_FIELDS.join(", ")}; site, hemisphere and condition are required. A row without a trial is tied
to the session's trial during which its onset_s lies, by the trials' stimulus_on_s in the log.

  npx saddlepoint import stimulations opto.csv --lab mylab --project learning --subject M1 --session 4 \\
    --map onset_s=laser_on --map trial=trial_number --set site=DMS --set hemisphere=left --set condition=active`,
    )
    .action(async (files: string[], options: Options) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const imported: ImportedStimulations[] = [];
        for (const file of files) {
          const { lab, project, actor, subject, session, map, set } = options;
          const done = await importStimulations(context.pool("ingest"), file, {
            ...{ lab, project, actor },
            ...(subject === undefined ? {} : { subject }),
            ...(session === undefined ? {} : { session }),
            ...(map === undefined ? {} : { map }),
            ...(set === undefined ? {} : { set }),
            trialOnsets: async (whose, number) => {
              const times = await fetchTrialTimes(
                context.db("reader"),
                subjectHome(lab, project, whose),
                number,
              );
              return times.flatMap(({ trial, stimulusOnS }) =>
                stimulusOnS === null ? [] : [{ trial, stimulusOnS }],
              );
            },
          });
          imported.push(done);
          out.progress(
            `[${imported.length}/${files.length}] ${file}: ${done.nStimulations} stimulations, ${done.byIndex} tied to trials by number, ${done.byTime} by time`,
          );
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
