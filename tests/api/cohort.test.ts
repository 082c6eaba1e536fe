import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data } from "./client.ts";
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
