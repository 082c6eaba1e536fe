import { describe, expect, test } from "vitest";
import { choiceSequence } from "../../../src/science/network/choice-sequence.ts";
import { QUICK_EFFORT } from "../../../src/science/network/fit-effort.ts";
import { fitNetwork } from "../../../src/science/network/fit-network.ts";
import { fitObjective } from "../../../src/science/network/fit-objective.ts";
import { LEARNING_RULES, type LearningRule } from "../../../src/science/network/learning-rule.ts";
import { fromRaw, parameterisation } from "../../../src/science/network/parameterisation.ts";
import { rawParameters } from "../../../src/science/network/raw-parameters.ts";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";

function simulated(rule: LearningRule, trialsPerSession = 60) {
  const [mouse] = simulateCohort({ rule, mice: 1, seed: 31, sessions: 25, trialsPerSession });
  return { ...mouse, sequence: choiceSequence(mouse.trials) };
}

describe("a fit", () => {
  test("is at least as likely as the network that made the choices, for every rule and rate sharing", () => {
    for (const rule of LEARNING_RULES) {
      const { sequence, parameters } = simulated(rule);
      for (const rates of ["shared", "separate"] as const) {
        const space = parameterisation(rule, rates);
        const truth = -fitObjective(sequence, rule, space).value(fromRaw(space, rawParameters(parameters)));
        const fit = fitNetwork(sequence, { rule, rates, seed: 1, effort: QUICK_EFFORT });
        expect(fit.logLikelihood).toBeGreaterThan(truth);
        // Wilks: twice the gain over the truth is about χ² with as many degrees as parameters; 1e-4 quantiles
        // are 37 (11 parameters) and 45 (16).
        expect(2 * (fit.logLikelihood - truth)).toBeLessThan(rates === "shared" ? 37 : 45);
      }
    }
  });

  test("says its own log-likelihood and BIC rightly", () => {
    const { sequence } = simulated("tutor-executor");
    const fit = fitNetwork(sequence, { rule: "tutor-executor", seed: 1, effort: QUICK_EFFORT });
    const space = parameterisation("tutor-executor");
    const again = -fitObjective(sequence, "tutor-executor", space).value(
      fromRaw(space, rawParameters(fit.parameters)),
    );
    expect(fit.logLikelihood).toBeCloseTo(again, 8);
    expect(fit.nParameters).toBe(11);
    expect(fit.bic).toBeCloseTo(11 * Math.log(1500) - 2 * fit.logLikelihood, 9);
    expect(fitNetwork(sequence, { rule: "shallow", seed: 1, effort: QUICK_EFFORT }).nParameters).toBe(8);
  });

  test("is the same for the same seed", () => {
    const { sequence } = simulated("total-rpe", 20);
    const refit = () => fitNetwork(sequence, { rule: "total-rpe", seed: 5, effort: QUICK_EFFORT });
    expect(refit()).toEqual(refit());
  });

  test("never gets worse by a warm start", () => {
    const { sequence } = simulated("tutor-executor", 30);
    const early = fitNetwork(sequence, {
      rule: "tutor-executor",
      seed: 1,
      effort: QUICK_EFFORT,
      nTrials: 400,
    });
    expect(early.nTrials).toBe(400);
    const cold = fitNetwork(sequence, { rule: "tutor-executor", seed: 1, effort: QUICK_EFFORT });
    const warm = fitNetwork(sequence, {
      rule: "tutor-executor",
      seed: 1,
      effort: QUICK_EFFORT,
      warmStart: early.parameters,
    });
    expect(warm.logLikelihood).toBeGreaterThanOrEqual(cold.logLikelihood);
  });

  test("can be cancelled between climbs", () => {
    const { sequence } = simulated("shallow", 10);
    let climbs = 0;
    const cancel = () => {
      climbs++;
      if (climbs === 3) throw new Error("cancelled");
    };
    expect(() => fitNetwork(sequence, { rule: "shallow", seed: 1, onClimb: cancel })).toThrow("cancelled");
  });

  test("marks parameters at a bound and gives them no standard error", () => {
    // Of a mouse that always turns right the likelihood grows with β and the right bias for ever.
    const { trials } = simulated("shallow", 10);
    const sequence = choiceSequence({ ...trials, choice: trials.choice.map(() => 1) });
    const fit = fitNetwork(sequence, { rule: "shallow", seed: 1, effort: QUICK_EFFORT });
    const held = fit.estimates.filter((estimate) => estimate.atBound !== null);
    expect(held.length).toBeGreaterThan(0);
    expect(held.every((estimate) => estimate.standardError === null)).toBe(true);
  });
});
