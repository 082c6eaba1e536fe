import { describe, expect, test } from "vitest";
import { choiceSequence } from "../../../src/science/network/choice-sequence.ts";
import { distance, findFixedPoints } from "../../../src/science/network/fixed-points.ts";
import { learningPath, pathVisits } from "../../../src/science/network/learning-path.ts";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";
import { associations } from "../../../src/science/network/slice.ts";
import { observedFirstAssociation } from "../../../src/science/network/systematicity.ts";
import { DEFAULT_TASK } from "../../../src/science/network/task-stimuli.ts";

const [mouse] = simulateCohort({ rule: "total-rpe", mice: 1, seed: 4, biasRange: 0, sessions: 60 });
const sequence = choiceSequence(mouse.trials);
const learning = {
  rule: "total-rpe" as const,
  rates: new Float64Array(6).fill(0.0026),
  beta: 9,
  task: DEFAULT_TASK,
};
const points = findFixedPoints(learning, [0, 0, 0]).projected;

describe("a fitted path", () => {
  test("has a step for each session, the last of them the network's last state", () => {
    const path = learningPath(sequence, "total-rpe", mouse.parameters);
    expect(path.map((step) => step.session)).toEqual(Array.from({ length: 60 }, (_, s) => s + 1));
    expect(path.at(-1)?.nTrials).toBe(12_000);
    // But for the initial noise of 1e-5, it is the simulated network.
    const last = associations(mouse.lastState);
    expect(distance(path.at(-1)?.associations ?? last.map(() => 9), last)).toBeLessThan(0.01);
  });

  test("of a long total-RPE run passes from ∅ by {B} to the full fixed point", () => {
    const visits = pathVisits(sequence, "total-rpe", mouse.parameters, points);
    expect(visits.order[0]).toBe("∅");
    expect(visits.order.at(-1)).toBe("{B,L,R}");
    expect(visits.order.indexOf("{B}")).toBe(1);
    expect(visits.nearest.at(-1)).toBe("{B,L,R}");
    const end = visits.approaches.find(({ point }) => point === "{B,L,R}");
    expect(end?.distances).toHaveLength(60);
    for (const { distances, closest } of visits.approaches) {
      expect(closest.distance).toBeLessThanOrEqual(Math.min(...distances));
    }
  });
});

describe("the association that a mouse formed first", () => {
  const row = (session: number, leftSlope: number | null, rightSlope: number | null, carried = false) => ({
    session,
    leftSlope,
    rightSlope,
    carried,
  });

  test("is the larger slope of the first session in which one reaches θ", () => {
    expect(observedFirstAssociation([row(1, 0.1, 0.05), row(2, 0.1, 0.3), row(3, 0.6, 0.3)])).toEqual({
      side: "right",
      session: 2,
    });
    expect(observedFirstAssociation([row(1, 0.5, 0.3)])).toEqual({ side: "left", session: 1 });
  });

  test("is not told by carried or undefined rows, nor by a tie", () => {
    expect(observedFirstAssociation([row(1, 0.4, 0, true), row(2, null, 0.4)])).toBeNull();
    expect(observedFirstAssociation([row(1, 0.4, 0.4)])).toBeNull();
    expect(observedFirstAssociation([row(1, 0.1, 0.1)])).toBeNull();
  });
});
