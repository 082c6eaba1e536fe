import { seededRandom } from "../random.ts";
import { drawIndices, percentileInterval } from "../statistics/resampling.ts";
import { LEARNING_RULES, type LearningRule } from "./learning-rule.ts";
import type { RefitDocument } from "./refit-document.ts";

export interface CohortDifference {
  readonly account: string;
  readonly against: string;
  /** Mean over mice of the held-out log-likelihood a trial of `account` less that of `against`. */
  readonly mean: number;
  /** 95 % bootstrap percentile interval over mice; null with fewer than 2. */
  readonly ci: readonly [number, number] | null;
  readonly n: number;
  /** Mice in which `account` is the better. */
  readonly nBetter: number;
}

export interface CohortComparison {
  readonly n: number;
  readonly wins: Readonly<Record<LearningRule, number>>;
  /** Wins whose interval against the runner-up lies above 0. */
  readonly sureWins: Readonly<Record<LearningRule, number>>;
  readonly winsByBic: Readonly<Record<LearningRule, number>>;
  /** Each pair once, and each rule against floor and ceiling. */
  readonly differences: readonly CohortDifference[];
}

const N_BOOTSTRAP = 2000;

/** Who wins over the mice, each mouse counting the same however many trials it made. */
export function cohortComparison(
  mice: readonly Pick<RefitDocument, "differences" | "verdict">[],
  seed: number,
): CohortComparison {
  const count = (of: (verdict: RefitDocument["verdict"]) => LearningRule | null) => {
    const each = (rule: LearningRule) => mice.filter(({ verdict }) => of(verdict) === rule).length;
    return {
      "tutor-executor": each("tutor-executor"),
      "total-rpe": each("total-rpe"),
      shallow: each("shallow"),
    };
  };
  const differences: CohortDifference[] = [];
  LEARNING_RULES.forEach((account, k) => {
    for (const against of [...LEARNING_RULES.slice(k + 1), "constant-bias", "random-walk"]) {
      const values = mice.flatMap(
        (mouse) =>
          mouse.differences.find((d) => d.account === account && d.against === against)?.perTrial ?? [],
      );
      if (values.length === 0) continue;
      differences.push({
        account,
        against,
        mean: meanOf(values),
        ci: meanInterval(values, seed),
        n: values.length,
        nBetter: values.filter((value) => value > 0).length,
      });
    }
  });
  return {
    n: mice.length,
    wins: count(({ winner }) => winner),
    sureWins: count(({ winner, sure }) => (sure ? winner : null)),
    winsByBic: count(({ winnerByBic }) => winnerByBic),
    differences,
  };
}

function meanInterval(values: readonly number[], seed: number): readonly [number, number] | null {
  if (values.length < 2) return null;
  const random = seededRandom(seed);
  const drawn = new Int32Array(values.length);
  const draws = Float64Array.from({ length: N_BOOTSTRAP }, () => {
    drawIndices(drawn, values.length, random);
    return drawn.reduce((sum, index) => sum + values[index], 0) / values.length;
  });
  return percentileInterval(draws, 0.95);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
