import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiUnderTest, giveToken, startApiUnderTest } from "./api-under-test.ts";
import { ask, data, errorCode } from "./client.ts";
import { earlyBiasOf, N_MICE } from "./cohort-fixture.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

const COMPARE = `query ($a: SubjectFilter!, $b: SubjectFilter!, $measures: [SubjectMeasure!]) {
  compareCohorts(a: $a, b: $b, measures: $measures) {
    sizeA sizeB excluded { subject { id } exclusion { code } }
    measures { measure a { mean n } b { mean n } difference ci { low high } hedgesG hedgesGCi { low } cliffsDelta p adjustedP }
  }
}`;
const left = { earlyStrategy: "LEFT_BIASED" };
const unbiased = { earlyStrategy: "UNBIASED" };

describe("two cohorts", () => {
  // Mice 0, 2, … began left biased, with biases −.2, −.1, 0, .1, .2 in sessions 4 and 5 of the window's five, and 0 in
  // the others: means −.08 … .08. Mice 1, 3, … have .05 more each in those two: .02 more.
  test("differ by what their measures say, with the interval and size of the textbooks", async () => {
    const { compareCohorts } = await data(api.url, COMPARE, {
      ...{ a: left, b: unbiased, measures: ["EARLY_BIAS", "TRIALS"] },
    });
    expect(compareCohorts).toMatchObject({ sizeA: 5, sizeB: 5, excluded: [] });
    const [bias, trials] = compareCohorts.measures;
    expect([bias.measure, bias.a.n, bias.b.n]).toEqual(["EARLY_BIAS", 5, 5]);
    expect(bias.a.mean).toBeCloseTo(0, 12);
    expect(bias.b.mean).toBeCloseTo(0.02, 12);
    expect(bias.difference).toBeCloseTo(-0.02, 12);
    // Variances .004, so the standard error is .04; t(.975, 8) = 2.306004135.
    expect(bias.ci.low).toBeCloseTo(-0.02 - 2.306004135 * 0.04, 9);
    // Γ(4) / (2 Γ(7/2)), with Γ(7/2) = 15 √π / 8.
    const correction = 6 / (2 * ((15 / 8) * Math.sqrt(Math.PI)));
    expect(bias.hedgesG).toBeCloseTo((correction * -0.02) / Math.sqrt(0.004), 9);
    // Of the 25 pairs the left biased mouse has more in 10, and never the same.
    expect(bias.cliffsDelta).toBeCloseTo((10 - 15) / 25, 12);
    expect(bias.p).toBeGreaterThan(0.4);
    // The number of trials varies in nobody, so that one p alone is corrected.
    expect(trials).toMatchObject({ difference: 0, ci: null, p: null, adjustedP: null, cliffsDelta: 0 });
    expect(bias.adjustedP).toBe(bias.p);
  });

  test("are compared by every measure unless one says which, and name those that are left out", async () => {
    const { compareCohorts } = await data(api.url, COMPARE, { a: { lab: "north" }, b: { lab: "south" } });
    expect(compareCohorts.measures).toHaveLength(14);
    expect(
      compareCohorts.excluded.map(({ exclusion }: { exclusion: { code: string } }) => exclusion.code),
    ).toEqual(["NOT_DERIVED", "NOT_DERIVED"]);
    expect(compareCohorts.measures[0]).toMatchObject({ b: { mean: null, n: 0 }, difference: null, p: null });
  });

  test("that have a mouse in common are not compared", async () => {
    expect(await errorCode(api.url, COMPARE, { a: { lab: "north" }, b: left })).toBe("COHORTS_OVERLAP");
  });

  test("hold only what the caller may see", async () => {
    const south = await giveToken(api.database.url, { labs: ["south"] });
    const { data: seen } = await ask(api.url, COMPARE, { a: { lab: "north" }, b: { lab: "south" } }, south);
    expect(seen.compareCohorts).toMatchObject({ sizeA: 0, sizeB: 2 });
  });
});

