import {
  type PsychometricName,
  type PsychometricParameters,
  psychometricFunction,
  psychometricNames,
} from "../psychometric/psychometric-function.ts";
import { type Mean, meanWithInterval } from "./intervals.ts";

/** A function that was fitted within a stage of training, or could not be. */
export interface StageFit<Stage> {
  readonly subject: string;
  readonly stage: Stage;
  /** Null where no function could be fitted. */
  readonly fit: (PsychometricParameters & { readonly atBound: readonly PsychometricName[] }) | null;
}

/** The functions of a group's subjects in one stage of training. */
export interface MeanPsychometric<Stage> {
  readonly stage: Stage;
  /** Subjects with a function there. */
  readonly n: number;
  /** Subjects that were in the stage, and have none. */
  readonly nUnfitted: number;
  readonly parameters: Readonly<Record<PsychometricName, Mean>>;
  /** P(right) by signed contrast, ascending. */
  readonly points: readonly { readonly contrast: number; readonly right: Mean }[];
}

/** Signed contrasts at which functions are compared. */
const CONTRASTS = [-1, -0.5, -0.25, -0.125, -0.0625, 0, 0.0625, 0.125, 0.25, 0.5, 1];

/**
 * The mean functions of a group by stage, each subject counted once: by the mean of what it has there, however many
 * sessions or segments that is. A slope or a bias that ended on a bound only says that the data do not hold it, and is
 * in no mean of its own; what the function says between, P(right), is.
 *
 * @returns stages in the order in which they first come
 */
export function meanPsychometrics<Stage>(
  fits: readonly StageFit<Stage>[],
): readonly MeanPsychometric<Stage>[] {
  const stages = new Map<Stage, Map<string, StageFit<Stage>["fit"][]>>();
  for (const { stage, subject, fit } of fits) {
    const subjects = stages.get(stage) ?? new Map<string, StageFit<Stage>["fit"][]>();
    stages.set(stage, subjects);
    subjects.set(subject, [...(subjects.get(subject) ?? []), fit]);
  }
  return [...stages].map(([stage, subjects]) => {
    const own = [...subjects.values()]
      .map((all) => all.filter((fit) => fit !== null))
      .filter((all) => all.length > 0);
    const overSubjects = (pick: (fit: NonNullable<StageFit<Stage>["fit"]>) => number | null) =>
      meanWithInterval(own.map((all) => average(all.map(pick).filter((value) => value !== null))));
    const parameter = (name: PsychometricName) =>
      overSubjects((fit) => (UNBOUNDED.has(name) && fit.atBound.includes(name) ? null : fit[name]));
    return {
      stage,
      n: own.length,
      nUnfitted: subjects.size - own.length,
      parameters: Object.fromEntries(psychometricNames.map((name) => [name, parameter(name)])) as Record<
        PsychometricName,
        Mean
      >,
      points: CONTRASTS.map((contrast) => ({
        contrast,
        right: overSubjects((fit) => psychometricFunction(fit, contrast)),
      })),
    };
  });
}

/** Parameters whose bounds are only the fit's: a lapse may well be 0. */
const UNBOUNDED: ReadonlySet<PsychometricName> = new Set(["biasContrast", "slope"]);

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
