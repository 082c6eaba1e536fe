import { Command, Option } from "commander";
import { createComputePool } from "../../analyses/compute-pool.ts";
import { SaddlepointError } from "../../errors.ts";
import { LEARNING_RULES, type LearningRule } from "../../science/network/learning-rule.ts";
import type { MeasuredCohort } from "../../science/network/measure-simulated-cohort.ts";
import {
  DEFAULT_BIAS_RANGE,
  DEFAULT_SESSIONS,
  DEFAULT_TRIALS_PER_SESSION,
} from "../../science/network/simulate-cohort.ts";
import { interval, signed } from "../network-text.ts";
import { number, positiveInteger, wholeNumber } from "../options.ts";
import { output } from "../output.ts";

interface Options {
  readonly rule: LearningRule;
  readonly mice: number;
  readonly sessions: number;
  readonly trials: number;
  readonly biasRange: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function networkSimulateCommand(): Command {
  return new Command("simulate")
    .description("Session measures of simulated mice that learn by a network's rule; no database")
    .addOption(
      new Option("--rule <rule>", "how the network learns")
        .choices([...LEARNING_RULES])
        .default("tutor-executor"),
    )
    .option("--mice <n>", "number of mice", positiveInteger, 100)
    .option("--sessions <n>", "sessions a mouse", positiveInteger, DEFAULT_SESSIONS)
    .option("--trials <n>", "trials a session", positiveInteger, DEFAULT_TRIALS_PER_SESSION)
    .option("--bias-range <b>", "initial biases are drawn from −b to b", number, DEFAULT_BIAS_RANGE)
    .option("--seed <seed>", "the same seed gives the same mice", wholeNumber, 1)
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nThe network makes no response times, so no trial is left out for one. To write or append the trials themselves:\nsaddlepoint simulate.",
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const out = output(options.json ?? false);
  const pool = createComputePool(1);
  try {
    const outcome = await pool.run({
      task: "network",
      what: "simulation",
      options: {
        rule: options.rule,
        mice: options.mice,
        sessions: options.sessions,
        trialsPerSession: options.trials,
        biasRange: options.biasRange,
        seed: options.seed,
      },
    });
    if (!outcome.ok) {
      throw new SaddlepointError(outcome.error.code, outcome.error.message, outcome.error.remedy);
    }
    const measured = outcome.result as MeasuredCohort;
    out.answer(measured, () => text(options, measured));
  } finally {
    await pool.close();
  }
}

function text({ rule, mice }: Options, { cohort }: MeasuredCohort): string {
  const { n, earlyBiasLateSlope, earlyLateBias, lastAccuracy } = cohort;
  const line = (
    name: string,
    { r, ci, p }: { r: number | null; ci: readonly [number, number] | null; p: number | null },
  ) => `${name}  r = ${signed(r)} ${interval(ci)}  p = ${p === null ? "–" : p.toPrecision(2)}`;
  return [
    `${mice} simulated mice, ${rule}; ${n} with an early and a late window`,
    line("early bias, late right − left slope", earlyBiasLateSlope),
    line("early bias, late bias              ", earlyLateBias),
    `accuracy in the last session         ${lastAccuracy === null ? "–" : lastAccuracy.toFixed(3)}`,
  ].join("\n");
}
