import { type Command, InvalidArgumentError, Option } from "commander";
import type { AsOf } from "../read/as-of.ts";
import type { Db } from "../read/database.ts";
import { withSavedCohorts } from "../read/saved-cohorts.ts";
import { type MeasureRange, type SubjectFilter, subjectMeasures } from "../read/subject-filter.ts";
import { LEARNING_RULES, type LearningRule } from "../science/network/learning-rule.ts";
import { type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
import { type TrajectoryClassName, trajectoryClassNames } from "../science/strategies/trajectory-class.ts";
import { requireKnown } from "./known-project.ts";
import { name, number } from "./options.ts";

/** What commander makes of the options below. */
export interface FilterFlags {
  readonly lab?: string;
  readonly project?: string;
  readonly cohort?: string;
  readonly earlyStrategy?: StrategyLabel;
  readonly lateStrategy?: StrategyLabel;
  readonly class?: TrajectoryClassName;
  readonly learningRule?: LearningRule;
  readonly ruleSure?: boolean;
  readonly range: readonly MeasureRange[];
  readonly simulated?: boolean;
  readonly real?: boolean;
}

/** Names of the options below, as commander keeps them. */
export const filterKeys: readonly (keyof FilterFlags)[] = [
  "lab",
  "project",
  "cohort",
  "earlyStrategy",
  "lateStrategy",
  "class",
  "learningRule",
  "ruleSure",
  "range",
  "simulated",
  "real",
];

/** Options that select subjects. */
export function withFilterOptions(command: Command): Command {
  return command
    .option("--lab <lab>", "subjects of this lab", name)
    .option("--project <project>", "subjects of this project", name)
    .option("--cohort <id>", "subjects of this saved cohort, lab/project/cohort:name")
    .addOption(strategyOption("--early-strategy <label>", "subjects that began so"))
    .addOption(strategyOption("--late-strategy <label>", "subjects that ended so"))
    .addOption(
      new Option("--class <class>", "subjects with this trajectory class").choices(trajectoryClassNames),
    )
    .addOption(
      new Option("--learning-rule <rule>", "subjects whose choices this rule foretells best").choices([
        ...LEARNING_RULES,
      ]),
    )
    .option("--rule-sure", "subjects of which that is sure")
    .option(
      "--range <measure=min..max>",
      `subjects whose measure lies there, for example early-bias=..-0.1; repeatable: ${subjectMeasures.map(dashed).join(", ")}`,
      measureRange,
      [],
    )
    .addOption(new Option("--simulated", "simulated subjects only").conflicts("real"))
    .option("--real", "real subjects only");
}

/** @throws SaddlepointError NO_SUCH_LAB, NO_SUCH_PROJECT, COHORT_UNKNOWN, COHORT_UNUSABLE */
export async function subjectFilter(db: Db, flags: FilterFlags, asOf?: AsOf): Promise<SubjectFilter> {
  await requireKnown(db, flags);
  return await withSavedCohorts(db, statedFilter(flags), asOf);
}

function statedFilter(flags: FilterFlags): SubjectFilter {
  const {
    lab,
    project,
    cohort,
    earlyStrategy,
    lateStrategy,
    class: trajectoryClass,
    range,
    simulated,
    real,
    learningRule,
    ruleSure,
  } = flags;
  return {
    ...(lab === undefined ? {} : { lab }),
    ...(project === undefined ? {} : { project }),
    ...(cohort === undefined ? {} : { cohort }),
    ...(earlyStrategy === undefined ? {} : { earlyStrategy }),
    ...(lateStrategy === undefined ? {} : { lateStrategy }),
    ...(trajectoryClass === undefined ? {} : { trajectoryClass }),
    ...(learningRule === undefined ? {} : { learningRule }),
    ...(ruleSure ? { learningRuleSure: true } : {}),
    ...(range.length === 0 ? {} : { ranges: range }),
    ...(simulated || real ? { simulated: simulated ?? false } : {}),
  };
}

function strategyOption(flags: string, description: string): Option {
  return new Option(flags, `${description}: ${strategyLabels.join(", ")}`).argParser((value) => {
    const known = strategyLabels.find((label) => label === capitals(value));
    if (known === undefined)
      throw new InvalidArgumentError(`It must be one of ${strategyLabels.join(", ")}.`);
    return known;
  });
}

/** Collects ranges of a repeatable option; a bound that is left out does not matter. */
function measureRange(value: string, soFar: readonly MeasureRange[]): readonly MeasureRange[] {
  const [, written, low, high] = /^([^=]+)=(.*)\.\.(.*)$/.exec(value) ?? [];
  if (written === undefined || `${low}${high}` === "") {
    throw new InvalidArgumentError(
      "Write measure=min..max; one bound may be left out, as in early-bias=..-0.1.",
    );
  }
  const measure = subjectMeasures.find((known) => known === capitals(written));
  if (measure === undefined) {
    throw new InvalidArgumentError(`There are the measures ${subjectMeasures.map(dashed).join(", ")}.`);
  }
  const range = {
    measure,
    ...(low === "" ? {} : { min: number(low) }),
    ...(high === "" ? {} : { max: number(high) }),
  };
  if (range.min !== undefined && range.max !== undefined && range.min > range.max) {
    throw new InvalidArgumentError("The smaller bound comes first.");
  }
  return [...soFar, range];
}

function capitals(value: string): string {
  return value.trim().toUpperCase().replaceAll("-", "_");
}

function dashed(measure: string): string {
  return measure.toLowerCase().replaceAll("_", "-");
}
