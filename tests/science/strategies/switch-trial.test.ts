import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { logGamma } from "../../../src/science/statistics/distributions.ts";
import {
  choiceSequence,
  leaveOneOutLogLikelihood,
  switchLogLikelihood,
} from "../../../src/science/strategies/switch-trial.ts";
import { type TrialRow, trialsOf } from "../trials-of.ts";

const random = seededRandom(6);
const rows = Array.from({ length: 40 }, (): TrialRow => {
  const contrast = [-0.5, 0, 0.25][random.integer(3)];
  return { contrast, choice: random.uniform() < 0.5 ? "left" : "right" };
});
const choices = choiceSequence(
  trialsOf(rows),
  Int32Array.from(rows, (_, i) => i),
);

/** log of the Beta(½, ½)–binomial marginal of k right of n in a given order. */
const marginal = (k: number, n: number) =>
  logGamma(k + 0.5) + logGamma(n - k + 0.5) - logGamma(n + 1) - 2 * logGamma(0.5);

function marginalOf(part: readonly TrialRow[]): number {
  return [-0.5, 0, 0.25].reduce((sum, contrast) => {
    const there = part.filter((row) => row.contrast === contrast);
    return sum + marginal(there.filter((row) => row.choice === "right").length, there.length);
  }, 0);
}

test("the likelihood of a switch is the product of Beta–binomials of the two sides", () => {
  const log = switchLogLikelihood(choices, 5, 34);
  expect(log).toHaveLength(30);
  const none = marginalOf(rows.slice(5, 35));
  for (let i = 0; i < 30; i++) {
    const split = marginalOf(rows.slice(5, 5 + i)) + marginalOf(rows.slice(5 + i, 35));
    expect(log[i]).toBeCloseTo(split - none, 10);
  }
});

test("a choice is predicted from the other choices alone", () => {
  // A marginal is a product of predictives in any order, so leaving one out is a difference of marginals.
  const expected = [10, 11].reduce((sum, t) => {
    const others = rows.slice(5, 20).filter((_, i) => i + 5 !== t);
    return sum + marginalOf(rows.slice(5, 20)) - marginalOf(others);
  }, 0);
  expect(leaveOneOutLogLikelihood(choices, 10, 11, 5, 19)).toBeCloseTo(expected, 10);
});
