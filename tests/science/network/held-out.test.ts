import { describe, expect, test } from "vitest";
import { choiceSequence } from "../../../src/science/network/choice-sequence.ts";
import { compareAccounts } from "../../../src/science/network/compare-accounts.ts";
import { QUICK_EFFORT } from "../../../src/science/network/fit-effort.ts";
import { forwardConstant, forwardCuts, forwardNetwork } from "../../../src/science/network/held-out.ts";
import { LEARNING_RULES } from "../../../src/science/network/learning-rule.ts";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";
import { forwardChaining } from "../../../src/science/random-walk/held-out.ts";
import { trialsOf } from "../trials-of.ts";

const [mouse] = simulateCohort({
  rule: "total-rpe",
  mice: 1,
  seed: 17,
  sessions: 10,
  trialsPerSession: 70,
});

describe("forward chaining", () => {
  test("cuts at session starts, at the same trials as the random-walk models", () => {
    const sequence = choiceSequence(mouse.trials);
    expect(forwardCuts(sequence)).toEqual([140, 280, 420, 560]);
    // A cut that falls within a session moves on to the next one: 700 / 4 = 175 → 210, 350 stays, 525 → 560.
    expect(forwardCuts(sequence, 4)).toEqual([210, 350, 560]);
    const walk = forwardChaining(mouse.trials);
    expect(forwardConstant(sequence).rows).toEqual(walk.rows);
  });

  test("cuts anywhere where there is but one session", () => {
    expect(forwardCuts(choiceSequence({ ...mouse.trials, session: new Int32Array(700).fill(1) }), 4)).toEqual(
      [175, 350, 525],
    );
  });

  test("predicts a block the same, whatever the mouse does after it", () => {
    const { trials } = mouse;
    const otherEnd = { ...trials, choice: trials.choice.map((choice, t) => (t >= 420 ? -choice : choice)) };
    const predict = (table: typeof trials) =>
      forwardNetwork(choiceSequence(table), { rule: "tutor-executor", seed: 3, effort: QUICK_EFFORT });
    const [a, b] = [predict(trials), predict(otherEnd)];
    expect(a.rows[0]).toBe(140);
    expect(a.logProbability.subarray(0, 280)).toEqual(b.logProbability.subarray(0, 280));
    expect(a.logProbability.subarray(280)).not.toEqual(b.logProbability.subarray(280));
  });

  test("scores the constant floor as counted by hand", () => {
    // Two blocks of four: of the first, three right, so P(right) = 3.5 / 5; of the second, two right.
    const choices = ["right", "right", "left", "right", "right", "left", "left", "right"] as const;
    const sequence = choiceSequence(trialsOf(choices.map((choice) => ({ choice, contrast: 0.5 }))));
    const floor = forwardConstant(sequence, 2);
    expect(floor.logLikelihood).toBeCloseTo(2 * Math.log(0.7) + 2 * Math.log(0.3), 12);
    expect([...floor.rows]).toEqual([4, 5, 6, 7]);
  });
});

describe("a comparison of accounts", () => {
  const ceiling = forwardChaining(mouse.trials);
  const comparison = compareAccounts(mouse.trials, {
    seed: 2,
    effort: QUICK_EFFORT,
    ceiling,
    nBootstrap: 500,
  });
  const score = (account: string) =>
    comparison.heldOut.find((entry) => entry.account === account)?.choices.logLikelihood ?? Number.NaN;

  test("has every rule against the others, the floor and the ceiling", () => {
    expect(comparison.heldOut.map((entry) => entry.account)).toEqual([
      ...LEARNING_RULES,
      "constant-bias",
      "random-walk",
    ]);
    expect(comparison.differences).toHaveLength(12);
    for (const { account, against, perTrial, ci } of comparison.differences) {
      expect(perTrial).toBeCloseTo((score(account) - score(against)) / comparison.nHeldOut, 12);
      expect(ci?.[0]).toBeLessThanOrEqual(perTrial);
      expect(ci?.[1]).toBeGreaterThanOrEqual(perTrial);
    }
  });

  test("names as winner the rule with the highest held-out score, and says whether it is sure", () => {
    const { verdict } = comparison;
    const best = LEARNING_RULES.toSorted((a, b) => score(b) - score(a));
    expect([verdict.winner, verdict.runnerUp]).toEqual(best.slice(0, 2));
    expect(verdict.sure).toBe((verdict.margin.ci?.[0] ?? -1) > 0);
    const bic = comparison.fits.toSorted((a, b) => a.bic - b.bic);
    expect(verdict.winnerByBic).toBe(bic[0].rule);
    expect(verdict.bicMargin).toBeCloseTo(bic[1].bic - bic[0].bic, 9);
  });

  test("refuses a ceiling that predicted other trials", () => {
    const other = forwardChaining(mouse.trials, {}, 3);
    expect(() => compareAccounts(mouse.trials, { seed: 2, effort: QUICK_EFFORT, ceiling: other })).toThrow(
      RangeError,
    );
  });
});
