import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data, errorCode } from "./client.ts";
import { earlyBiasOf, N_MICE, N_SESSIONS, northHomes } from "./cohort-fixture.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

test("a cohort's statistics are those of its subjects, with the others left out by name and reason", async () => {
  const { cohort } = await data(
    api.url,
    `{ cohort {
      size simulated n
      excluded { subject { id } exclusion { code reason } }
      earlyBiasLateSlope { r ci { low high } p n }
      earlyLateBias { r ci { low } p n }
    } }`,
  );
  expect(cohort.size).toBe(N_MICE + 2);
  expect(cohort.simulated).toBe(true);
  expect(cohort.n).toBe(N_MICE);
  expect(cohort.excluded.map((each: { subject: { id: string } }) => each.subject.id)).toEqual([
    "south/pilot/s01",
    "south/pilot/s02",
  ]);
  expect(cohort.excluded[0].exclusion.reason).toMatch(/\w/);
  // By construction late slope difference = 2 × early bias, so r is 1 in every resample.
  expect(cohort.earlyBiasLateSlope.r).toBeCloseTo(1, 12);
  expect(cohort.earlyBiasLateSlope.ci.low).toBeCloseTo(1, 12);
  expect(cohort.earlyBiasLateSlope.n).toBe(N_MICE);
  expect(cohort.earlyBiasLateSlope.p).toBeLessThan(0.01);
  // Late bias is 0 in all mice: it does not vary, so no correlation is defined.
  expect(cohort.earlyLateBias).toEqual({ r: null, ci: null, p: null, n: N_MICE });
});

test("the mean trajectory is the mean over the cohort's subjects, session by session", async () => {
  const { cohort } = await data(
    api.url,
    `{ cohort(filter: { lab: "north" }) { simulated meanTrajectory {
      session n nEnded bias { mean ci { low high } n } rightSlope { mean } accuracy { mean ci { low high } }
    } } }`,
  );
  expect(cohort.simulated).toBe(false);
  expect(cohort.meanTrajectory).toHaveLength(N_SESSIONS);
  const biases = northHomes.map((_, i) => earlyBiasOf(i));
  const meanBias = biases.reduce((sum, bias) => sum + bias, 0) / N_MICE;
  const first = cohort.meanTrajectory[0];
  expect(first).toMatchObject({ session: 1, n: N_MICE, nEnded: 0 });
  expect(first.bias.mean).toBeCloseTo(meanBias, 12);
  expect(first.bias.ci.low).toBeLessThan(meanBias);
  expect(first.bias.ci.high).toBeGreaterThan(meanBias);
  expect(first.accuracy.mean).toBeCloseTo(0.5, 12);
  expect(cohort.meanTrajectory[9].rightSlope.mean).toBeCloseTo(0.3 + 2 * meanBias, 12);
});

test("the table of early against late strategy counts the subjects that have both", async () => {
  const { cohort } = await data(
    api.url,
    "{ cohort { earlyLateTable { n p informationBits cells { early late n proportion ci { low high } } } } }",
  );
  const { cells, ...table } = cohort.earlyLateTable;
  // Every mouse ends BALANCED: the late strategy does not vary, so there is nothing to test.
  expect(table).toEqual({ n: N_MICE, p: null, informationBits: 0 });
  expect(cells).toEqual([
    { early: "LEFT_BIASED", late: "BALANCED", n: 5, proportion: 1, ci: { low: expect.any(Number), high: 1 } },
    { early: "UNBIASED", late: "BALANCED", n: 5, proportion: 1, ci: { low: expect.any(Number), high: 1 } },
  ]);
});

test("a cohort by early strategy holds the subjects of that strategy", async () => {
  const { cohort } = await data(
    api.url,
    "{ cohort(filter: { earlyStrategy: LEFT_BIASED }) { size n subjects(first: 2) { totalCount nodes { id earlyStrategy } } } }",
  );
  expect(cohort).toEqual({
    size: 5,
    n: 5,
    subjects: {
      totalCount: 5,
      nodes: [
        { id: "north/learning/m01", earlyStrategy: "LEFT_BIASED" },
        { id: "north/learning/m03", earlyStrategy: "LEFT_BIASED" },
      ],
    },
  });
});

test("changes between strategies and time in each are counted over the cohort", async () => {
  const { cohort } = await data(
    api.url,
    `{ cohort {
      transitions { n perSubject { mean n } changes { from to n nSubjects probability { proportion k n ci { low } } } }
      timeInStrategies { strategy share { mean } everIn { k n } }
    } }`,
  );
  const change = { to: "BALANCED", n: 5, nSubjects: 5 };
  const probability = { proportion: 1, k: 5, n: 5, ci: { low: expect.any(Number) } };
  expect(cohort.transitions).toEqual({
    n: N_MICE,
    perSubject: { mean: 1, n: N_MICE },
    changes: [
      { from: "LEFT_BIASED", ...change, probability },
      { from: "UNBIASED", ...change, probability },
    ],
  });
  const balanced = cohort.timeInStrategies.find((time: { strategy: string }) => time.strategy === "BALANCED");
  expect(balanced).toEqual({ strategy: "BALANCED", share: { mean: 0.5 }, everIn: { k: N_MICE, n: N_MICE } });
});

