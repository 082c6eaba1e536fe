import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data, errorCode } from "./client.ts";
import { earlyBiasOf, mice, psychometric } from "./cohort-fixture.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

test("a subject has its windows, its class, its transitions and the time spent in each strategy", async () => {
  const { subject } = await data(
    api.url,
    `{ subject(id: "north/learning/m10") {
      early { firstSession lastSession nSessions bias leftSlope } late { rightSlope accuracy }
      trajectoryClass slopeDifference
      transitions { from to session trial start { kind earliestSession earliestTrial latestSession latestTrial } }
      timeInStrategies { strategy nTrials share nSegments }
    } }`,
  );
  const bias = earlyBiasOf(9);
  // Sessions 4 and 5 have the early bias, 6 to 8 are late ones, without.
  expect(subject.early).toMatchObject({ firstSession: 4, lastSession: 8, nSessions: 5 });
  expect(subject.early.bias).toBeCloseTo((2 * bias) / 5, 12);
  expect(subject.early.leftSlope).toBeCloseTo(0.3 * 0.6, 12);
  expect(subject.late.rightSlope).toBeCloseTo(0.3 + 2 * bias, 12);
  // Σ u_s D_s / Σ u_s over 10 sessions, of which the last five have D = 2 × bias: weights 37.5 of 50.
  expect(subject.slopeDifference).toBeCloseTo((37.5 / 50) * 2 * bias, 12);
  expect(subject.trajectoryClass).toBe("RIGHT");
  expect(subject.transitions).toEqual([
    {
      ...{ from: "UNBIASED", to: "BALANCED", session: 6, trial: 1 },
      start: { kind: "SWITCH", earliestSession: 5, earliestTrial: 4, latestSession: 6, latestTrial: 2 },
    },
  ]);
  expect(subject.timeInStrategies).toHaveLength(6);
  expect(subject.timeInStrategies).toContainEqual({
    ...{ strategy: "BALANCED", nTrials: 25, share: 0.5, nSegments: 1 },
  });
});

test("sessions and segments have their psychometric function with intervals, or the reason for none", async () => {
  const psychometricFields = `psychometric {
    function { biasContrast { value ci { low high } } slope { value } lapseLeft { value } lapseRight { value ci { high } }
      nTrials converged atBound }
    refused { code reason } run { analysis }
  }`;
  const { subject } = await data(
    api.url,
    `{ subject(id: "north/learning/m01") {
      sessions { nodes { number ${psychometricFields} measures { psychometricCounts { contrast nRight n } } } }
      segments { nodes { ${psychometricFields} start { kind } } }
    } }`,
  );
  const fitted = {
    biasContrast: { value: psychometric.fit?.biasContrast, ci: { low: -0.25, high: 0 } },
    ...{ slope: { value: 8 }, lapseLeft: { value: 0.1 }, lapseRight: { value: 0.05, ci: { high: 0.1 } } },
    ...{ nTrials: 100, converged: true, atBound: [] },
  };
  const [first, second, third] = subject.sessions.nodes;
  expect(first.psychometric).toEqual({
    ...{ function: fitted, refused: null, run: { analysis: "session-psychometrics" } },
  });
  expect(second.psychometric).toMatchObject({ function: null, refused: { code: "TOO_FEW_TRIALS" } });
  expect(third.psychometric).toBeNull();
  expect(first.measures.psychometricCounts).toContainEqual({ contrast: -0.5, nRight: 1, n: 2 });
  expect(subject.segments.nodes[0]).toMatchObject({
    psychometric: { function: fitted, run: { analysis: "strategy-segments" } },
    start: null,
  });
  expect(subject.segments.nodes[1].psychometric.refused.code).toBe("TOO_FEW_TRIALS");
});

const selected = async (filter: string) => {
  const { subjects } = await data(api.url, `{ subjects(filter: { ${filter} }) { nodes { name } } }`);
  return subjects.nodes.map(({ name }: { name: string }) => name);
};

test("a filter takes ranges of measures and the trajectory class, and all of it must hold", async () => {
  // Early bias is .4 × that of the first sessions; mouse i has (i − 4) / 20 of it.
  const early = (test: (bias: number) => boolean) =>
    mice.filter((_, i) => test(Number((0.4 * earlyBiasOf(i)).toFixed(12))));
  expect(await selected("ranges: [{ measure: EARLY_BIAS, min: 0.03 }]")).toEqual(early((b) => b >= 0.03));
  expect(await selected("ranges: [{ measure: EARLY_BIAS, min: -0.05, max: 0.05 }]")).toEqual(
    early((b) => b >= -0.05 && b <= 0.05),
  );
  expect(
    await selected("ranges: [{ measure: EARLY_BIAS, min: 0.03 }, { measure: LATE_ACCURACY, max: 0.1 }]"),
  ).toEqual([]);
  // The class is right from a slope difference of .2, that is from an early bias of .1333.
  expect(await selected("trajectoryClass: RIGHT")).toEqual(
    mice.filter((_, i) => 1.5 * earlyBiasOf(i) >= 0.2),
  );
  expect(await selected("ranges: [{ measure: SESSIONS, min: 1 }]")).toEqual(mice);
  expect(await selected("ranges: [], trajectoryClass: null")).toHaveLength(12);
});

test("a range that nothing can lie in is refused", async () => {
  const query = "{ subjects(filter: { ranges: [{ measure: EARLY_BIAS, min: 1, max: 0 }] }) { totalCount } }";
  expect(await errorCode(api.url, query)).toBe("INVALID_RANGE");
});
