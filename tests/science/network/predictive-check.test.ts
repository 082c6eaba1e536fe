import { expect, test } from "vitest";
import { choiceSequence } from "../../../src/science/network/choice-sequence.ts";
import { defaultNetworkParameters } from "../../../src/science/network/parameters.ts";
import { CHECKED_MEASURES, predictiveCheck } from "../../../src/science/network/predictive-check.ts";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";
import { seededRandom } from "../../../src/science/random.ts";

const [first, ...others] = simulateCohort({
  ...{ rule: "tutor-executor", mice: 8, seed: 31, sessions: 12, trialsPerSession: 150, responseTimes: true },
});

test("the network that a mouse is holds 95 % of the mouse's sessions", () => {
  let inside = 0;
  let all = 0;
  for (const mouse of [first, ...others]) {
    const sequence = choiceSequence(mouse.trials);
    const check = predictiveCheck(
      ...([mouse.trials, sequence, "tutor-executor", mouse.parameters, 200, seededRandom(5)] as const),
    );
    for (const { observed, band } of check.sessions) {
      for (const name of CHECKED_MEASURES) {
        const [value, own] = [observed[name], band[name]];
        if (value === null || own === null) continue;
        all += 1;
        if (value >= own[0] && value <= own[2]) inside += 1;
      }
    }
  }
  // 8 mice of 12 sessions and 4 measures; sessions of a mouse hang together, so as wide as for a few dozen free ones.
  expect(all).toBeGreaterThan(350);
  expect(inside / all).toBeGreaterThan(0.9);
  expect(inside / all).toBeLessThan(0.99);
});

test("a network that never learns stays at chance, below a mouse that did learn", () => {
  const [learner] = simulateCohort({ rule: "tutor-executor", mice: 1, seed: 32, responseTimes: true });
  const parameters = { ...defaultNetworkParameters("tutor-executor"), inverseTemperature: 0.01 };
  const sequence = choiceSequence(learner.trials);
  const { sessions } = predictiveCheck(
    ...([learner.trials, sequence, "tutor-executor", parameters, 100, seededRandom(5)] as const),
  );
  for (const { observed, band } of sessions.slice(-5)) {
    const [low, median, high] = band.accuracy ?? [0, 0, 0];
    expect(low).toBeLessThan(0.5);
    expect(median).toBeCloseTo(0.5, 1);
    expect(high).toBeGreaterThan(0.5);
    expect(observed.accuracy).toBeGreaterThan(high);
  }
});