test("the late strategy is foretold from the first sessions, beside the base rate", async () => {
  const { cohort } = await data(
    api.url,
    `{ cohort(filter: { lab: "north" }) { prediction(sessions: 6) {
      sessions n nLeftOut correct { proportion k n } baseRate { proportion } gain gainCi { low high }
    } } }`,
  );
  expect(cohort.prediction).toHaveLength(6);
  // Every mouse ends BALANCED, so always saying that is right; from session 6 on the late window has begun.
  expect(cohort.prediction[4]).toEqual({
    ...{ sessions: 5, n: N_MICE, nLeftOut: 0, correct: { proportion: 1, k: N_MICE, n: N_MICE } },
    ...{ baseRate: { proportion: 1 }, gain: 0, gainCi: { low: 0, high: 0 } },
  });
  expect(cohort.prediction[5]).toMatchObject({ n: 0, nLeftOut: N_MICE, gain: null, gainCi: null });
  const tooMany = "{ cohort { prediction(sessions: 101) { n } } }";
  expect(await errorCode(api.url, tooMany)).toBe("ARGUMENT_OUT_OF_RANGE");
});

test("the time to an accuracy counts those that left before", async () => {
  const criterion = (accuracy: number) =>
    data(
      api.url,
      `{ cohort { timeToCriterion(accuracy: ${accuracy}) {
        accuracy n nReached nCensored medianSession steps { session atRisk nReached nCensored reached ci { low } }
      } } }`,
    );
  // Accuracy is .5 + (session − 1)/20.
  const { cohort } = await criterion(0.6);
  expect(cohort.timeToCriterion).toEqual({
    ...{ accuracy: 0.6, n: N_MICE, nReached: N_MICE, nCensored: 0, medianSession: 3 },
    steps: [{ session: 3, atRisk: N_MICE, nReached: N_MICE, nCensored: 0, reached: 1, ci: null }],
  });
  const never = (await criterion(0.99)).cohort.timeToCriterion;
  expect(never).toMatchObject({ nReached: 0, nCensored: N_MICE, medianSession: null });
  expect(await errorCode(api.url, "{ cohort { timeToCriterion(accuracy: 2) { n } } }")).toBe(
    "ARGUMENT_OUT_OF_RANGE",
  );
});

test("mice that began alike have their means and a trajectory on each of three axes", async () => {
  const points = "{ n nUnplaced points { at n nEnded bias { mean ci { low high } } accuracy { mean } } }";
  const { cohort } = await data(
    api.url,
    `{ cohort(filter: { lab: "north" }) { byEarlyStrategy {
      earlyStrategy n early { bias { mean n } } late { slopeDifference { mean } }
      session: trajectory ${points}
      criterion: trajectory(alignment: CRITERION, accuracy: 0.6) ${points}
      never: trajectory(alignment: CRITERION, accuracy: 0.99) ${points}
      fraction: trajectory(alignment: FRACTION, bins: 5) ${points}
    } } }`,
  );
  const [left, unbiased] = cohort.byEarlyStrategy;
  expect([left.earlyStrategy, unbiased.earlyStrategy]).toEqual(["LEFT_BIASED", "UNBIASED"]);
  // Mice 0, 2, 4, 6, 8 have biases −.2, −.1, 0, .1, .2.
  expect(left.n).toBe(5);
  expect(left.early.bias.mean).toBeCloseTo(0, 12);
  expect(unbiased.late.slopeDifference.mean).toBeCloseTo(2 * 0.05, 12);
  expect(left.session.points.map(({ at }: { at: number }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  // The standard error of these five is √(.1/4/5), and Student's two-sided 95 % point of 4 degrees 2.776.
  expect(left.session.points[0].bias.ci.high).toBeCloseTo(2.7764 * Math.sqrt(0.1 / 4 / 5), 4);
  expect(left.criterion.points[0]).toMatchObject({ at: -2, n: 5, nEnded: 0 });
  expect(left.never).toEqual({ n: 5, nUnplaced: 5, points: [] });
  expect(left.fraction.points).toHaveLength(5);
  expect(left.fraction.points[0].at).toBeCloseTo(0.1, 12);
  expect(left.fraction.points[0].accuracy.mean).toBeCloseTo(0.525, 12);
});

test("a cohort without subjects has no numbers, and no error", async () => {
  const { cohort } = await data(
    api.url,
    `{ cohort(filter: { lab: "nowhere" }) {
      size simulated n excluded { exclusion { code } } meanTrajectory { session }
      earlyLateTable { n p informationBits cells { n } } earlyBiasLateSlope { r ci { low } p n }
    } }`,
  );
  expect(cohort).toEqual({
    size: 0,
    simulated: false,
    n: 0,
    excluded: [],
    meanTrajectory: [],
    earlyLateTable: { n: 0, p: null, informationBits: null, cells: [] },
    earlyBiasLateSlope: { r: null, ci: null, p: null, n: 0 },
  });
});

test("statistics are computed once however many are asked for, and not for size alone", async () => {
  api.statements.length = 0;
  await data(api.url, "{ cohort { size } }");
  expect(api.statements).toHaveLength(1);
  api.statements.length = 0;
  await data(api.url, "{ cohort { n } }");
  const once = api.statements.length;
  // The members, their measures and their segments.
  expect(once).toBeLessThanOrEqual(3);
  api.statements.length = 0;
  await data(api.url, "{ cohort { n meanTrajectory { n } earlyLateBias { n } earlyBiasLateSlope { n } } }");
  expect(api.statements).toHaveLength(once);
});
