import { describe, expect, test } from "vitest";
import { choiceSequence } from "../../../src/science/network/choice-sequence.ts";
import { fitNetwork } from "../../../src/science/network/fit-network.ts";
import type { FitObjective } from "../../../src/science/network/fit-objective.ts";
import { isDeep, type LearningRule } from "../../../src/science/network/learning-rule.ts";
import { INTERVAL_EFFORT } from "../../../src/science/network/network-intervals.ts";
import { interiorNetwork } from "../../../src/science/network/parameter-recovery.ts";
import { parameterisation } from "../../../src/science/network/parameterisation.ts";
import { simulateMouse } from "../../../src/science/network/simulate-mouse.ts";
import { standardErrors } from "../../../src/science/network/standard-errors.ts";
import { seededRandom } from "../../../src/science/random.ts";
import type { TrialTable } from "../../../src/science/trial-table.ts";
import { type Extended, exponential, extended, one, over, times, toNumber } from "./extended-precision.ts";
import { referenceLogLikelihood } from "./reference-likelihood.ts";

/** 2⁻⁵⁰: second differences by it are exact to 10⁻²⁵ in 200 binary digits. */
const STEP_BITS = 50n;
const step: Extended = one >> STEP_BITS;

/** log L in extended precision at φ = [log η, log β, (log a,) log u], a and η's first layer fixed in a shallow network. */
function referenceAt(trials: TrialTable, rule: LearningRule, phi: readonly Extended[]): Extended {
  const [rate, beta, ...weights] = phi.map(exponential);
  const deep = isDeep(rule);
  return referenceLogLikelihood(trials, rule, [
    ...Array<Extended>(3).fill(deep ? rate : 0n),
    ...[rate, rate, rate, beta],
    ...(deep ? [] : [one, one, one]),
    ...weights,
  ]);
}

/** −∂² log L/∂φ² over some coordinates, by central second differences. */
function referenceInformation(
  trials: TrialTable,
  rule: LearningRule,
  phi: readonly number[],
  free: readonly number[],
): readonly (readonly Extended[])[] {
  const exact = phi.map(extended);
  const at = (...moves: readonly (readonly [index: number, sign: bigint])[]) => {
    const moved = [...exact];
    for (const [i, sign] of moves) moved[i] += sign * step;
    return referenceAt(trials, rule, moved);
  };
  const centre = at();
  const pairs = free.map((i) => at([i, 1n]) + at([i, -1n]));
  const lower = free.map((i, row) =>
    free.slice(0, row + 1).map((j, column) => {
      const twice =
        i === j
          ? 2n * (pairs[row] - 2n * centre)
          : at([i, 1n], [j, 1n]) + at([i, -1n], [j, -1n]) - pairs[row] - pairs[column] + 2n * centre;
      return -(twice << (2n * STEP_BITS)) / 2n;
    }),
  );
  return free.map((_, row) => free.map((_, column) => lower[Math.max(row, column)][Math.min(row, column)]));
}

/** Of the inverse's diagonal, by Gauss–Jordan; the matrix is positive definite, so that no pivot is needed. */
function rootsOfInverseDiagonal(matrix: readonly (readonly Extended[])[]): readonly number[] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? one : 0n))]);
  for (let c = 0; c < n; c++) {
    const pivot = rows[c][c];
    expect(pivot > 0n).toBe(true);
    rows[c] = rows[c].map((x) => over(x, pivot));
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r][c];
      rows[r] = rows[r].map((x, k) => x - times(factor, rows[c][k]));
    }
  }
  return rows.map((row, i) => Math.sqrt(toNumber(row[n + i])));
}

describe("standard errors", () => {
  // Mice whose fit is a smooth peak; of a deep network's weights one is at its bound in each.
  test.each([
    { rule: "tutor-executor", mouse: 16, trialsPerSession: 150, held: 1 },
    { rule: "total-rpe", mouse: 33, trialsPerSession: 300, held: 1 },
    { rule: "shallow", mouse: 0, trialsPerSession: 150, held: 0 },
  ] as const)("of a $rule fit are those of the equations in extended precision", (mouse) => {
    const { rule, trialsPerSession, held } = mouse;
    const random = seededRandom(1).child(mouse.mouse);
    const parameters = interiorNetwork(rule, random);
    const { trials } = simulateMouse(random, {
      ...{ rule, parameters, sessions: 10, trialsPerSession, initialNoise: 0 },
    });
    const { phi, estimates } = fitNetwork(choiceSequence(trials), { rule, seed: 1, effort: INTERVAL_EFFORT });
    const free = [...phi.keys()].filter((i) => estimates[i].atBound === null);
    expect(free).toHaveLength(phi.length - held);
    const reference = rootsOfInverseDiagonal(referenceInformation(trials, rule, [...phi], free));
    free.forEach((i, k) => {
      // The fit's own differences, of steps of 10⁻⁵ in float64, are good to about 10⁻⁶.
      expect(Math.abs((estimates[i].standardError ?? 0) / reference[k] - 1), estimates[i].name).toBeLessThan(
        1e-5,
      );
    });
  });

  test("of two binomials' log odds and their difference are √(1/npq), and where one is held at a bound its own", () => {
    // 3 of 40 at log odds y, 12 of 30 at x + y: var y = 1/(n₀ p₀ q₀), var x = var y + 1/(n₁ p₁ q₁).
    const [k0, n0, k1, n1] = [3, 40, 12, 30];
    const sigma = (t: number) => 1 / (1 + Math.exp(-t));
    const logit = (p: number) => Math.log(p / (1 - p));
    const fall = (k: number, m: number, t: number) => m * Math.log1p(Math.exp(t)) - k * t;
    const space = {
      ...parameterisation("shallow"),
      lower: Float64Array.of(-20, -20),
      upper: Float64Array.of(20, 20),
    };
    const objective: FitObjective = {
      space,
      gradient([x, y], gradient) {
        gradient[0] = n1 * sigma(x + y) - k1;
        gradient[1] = n0 * sigma(y) - k0 + gradient[0];
        return fall(k0, n0, y) + fall(k1, n1, x + y);
      },
      value: ([x, y]) => fall(k0, n0, y) + fall(k1, n1, x + y),
    };
    const peak = Float64Array.of(logit(k1 / n1) - logit(k0 / n0), logit(k0 / n0));
    const [own, other] = [1 / k0 + 1 / (n0 - k0), 1 / k1 + 1 / (n1 - k1)];
    const errors = standardErrors(objective, peak);
    expect(errors[0]).toBeCloseTo(Math.sqrt(own + other), 7);
    expect(errors[1]).toBeCloseTo(Math.sqrt(own), 7);

    // With x at a bound both samples tell of y alone.
    const held = { ...objective, space: { ...space, upper: Float64Array.of(peak[0], 20) } };
    const atBound = standardErrors(held, peak);
    expect(atBound[0]).toBeNull();
    expect(atBound[1]).toBeCloseTo(1 / Math.sqrt(1 / own + 1 / other), 7);

    // A tenth of a standard error from the peak, and further, nothing is said.
    const beside = (share: number) =>
      Float64Array.of(peak[0], peak[1] + share / Math.sqrt(1 / own + 1 / other));
    expect(standardErrors(objective, beside(0.08))[1]).not.toBeNull();
    expect(standardErrors(objective, beside(0.12))).toEqual([null, null]);
  });
});