describe("a cohort's groups", () => {
  test("are those of any label, with their means and trajectories", async () => {
    const { cohort } = await data(
      api.url,
      `{ cohort {
        strategy: groups(by: EARLY_STRATEGY) { value size n early { bias { mean n } } late { bias { mean } } }
        sex: groups(by: SEX) { value size n trajectory { n points { at n bias { mean } } } }
        project: groups(by: PROJECT) { value size n }
        class: groups(by: TRAJECTORY_CLASS) { value n }
        byEarlyStrategy { earlyStrategy n early { bias { mean } } }
      } }`,
    );
    expect(cohort.strategy.map(({ value, size, n }: Record<string, unknown>) => [value, size, n])).toEqual([
      ["LEFT_BIASED", 5, 5],
      ["UNBIASED", 5, 5],
      [null, 2, 0],
    ]);
    expect(cohort.strategy[1].early.bias.mean).toBeCloseTo(0.02, 12);
    expect(cohort.byEarlyStrategy[1].early.bias.mean).toBe(cohort.strategy[1].early.bias.mean);
    expect(cohort.sex.map(({ value, size }: Record<string, unknown>) => [value, size])).toEqual([
      ["female", N_MICE],
      [null, 2],
    ]);
    const mean = Array.from({ length: N_MICE }, (_, i) => earlyBiasOf(i)).reduce((a, b) => a + b) / N_MICE;
    expect(cohort.sex[0].trajectory.points[0]).toMatchObject({ at: 1, n: N_MICE });
    expect(cohort.sex[0].trajectory.points[0].bias.mean).toBeCloseTo(mean, 12);
    expect(cohort.sex[1].trajectory).toEqual({ n: 0, points: [] });
    expect(cohort.project).toEqual([
      { value: "north/learning", size: N_MICE, n: N_MICE },
      { value: "south/pilot", size: 2, n: 0 },
    ]);
    expect(cohort.class.map(({ n }: { n: number }) => n).reduce((a: number, b: number) => a + b)).toBe(
      N_MICE,
    );
  });

  test("choose right as often as the fixture says, in either window", async () => {
    const { cohort } = await data(
      api.url,
      `{ cohort { early: psychometrics { earlyStrategy n points { contrast right { mean n } } }
                  late: psychometrics(window: LATE) { earlyStrategy n points { contrast right { mean n } } } } }`,
    );
    // Every session has 1 of 2 right at −.5, and 2 of 2 at .5.
    const points = [
      { contrast: -0.5, right: { mean: 0.5, n: 5 } },
      { contrast: 0.5, right: { mean: 1, n: 5 } },
    ];
    const expected = ["LEFT_BIASED", "UNBIASED"].map((earlyStrategy) => ({ earlyStrategy, n: 5, points }));
    expect(cohort).toEqual({ early: expected, late: expected });
  });

  test("have the mean function of a fifth, a session, or a strategy", async () => {
    const by = async (stage: string) =>
      (
        await data(
          api.url,
          `{ cohort(filter: {lab: "north"}) { psychometricsByStage(by: ${stage}) {
               number strategy n nUnfitted biasContrast { mean n ci { low high } } slope { mean } lapseLeft { mean }
               points { contrast right { mean n } } } } }`,
        )
      ).cohort.psychometricsByStage;
    // Of each mouse the first session, and the first segment, is fitted by the same function; the second by none.
    const none = { n: 0, nUnfitted: 10, biasContrast: { mean: null, n: 0, ci: null } };
    const fitted = (n: number) => ({
      ...{ n, nUnfitted: 0, biasContrast: { mean: -0.125, n, ci: { low: -0.125, high: -0.125 } } },
      ...{ slope: { mean: 8 } },
    });
    const sessions = await by("SESSION");
    expect(sessions).toMatchObject([
      { number: 1, strategy: null, ...fitted(10) },
      { number: 2, strategy: null, ...none },
    ]);
    const zero = sessions[0].points.find(({ contrast }: { contrast: number }) => contrast === 0);
    expect(zero.right).toEqual({ mean: expect.closeTo(0.1 + 0.85 / (1 + Math.exp(-1)), 12), n: 10 });
    // Of two sessions, the second begins in the third fifth.
    expect(await by("FIFTH")).toMatchObject([
      { number: 1, ...fitted(10) },
      { number: 3, ...none },
    ]);
    expect(await by("STRATEGY")).toMatchObject([
      { number: null, strategy: "BALANCED", ...none },
      { strategy: "LEFT_BIASED", ...fitted(5) },
      { strategy: "UNBIASED", ...fitted(5) },
    ]);
    const south = await giveToken(api.database.url, { labs: ["south"] });
    const answer = await ask(api.url, "{ cohort { psychometricsByStage { n } } }", {}, south);
    expect(answer.data.cohort.psychometricsByStage).toEqual([]);
  });
});
