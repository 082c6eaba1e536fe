import { describe, expect, test } from "vitest";
import { SaddlepointError } from "../../../src/errors.ts";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";
import { probabilityRight, rateVector } from "../../../src/science/network/state.ts";
import { learnFromTrial } from "../../../src/science/network/step.ts";
import { sessionMeasures } from "../../../src/science/session-measures.ts";
import { CHOICE_RIGHT, OUTCOME_CORRECT, signedContrast } from "../../../src/science/trial-table.ts";

const cohort = (options: Partial<Parameters<typeof simulateCohort>[0]> = {}) => [
  ...simulateCohort({ rule: "tutor-executor", mice: 3, seed: 11, sessions: 6, ...options }),
];

describe("a simulated cohort", () => {
  test("a seed gives the same mice, whatever their number", () => {
    const three = cohort();
    const one = cohort({ mice: 1 });
    expect(one[0]).toEqual(three[0]);
    expect(three.map((mouse) => mouse.subject)).toEqual(["SIM001", "SIM002", "SIM003"]);
    expect(three[1].trials.choice).not.toEqual(three[2].trials.choice);
  });

  test("writing response times changes no choice", () => {
    const [without] = cohort({ mice: 1 });
    const [withTimes] = cohort({ mice: 1, responseTimes: true });
    expect(withTimes.trials.choice).toEqual(without.trials.choice);
    expect(without.trials.responseTimeS.every((time) => Number.isNaN(time))).toBe(true);
  });

  test("response times are log-normal with median .8 s and log SD .4", () => {
    const [mouse] = cohort({ mice: 1, sessions: 50, responseTimes: true });
    const logs = [...mouse.trials.responseTimeS].map(Math.log);
    const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    const sd = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (logs.length - 1));
    // 10,000 draws: the standard errors are .004 and .0028.
    expect(Math.abs(mean - Math.log(0.8))).toBeLessThan(0.016);
    expect(Math.abs(sd - 0.4)).toBeLessThan(0.012);
  });

  test("stimuli follow the task, and outcomes follow the choice or, at zero contrast, a coin", () => {
    const [mouse] = cohort({ mice: 1, sessions: 100 });
    const { trials } = mouse;
    const count = new Map<number, number>();
    let coins = 0;
    for (let t = 0; t < trials.nTrials; t++) {
      const contrast = signedContrast(trials, t);
      count.set(contrast, (count.get(contrast) ?? 0) + 1);
      const correct = trials.outcome[t] === OUTCOME_CORRECT;
      if (contrast === 0) coins += correct ? 1 : 0;
      else expect(correct).toBe((trials.choice[t] === CHOICE_RIGHT) === contrast > 0);
    }
    expect([...count.keys()].sort((a, b) => a - b)).toEqual([-0.5, -0.25, 0, 0.25, 0.5]);
    // 20,000 trials, each contrast a fifth: 4 SE = .0113; 4,000 coins: 4 SE = .032.
    for (const n of count.values()) expect(Math.abs(n / trials.nTrials - 0.2)).toBeLessThan(0.0113);
    expect(Math.abs(coins / (count.get(0) ?? 0) - 0.5)).toBeLessThan(0.032);
  });

  test("the last state is the first state taught by the trials that were written, with r = ½ at zero contrast", () => {
    for (const rule of ["tutor-executor", "total-rpe", "shallow"] as const) {
      const [mouse] = cohort({ mice: 1, rule });
      const state = mouse.firstState.slice();
      const rates = rateVector(mouse.parameters);
      for (let t = 0; t < mouse.trials.nTrials; t++) {
        const contrast = signedContrast(mouse.trials, t);
        const right = mouse.trials.choice[t] === CHOICE_RIGHT;
        const reward = contrast === 0 ? 0.5 : right === contrast > 0 ? 1 : 0;
        learnFromTrial(state, rates, rule, contrast < 0 ? 1 : 0, contrast > 0 ? 1 : 0, right, reward);
      }
      expect(state).toEqual(mouse.lastState);
      expect(state.every((weight) => weight >= 0)).toBe(true);
    }
  });

  test("choices are drawn from the policy", () => {
    // With β = 9 and the default start, P(right | left stimulus) is σ(9 · (u_RB − u_LB)) on the first trial.
    let chosen = 0;
    let expected = 0;
    let variance = 0;
    for (const mouse of simulateCohort({
      rule: "tutor-executor",
      mice: 4000,
      seed: 5,
      sessions: 1,
      trialsPerSession: 1,
    })) {
      const contrast = signedContrast(mouse.trials, 0);
      const p = probabilityRight(mouse.firstState, 9, contrast < 0 ? 1 : 0, contrast > 0 ? 1 : 0);
      expected += p;
      variance += p * (1 - p);
      chosen += mouse.trials.choice[0] === CHOICE_RIGHT ? 1 : 0;
    }
    expect(Math.abs(chosen - expected)).toBeLessThan(4 * Math.sqrt(variance));
  });

  test("session measures can be taken from it as from a real mouse", () => {
    const [mouse] = cohort({ mice: 1 });
    const measures = sessionMeasures(mouse.trials);
    expect(measures.map((row) => row.session)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(measures.every((row) => !row.carried && row.nTrials === 200)).toBe(true);
  });

  test("an impossible option is refused with its name and a remedy", () => {
    for (const [options, field] of [
      [{ mice: 0 }, "mice"],
      [{ sessions: 1.5 }, "sessions"],
      [{ trialsPerSession: -1 }, "trials"],
      [{ biasRange: Number.NaN }, "bias-range"],
      [{ seed: 0.5 }, "seed"],
    ] as const) {
      try {
        cohort(options);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(SaddlepointError);
        expect((error as SaddlepointError).place.field).toBe(field);
      }
    }
  });
});
