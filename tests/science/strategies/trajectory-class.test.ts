import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type SessionMeasure, sessionMeasures } from "../../../src/science/session-measures.ts";
import { trajectoryClass } from "../../../src/science/strategies/trajectory-class.ts";
import { hasShared, sharedPath } from "../../shared-data.ts";
import { dapNames, dapTrials } from "../dap-mice.ts";

const curve = (slopes: readonly (readonly [number, number | null, number | null])[]) =>
  slopes.map(
    ([session, leftSlope, rightSlope]): SessionMeasure => ({
      session,
      nTrials: 100,
      nUsed: 100,
      nZeroContrast: 10,
      leftSlope,
      rightSlope,
      bias: 0,
      accuracy: 0.5,
      carried: false,
      counts: [],
    }),
  );

test.skipIf(!hasShared)(
  "the class agrees with the paper's cluster on at least 15 of the 17 given mice that have one",
  () => {
    const { clusters } = JSON.parse(
      readFileSync(sharedPath("reference/paper/trajectory_clusters.json"), "utf8"),
    );
    const labelled = dapNames().filter((name) => name in clusters);
    expect(labelled).toHaveLength(17);
    const agreed = labelled.filter(
      (name) => trajectoryClass(sessionMeasures(dapTrials(name))).name === clusters[name],
    );
    expect(agreed.length).toBeGreaterThanOrEqual(15);
  },
);

test("sessions count in proportion to the training done by then", () => {
  // Weights 1/8, 3/8, 5/8, 7/8 of sessions 1 to 4: (5 · .4 + 7 · .8) / 16.
  const measures = curve([
    [1, 0, 0],
    [2, 0, 0],
    [3, 0.1, 0.5],
    [4, -0.2, 0.6],
  ]);
  const found = trajectoryClass(measures, { minSessions: 4 });
  expect(found.name).toBe("right");
  expect(found.slopeDifference).toBeCloseTo(0.475, 12);
});

test("the curve is balanced below the threshold on either side, and a mirrored mouse has the mirrored class", () => {
  const flat = (left: number, right: number) =>
    trajectoryClass(curve(Array.from({ length: 9 }, (_, i) => [i + 1, left, right] as const))).name;
  expect(flat(0.5, 0.45)).toBe("balanced");
  expect(flat(0.5, 0.35)).toBe("balanced");
  expect(flat(0.5, 0.25)).toBe("left");
  expect(flat(0.25, 0.5)).toBe("right");
});

test("a curve too short or without slopes has no class, and says why", () => {
  expect(trajectoryClass(curve([[1, 0, 0]]))).toEqual({
    name: null,
    slopeDifference: null,
    excluded: { code: "TOO_FEW_SESSIONS", reason: "1 of the 9 sessions that a trajectory class needs" },
  });
  expect(trajectoryClass(curve([[1, null, 0.5]]), { minSessions: 1 }).excluded?.code).toBe(
    "UNDEFINED_MEASURES",
  );
});
