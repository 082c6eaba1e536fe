import { Command, InvalidArgumentError, Option } from "commander";
import { cohortAnswer } from "../../analyses/cohort.ts";
import { planRuns } from "../../analyses/plan.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { type StrategyLabel, strategyLabels } from "../../science/strategies/label.ts";
import { cohortDocument } from "../cohort-document.ts";
import { cohortText } from "../cohort-text.ts";
import { withContext } from "../context.ts";
import { name } from "../options.ts";
import { output } from "../output.ts";

interface Options {
  readonly lab?: string;
  readonly project?: string;
  readonly earlyStrategy?: StrategyLabel;
  readonly lateStrategy?: StrategyLabel;
  readonly json?: boolean;
}

export function cohortCommand(): Command {
  return new Command("cohort")
    .description("What the subjects that a filter selects have in common")
    .option("--lab <lab>", "subjects of this lab", name)
    .option("--project <project>", "subjects of this project", name)
    .addOption(strategyOption("--early-strategy <label>", "subjects that began so"))
    .addOption(strategyOption("--late-strategy <label>", "subjects that ended so"))
    .option("--json", "print one JSON document")
    .action(async ({ json, ...filter }: Options) => {
      const out = output(json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const stale = await planRuns(context.db("reader"));
        if (stale.length > 0) {
          const subjects = new Set(stale.map((run) => run.home)).size;
          out.progress(
            `note: the results of ${subjects} subject${subjects === 1 ? " are" : "s are"} not of the present data; \`npx saddlepoint up\` brings them up to date`,
          );
        }
        const cohort = cohortDocument(await cohortAnswer(context.db("reader"), filter));
        out.answer({ ...cohort, staleSubjects: [...new Set(stale.map((run) => run.home))] }, () =>
          cohortText(cohort),
        );
      });
    });
}

function strategyOption(flags: string, description: string): Option {
  return new Option(flags, `${description}: ${strategyLabels.join(", ")}`).argParser((value) => {
    const label = value.toUpperCase().replaceAll("-", "_");
    const known = strategyLabels.find((one) => one === label);
    if (known === undefined)
      throw new InvalidArgumentError(`It must be one of ${strategyLabels.join(", ")}.`);
    return known;
  });
}
