import { type Random, seededRandom } from "../random.ts";
import type { FitObjective } from "./fit-objective.ts";
import { isDeep, type LearningRule } from "./learning-rule.ts";
import { fromRaw } from "./parameterisation.ts";
import { defaultNetworkParameters } from "./parameters.ts";
import { RAW_BETA, RAW_SIZE, RAW_STATE, rawParameters } from "./raw-parameters.ts";

/** Random networks that are compared for each start that is climbed: evaluations are cheap, climbs are not. */
const CANDIDATES = 8;

/**
 * Where the climbs begin: SCIENCE §6's centre values first, then for each start the most likely of eight random
 * networks. The k-th start depends on the seed and on k alone, so that more starts only add to fewer.
 *
 * @param count number of starts, 1 or more
 */
export function startingPoints(
  objective: FitObjective,
  rule: LearningRule,
  count: number,
  seed: number,
): readonly Float64Array[] {
  const root = seededRandom(seed);
  const points = [fromRaw(objective.space, rawParameters(defaultNetworkParameters(rule)))];
  for (let start = 1; start < count; start++) {
    const random = root.child(start);
    let best = randomNetwork(random, rule, objective);
    let bestValue = objective.value(best);
    for (let c = 1; c < CANDIDATES; c++) {
      const candidate = randomNetwork(random, rule, objective);
      const value = objective.value(candidate);
      if (value < bestValue) {
        best = candidate;
        bestValue = value;
      }
    }
    points.push(best);
  }
  return points;
}

/** Log-uniform about the centre values, over the orders of magnitude in which weights lead to learning. */
function randomNetwork(random: Random, rule: LearningRule, { space }: FitObjective): Float64Array {
  const between = (low: number, high: number) => low * (high / low) ** random.uniform();
  const raw = new Float64Array(RAW_SIZE);
  raw.fill(between(2e-4, 0.02), 0, 6);
  raw[RAW_BETA] = between(2, 20);
  for (let i = 0; i < 3; i++) {
    raw[RAW_STATE + i] = isDeep(rule) ? between(0.005, 1.5) : 1;
    raw[RAW_STATE + 3 + i] = between(0.01, 2);
    // Both actions alike but for a factor: what the first choices show is their difference.
    raw[RAW_STATE + 6 + i] = raw[RAW_STATE + 3 + i] * between(0.5, 2);
  }
  return fromRaw(space, raw);
}
