import { SaddlepointError } from "../../errors.ts";
import { seededRandom } from "../random.ts";
import { LEARNING_RULES, type LearningRule } from "./learning-rule.ts";
import { defaultNetworkParameters, type NetworkParameters } from "./parameters.ts";
import { type SimulatedMouse, simulateMouse } from "./simulate-mouse.ts";

/** Half the width of the initial biases' spread: d ~ U(−.05, .05) (SCIENCE §6). */
export const DEFAULT_BIAS_RANGE = 0.05;
export const DEFAULT_SESSIONS = 25;
export const DEFAULT_TRIALS_PER_SESSION = 200;

export interface SimulateCohortOptions {
  readonly rule: LearningRule;
  readonly mice: number;
  readonly seed: number;
  /** 25 by default. */
  readonly sessions?: number;
  /** 200 by default. */
  readonly trialsPerSession?: number;
  /** d ~ U(−biasRange, biasRange), per mouse; .05 by default. */
  readonly biasRange?: number;
  /** Write invented response times; off by default. */
  readonly responseTimes?: boolean;
}

export interface SimulatedCohortMouse extends SimulatedMouse {
  /** `SIM001`, `SIM002`, …; more digits only where a cohort needs them. */
  readonly subject: string;
  /** d, the initial u_{R,B} − u_{L,B} before the noise. */
  readonly biasDifference: number;
  readonly parameters: NetworkParameters;
}

/**
 * Simulated mice that differ only in their initial bias weights and in their luck (SCIENCE §6), one at a time, so
 * that memory does not grow with the cohort. Mouse k depends on the seed and on k alone, not on `mice`.
 *
 * @throws SaddlepointError SIMULATION_OPTION_INVALID
 */
export function* simulateCohort(options: SimulateCohortOptions): Generator<SimulatedCohortMouse, void> {
  const sessions = options.sessions ?? DEFAULT_SESSIONS;
  const trialsPerSession = options.trialsPerSession ?? DEFAULT_TRIALS_PER_SESSION;
  const biasRange = options.biasRange ?? DEFAULT_BIAS_RANGE;
  requireOption(LEARNING_RULES.includes(options.rule), "rule", options.rule, LEARNING_RULES.join(", "));
  requireOption(isCount(options.mice), "mice", options.mice, "a whole number, 1 or more");
  requireOption(isCount(sessions), "sessions", sessions, "a whole number, 1 or more");
  requireOption(isCount(trialsPerSession), "trials", trialsPerSession, "a whole number, 1 or more");
  requireOption(biasRange >= 0 && biasRange <= 1, "bias-range", biasRange, "a number from 0 to 1");
  requireOption(Number.isSafeInteger(options.seed), "seed", options.seed, "a whole number");

  const root = seededRandom(options.seed);
  for (let mouse = 0; mouse < options.mice; mouse++) {
    const random = root.child(mouse);
    const biasDifference = biasRange * (2 * random.uniform() - 1);
    const parameters = defaultNetworkParameters(options.rule, biasDifference);
    const responseTimes = options.responseTimes ?? false;
    const simulated = simulateMouse(random, {
      rule: options.rule,
      parameters,
      sessions,
      trialsPerSession,
      responseTimes,
    });
    yield { ...simulated, subject: simulatedSubject(mouse + 1), biasDifference, parameters };
  }
}

/** The name of the n-th simulated mouse, n from 1. */
export function simulatedSubject(n: number): string {
  return `SIM${String(n).padStart(3, "0")}`;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function requireOption(holds: boolean, name: string, value: unknown, allowed: string): void {
  if (holds) return;
  throw new SaddlepointError(
    "SIMULATION_OPTION_INVALID",
    `${name} is ${String(value)}, which cannot be simulated`,
    `Give --${name} as ${allowed}.`,
    { field: name, value },
  );
}
