import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { appendSimulatedRig } from "../../ingest/append-simulated-rig.ts";
import { writeSimulatedRig } from "../../ingest/write-simulated-rig.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { LEARNING_RULES, type LearningRule } from "../../science/network/learning-rule.ts";
import {
  DEFAULT_BIAS_RANGE,
  DEFAULT_SESSIONS,
  DEFAULT_TRIALS_PER_SESSION,
  simulateCohort,
} from "../../science/network/simulate-cohort.ts";
import { DOPAMINE_ACCOUNTS, type DopamineAccount } from "../../science/photometry/simulate-dopamine.ts";
import { withContext } from "../context.ts";
import { defaultActor, name, number, positiveInteger, wholeNumber } from "../options.ts";
import { output } from "../output.ts";

interface Options {
  readonly mice: number;
  readonly sessions: number;
  readonly trials: number;
  readonly rule: LearningRule;
  readonly biasRange: number;
  readonly seed: number;
  readonly out?: string;
  readonly append?: boolean;
  readonly photometry?: DopamineAccount | true;
  readonly stimulation?: boolean;
  readonly lab: string;
  readonly project: string;
  readonly json?: boolean;
}

export function simulateCommand(): Command {
  return new Command("simulate")
    .description("Simulate mice that learn by a network's rule; every output says that they are simulated")
    .option("--mice <n>", "number of mice", positiveInteger, 10)
    .option("--sessions <n>", "sessions a mouse", positiveInteger, DEFAULT_SESSIONS)
    .option("--trials <n>", "trials a session", positiveInteger, DEFAULT_TRIALS_PER_SESSION)
    .addOption(
      new Option("--rule <rule>", "how the network learns")
        .choices([...LEARNING_RULES])
        .default("tutor-executor"),
    )
    .option("--bias-range <b>", "initial biases are drawn from −b to b", number, DEFAULT_BIAS_RANGE)
    .option("--seed <seed>", "the same seed gives the same mice", wholeNumber, 1)
    .option(
      "--out <dir>",
      "write what a rig would into this folder: trial tables (.csv.gz), recordings (.ppd), light",
    )
    .option("--append", "append trials, snippets and stimulations to the log")
    .addOption(
      new Option(
        "--photometry [dopamine]",
        "photometry too, of both hemispheres, whose dopamine carries partial errors, total ones or none (default: the rule's own)",
      ).choices([...DOPAMINE_ACCOUNTS]),
    )
    .option("--stimulation", "light at the outcome of some trials, which teaches the stimulus pathway in use")
    .option("--lab <lab>", "with --append: the lab", name, "simulated")
    .option("--project <project>", "with --append: the project", name, "simulated")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Response times are invented (log-normal, median .8 s): the network makes none.

Files of --out are imported like a rig's:

  npx saddlepoint simulate --mice 1 --sessions 5 --photometry --stimulation --out sim
  npx saddlepoint import csv sim/SIM001.csv.gz --lab mylab --project trial-run
  npx saddlepoint import stimulations sim/SIM001-stimulations.csv --lab mylab --project trial-run
  npx saddlepoint import photometry sim/SIM001-session03-DLS-left.ppd --lab mylab --project trial-run \\
    --subject SIM001 --session 3 --site DLS-left --region DLS --hemisphere left --align ttl`,
    )
    .action(async (options: Options, command: Command) => {
      if ((options.out === undefined) === (options.append === undefined)) {
        command.error("error: give either --out DIR or --append");
      }
      const out = output(options.json ?? false);
      const mice = simulateCohort({
        rule: options.rule,
        mice: options.mice,
        seed: options.seed,
        sessions: options.sessions,
        trialsPerSession: options.trials,
        biasRange: options.biasRange,
        responseTimes: true,
      });
      const common = {
        simulated: true,
        mice: options.mice,
        sessions: options.sessions,
        trialsPerSession: options.trials,
        rule: options.rule,
        seed: options.seed,
      };
      const rig = {
        ...{ rule: options.rule, seed: options.seed, stimulation: options.stimulation ?? false },
        ...(options.photometry === undefined ? {} : { photometry: options.photometry }),
      };
      if (options.out !== undefined) {
        const folder = resolve(options.out);
        await mkdir(folder, { recursive: true });
        const files: string[] = [];
        let written = 0;
        for (const mouse of mice) {
          const ofMouse = await writeSimulatedRig(folder, mouse, rig);
          written++;
          files.push(...ofMouse);
          const more = ofMouse.length > 1 ? ` and ${ofMouse.length - 1} files more` : "";
          out.progress(`[${written}/${options.mice}] ${ofMouse[0]}${more} (simulated)`);
        }
        out.answer({ ...common, files }, () => `Wrote ${options.mice} simulated mice to ${folder}.`);
        return;
      }
      await withContext(async (context) => {
        let appended = 0;
        let done = 0;
        for (const mouse of mice) {
          const to = { lab: options.lab, project: options.project, actor: defaultActor() };
          const { appended: fresh } = await appendSimulatedRig(context.pool("ingest"), mouse, rig, to);
          appended += fresh;
          done++;
          out.progress(`[${done}/${options.mice}] ${mouse.subject} (simulated): ${fresh} events appended`);
        }
        const position = await catchUp(context.pool("worker"));
        out.answer({ ...common, appended, position }, () =>
          appended === 0
            ? "Nothing new: the log had these simulated mice already."
            : `Appended ${appended} events of ${options.mice} simulated mice; the log is at position ${position}.`,
        );
      });
    });
}
